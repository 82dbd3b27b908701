/** The tests of the rules with all that they take, as one module. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const GLOB = /import\.meta\.glob(?:<[^(]*>)?\('([^'*]+)\*\/([^'*]+)'(?:, \{ eager: true \})?\)/g;

/** `root`: the folder of the repository, or of a copy; `outfile` lies in its test/mutation, as far from the other files as the tests themselves. */
export async function bundleTests(root, outfile) {
  const folder = join(root, 'test/rules');
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const contents = [...files.map((name) => `import './${name}';`), `export { tests } from 'vitest';`].join('\n');
  await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    alias: { vitest: join(root, 'test/mutation/vitestStandIn.mjs') },
    plugins: [{ name: 'import.meta.glob', setup: (host) => host.onLoad({ filter: /\.test\.ts$/ }, async ({ path }) => ({ contents: withImports(await readFile(path, 'utf8'), dirname(path)), loader: 'ts' })) }],
  });
}

/** Vite's `import.meta.glob('../folder/…', { eager: true })` as imports. */
function withImports(text, from) {
  const imports = [];
  const changed = text.replace(GLOB, (_, before, name) => {
    const files = readdirSync(join(from, before)).sort().map((folder) => `${before}${folder}/${name}`).filter((file) => existsSync(join(from, file)));
    const first = imports.length;
    imports.push(...files.map((file, i) => `import * as found${first + i} from '${relative(from, join(from, file)).replace(/\\/g, '/')}';`));
    return `({ ${files.map((file, i) => `'${file}': found${first + i}`).join(', ')} })`;
  });
  return `${imports.join('\n')}\n${changed}`;
}
