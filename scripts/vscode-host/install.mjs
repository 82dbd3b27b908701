// The built extension as an installed one: the files of the package (.vscodeignore is an allow-list), copied into an extensions folder.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './cache.mjs';

/** The files that the package consists of, relative to the repository. Those that do not exist (yet) are left out. */
export function packageFiles() {
  const allowed = readFileSync(join(repository, '.vscodeignore'), 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
  return allowed.flatMap((path) => {
    if (!path.includes('*')) return existsSync(join(repository, path)) ? [path] : [];
    const folder = dirname(path);
    const ending = path.slice(path.lastIndexOf('*') + 1);
    return existsSync(join(repository, folder)) ? readdirSync(join(repository, folder)).filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`) : [];
  });
}

/** Puts the extension, alone, into the extensions folder of a server's data folder. */
export function installExtension(data) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const extensions = join(data, 'extensions');
  // VS Code keeps a list of what is installed beside it, and makes a new one from what it finds where there is none.
  rmSync(extensions, { recursive: true, force: true });
  const folder = join(extensions, `${publisher}.${name}-${version}`);
  for (const file of packageFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(repository, file), join(folder, file));
  }
}
