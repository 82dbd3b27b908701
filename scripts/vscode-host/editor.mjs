// A complete VS Code (workbench, extension host, built-in extensions) from the npm registry alone: the one inside code-server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, installPackages, npm, versions } from './cache.mjs';

/** Installs the editor where it is missing. Returns the server's main file and the version of VS Code. */
export async function embeddedEditor(log) {
  const folder = await cached(`code-server-${versions.codeServer}`, `VS Code (code-server ${versions.codeServer}, about 290 MB)`, async (into) => {
    // With its install scripts it compiles native modules that tests and a first look do not need (terminal, search, logging).
    await installPackages(into, [`code-server@${versions.codeServer}`]);
    await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], join(into, 'node_modules', 'code-server', 'lib', 'vscode'));
  }, log);
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const { version } = JSON.parse(readFileSync(join(vscode, 'package.json'), 'utf8'));
  return { main: join(vscode, 'out', 'server-main.js'), version };
}
