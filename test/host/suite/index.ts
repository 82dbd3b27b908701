/** What every host calls: runs the suite in the extension host and rejects where a test failed. */
import 'mocha/mocha.js';
import { LineReporter } from './reporter';

// Mocha's browser build runs in every extension host, in Node's and in a Web Worker, from one bundle. It leaves itself on the global object.
const { mocha, Mocha } = globalThis as unknown as BrowserMocha;

export async function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', reporter: LineReporter, timeout: 30_000 });
  await import('./activation.test');
  await import('./fixes.test');
  await import('./completion.test');
  await import('./commands.test');
  await import('./configuration.test');
  await import('./lenses.test');
  // Its own `run` wants a page with an address; the one below it does not.
  const failures = await new Promise<number>((resolve) => void Mocha.prototype.run.call(mocha, resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
