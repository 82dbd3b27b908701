// The extension in a real VS Code, and in VS Code for the Web: the same suite. Says which hosts ran, and never leaves one out in silence.
//   node test/host/run.mjs            the desktop VS Code where there can be one, else the embedded one; then VS Code for the Web; then real keys
//   node test/host/run.mjs embedded   the named hosts: desktop, embedded, web, keys
// Expects the extension to be built. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, repository } from '../../scripts/vscode-host/index.mjs';

const hosts = ['desktop', 'embedded', 'web', 'keys'];
const seconds = 300;
// What test/host/suite/reporter.ts writes, among much that the editors say by themselves; that goes to a file.
const PREFIX = 'host-test| ';
const SUMMARY = 'summary: ';

async function main([first, ...rest]) {
  if (first === '--in-this-process') return runHere(rest[0]);
  const named = first === undefined ? [] : [first, ...rest];
  const unknown = named.filter((name) => !hosts.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`no host ${unknown.join(', ')}; there are: ${hosts.join(', ')}\n`);
    return 2;
  }
  const unbuilt = ['client/dist/extension.node.js', 'client/dist/extension.browser.js', 'server/dist/main.node.js', 'server/dist/main.browser.js'].filter((file) => !existsSync(join(repository, file)));
  if (unbuilt.length > 0) {
    process.stderr.write(`not built: ${unbuilt.join(', ')}; run "npm run build" first\n`);
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const name of named.length > 0 ? named : await usualHosts()) {
    const result = await runApart(name);
    passed += result.passed;
    failed += result.failed;
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

async function usualHosts() {
  const { unavailable } = await import('./hosts/desktop.mjs');
  const reason = await unavailable();
  if (reason === undefined) return ['desktop', 'web', 'keys'];
  process.stdout.write(`not in the desktop VS Code: ${reason}; in the embedded one instead\n`);
  return ['embedded', 'web', 'keys'];
}

/** One host in a process (group) of its own, so that it can be ended as a whole when it hangs. */
function runApart(name) {
  return new Promise((resolve) => {
    const detached = process.platform !== 'win32';
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--in-this-process', name], { stdio: ['ignore', 'pipe', 'inherit'], detached });
    const logFile = join(cache, 'logs', `${name}.log`);
    mkdirSync(dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile);
    let rest = '';
    let counts;
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        log.write(`${line}\n`);
        const at = line.indexOf(PREFIX);
        if (at < 0) continue;
        const said = line.slice(at + PREFIX.length);
        if (said.startsWith(SUMMARY)) counts = JSON.parse(/\{[^}]*\}/.exec(said)[0]);
        else process.stdout.write(`${said}\n`);
      }
    });
    const kill = () => {
      try {
        if (detached) process.kill(-child.pid, 'SIGKILL');
        else child.kill();
      } catch {
        // It has ended by itself.
      }
    };
    process.once('exit', kill);
    const timer = setTimeout(() => {
      process.stderr.write(`${name}: not done within ${seconds} s, ended\n`);
      kill();
    }, seconds * 1000);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.removeListener('exit', kill);
      kill(); // what it started and left
      // A test that was not run proves nothing, nor does a host that ended without a word.
      log.end(rest);
      if (code !== 0) process.stderr.write(`${name}: all that was said is in ${relative(repository, logFile)}\n`);
      const { passed = 0, failed = 0, skipped = 0 } = counts ?? {};
      if (counts === undefined) process.stderr.write(`${name}: ended without a result (exit code ${code})\n`);
      resolve({ passed, failed: failed + skipped === 0 && (code !== 0 || passed === 0) ? 1 : failed + skipped });
    });
  });
}

async function runHere(name) {
  const { run, title } = await import(`./hosts/${name}.mjs`);
  const log = (text) => process.stdout.write(text.split('\n').map((line) => `${PREFIX}${line}\n`).join(''));
  log(`\n${title}`);
  // A copy: a test may write files.
  const temporary = mkdtempSync(join(tmpdir(), 'host-tests-'));
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
  const folder = join(temporary, 'examples');
  cpSync(join(repository, 'examples'), folder, { recursive: true });
  const { exitCode, version } = await run({ extension: repository, folder, log });
  log(`${title} ${version}: ${exitCode === 0 ? 'all passed' : `failed (exit code ${exitCode})`}`);
  return exitCode === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
