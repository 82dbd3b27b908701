// The VS Code that the npm registry gives, in a browser without a window.
import { runExtensionTests } from '../../../scripts/vscode-host/index.mjs';
import { bundleSuite } from '../bundle.mjs';

export const title = 'embedded VS Code (code-server)';

/** Runs the suite. Returns the version of VS Code and the exit code of its tests. */
export async function run({ extension, folder, log }) {
  return runExtensionTests({ extension, folder, tests: await bundleSuite('node'), log });
}
