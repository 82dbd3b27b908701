// Starts the embedded VS Code as a server on this machine and stops it again.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedEditor } from './editor.mjs';

export const host = '127.0.0.1';

/** A port that nothing listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, host, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** What the editor is told, on top of the given settings: no welcome page, no questions, nothing from a network. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'json.schemaDownload.enable': false,
  'git.enabled': false,
  // In a browser VS Code saves by itself; the examples shall stay what they are until somebody saves them.
  'files.autoSave': 'off',
  'npm.autoDetect': 'off',
};

/**
 * Starts the server (without `port`: on a free one) and waits until it answers. `data`: the folder of its settings; without one a temporary folder is used,
 * and removed at the end. `testDriver`: a built workbench takes extension-development parameters from the page address only with it.
 */
export async function startServer({ log, settings = {}, data, port: wanted, testDriver = true, seconds = 60 } = {}) {
  const editor = await embeddedEditor(log);
  const port = wanted ?? (await freePort());
  const folder = data ?? mkdtempSync(join(tmpdir(), 'vscode-host-'));
  mkdirSync(join(folder, 'data', 'Machine'), { recursive: true });
  mkdirSync(join(folder, 'extensions'), { recursive: true });
  writeFileSync(join(folder, 'data', 'Machine', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  const logFile = join(folder, 'server.log');
  const output = createWriteStream(logFile);
  const child = spawn(process.execPath, [
    editor.main, '--accept-server-license-terms', '--without-connection-token', '--host', host, '--port', String(port), '--telemetry-level', 'off',
    ...(testDriver ? ['--enable-smoke-test-driver'] : []), '--server-data-dir', folder, '--extensions-dir', join(folder, 'extensions'),
  ], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: the extension host is a child of the server and must not outlive it.
    detached: process.platform !== 'win32',
    env: environment(),
  });
  child.stdout.pipe(output);
  child.stderr.pipe(output);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let alive = true;
  void ended.then(() => (alive = false));

  const kill = () => {
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    kill();
    await ended;
    if (data === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  const address = `http://${host}:${port}`;
  const deadline = Date.now() + seconds * 1000;
  while (!(await answers(`${address}/version`))) {
    if (!alive || Date.now() > deadline) {
      await stop();
      throw new Error(alive ? `VS Code's server did not answer within ${seconds} s` : `VS Code's server ended at once; see ${logFile}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { address, port, version: editor.version, stop, ended };
}

/** The address of the page that opens `folder` (and `file`) with the extension in development, running the tests where there are some. */
export function pageAddress(server, { folder, file, extension, tests }) {
  const remote = (path) => `vscode-remote://${host}:${server.port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ...(file ? [['openFile', remote(file)]] : []),
  ];
  return `${server.address}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

async function answers(url) {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}

/** Without what belongs to an editor around us (a terminal inside VS Code) and to npm. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name)));
}
