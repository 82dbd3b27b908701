// The git-ignored cache that holds what one test level needs and nobody should have to install for the rest: a VS Code, a browser.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const cache = join(repository, '.vscode-test');

/** What is installed, exactly. The newest Chromium package is not taken: from 148 on it needs Node 22. */
export const versions = {
  codeServer: '4.99.4', // VS Code 1.99.3, the last line for Node 20
  chromium: '147.0.0',
  playwright: '1.61.0',
  testWeb: '0.0.81',
  vscodeWeb: '1.91.1', // the version of `engines.vscode`
};

/** Runs npm in a folder; rejects with its output where it fails. The npm that runs this script is taken, if one does. */
export function npm(args, cwd) {
  const own = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined;
  const [command, first] = own ? [process.execPath, [own]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: own === undefined && process.platform === 'win32',
      env: { ...environmentWithoutNpmSettings(), PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`npm ${args.join(' ')} in ${cwd} failed (${code}):\n${output.slice(-4000)}`))));
  });
}

/** `npm start` tells its children about this project's package (its workspaces, its prefix); an installation elsewhere must not hear that. */
function environmentWithoutNpmSettings() {
  const kept = /^npm_config_(registry|cache|https?_proxy|proxy|noproxy|cafile|userconfig|globalconfig)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}

/**
 * The folder of a cache entry, made by `fill(folder)` where it is not there yet. It is filled under another name and renamed when
 * all went well, so that what is there is whole. The name must say the versions.
 */
export async function cached(name, what, fill, log = print) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  log(`installing ${what} into .vscode-test/${name} (once)`);
  mkdirSync(cache, { recursive: true });
  removeAbandoned();
  const temporary = mkdtempSync(join(cache, 'incomplete-'));
  const start = Date.now();
  try {
    await fill(temporary);
    if (existsSync(folder)) return folder; // another run was faster
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  log(`installed ${what} in ${Math.round((Date.now() - start) / 1000)} s`);
  return folder;
}

/** What an installation left that was killed. One that is not an hour old may still be running. */
function removeAbandoned() {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith('incomplete-'))) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > 3_600_000) rmSync(path, { recursive: true, force: true });
  }
}

/** Installs packages (`name@version`) into a folder that belongs to no other package. */
export async function installPackages(folder, packages) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'vscode-test-cache', private: true }));
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', ...packages], folder);
}

export function print(line) {
  process.stdout.write(`${line}\n`);
}
