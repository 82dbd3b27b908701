// Extension tests in the extension host of the embedded VS Code. The console and the exit code come back through the page.
import { launchChromium } from './chromium.mjs';
import { pageAddress, startServer } from './server.mjs';
import { print } from './cache.mjs';

/**
 * Runs `tests` (a module that exports `run(): Promise<void>`, without its ".js") on `folder`. Returns the exit code and VS Code's version.
 * `log` gets what is done here, `output` the console of the extension host and of the page.
 * Throws after `seconds`, with what the page last said.
 */
export async function runExtensionTests({ extension, tests, folder, settings, seconds = 180, log = print, output = (line) => process.stdout.write(`${line}\n`) }) {
  const server = await startServer({ log, settings });
  let browser;
  let timer;
  const last = [];
  try {
    browser = await launchChromium(log);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => {
      last.push(message.text());
      if (last.length > 20) last.shift();
    });
    const exitCode = new Promise((resolve, reject) => {
      void page.exposeFunction('codeAutomationLog', (type, args) => output(text(args)));
      void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
      page.on('crash', () => reject(new Error('the browser page crashed')));
      void server.ended.then(() => reject(new Error("VS Code's server ended during the tests")));
      timer = setTimeout(() => reject(new Error(`the extension tests did not end within ${seconds} s; the page last said:\n${last.join('\n')}`)), seconds * 1000);
    });
    exitCode.catch(() => {}); // awaited below; a rejection during goto must not end the process
    await page.goto(pageAddress(server, { folder, extension, tests }));
    return { exitCode: await exitCode, version: server.version };
  } finally {
    clearTimeout(timer);
    await browser?.close().catch(() => {});
    await server.stop();
  }
}

/** The console's arguments as one line; VS Code sends them as a list, with %c formats for colours. */
function text(args) {
  return (Array.isArray(args) ? args : [args]).map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
}
