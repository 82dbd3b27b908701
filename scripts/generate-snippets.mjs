// Writes snippets/queue.json and snippets/key.json from the recipes. `--check`: only tells whether they are up to date.
import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { generateAwsSnapshot, isSnapshotStale } from './generate-aws-snapshot.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Loads the recipes as they are now. */
async function load() {
  if (isSnapshotStale()) generateAwsSnapshot();
  const folder = mkdtempSync(join(tmpdir(), 'sqs-kms-policy-'));
  try {
    const outfile = join(folder, 'recipes.mjs');
    await esbuild.build({
      stdin: { contents: "export { snippets } from './server/src/recipes/snippets';", resolveDir: root, loader: 'ts' },
      bundle: true, format: 'esm', platform: 'node', mainFields: ['module', 'main'], outfile, logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns whether something was written, or, with `check`, the files that are stale. */
export async function generateSnippets({ check = false } = {}) {
  const { snippets } = await load();
  const stale = [];
  for (const name of ['queue', 'key']) {
    const path = join(root, 'snippets', `${name}.json`);
    const text = `${JSON.stringify(snippets(name), null, 2)}\n`;
    let current = '';
    try {
      current = readFileSync(path, 'utf8');
    } catch {}
    if (current === text) continue;
    stale.push(path);
    if (!check) writeFileSync(path, text);
  }
  return stale;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const check = process.argv.includes('--check');
  const stale = await generateSnippets({ check });
  if (check && stale.length > 0) {
    process.stderr.write(`stale: ${stale.join(', ')}; run npm run generate\n`);
    process.exitCode = 1;
  }
}
