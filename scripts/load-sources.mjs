// Imports modules of server/src into a script, which Node cannot read as they are: bundled in memory, nothing is written.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What `export` statements (`export { rules } from './server/src/rules';`, paths from the repository's root) give. */
export async function loadSources(exports) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: exports, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
