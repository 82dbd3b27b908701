// The user's own VS Code.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The command `code` on the PATH; undefined where there is none. */
export function codeCommand() {
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/**
 * The program behind VS Code: what VSCODE_EXECUTABLE names, else the one that the command `code` starts. The command itself returns at once
 * and keeps the exit code of the tests to itself.
 */
export function desktopExecutable() {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) {
    if (!existsSync(named)) throw new Error(`VSCODE_EXECUTABLE names ${named}, which does not exist`);
    return named;
  }
  const command = codeCommand();
  if (command === undefined) return undefined;
  const bin = dirname(realpathSync(command));
  const candidates = {
    darwin: [join(bin, '..', '..', '..', 'MacOS', 'Electron'), join(bin, '..', '..', '..', 'MacOS', 'Code')],
    win32: [join(bin, '..', 'Code.exe')],
  }[process.platform] ?? [join(bin, '..', 'code')];
  return candidates.find((path) => existsSync(path));
}
