// Bundles the server, the command and the extension. `--watch` keeps building; entries that do not exist yet are skipped with a line.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { generateSources } from './generate.mjs';
import { dataPackages, packagesOf, thirdPartyNotices } from './third-party-notices.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const node = { platform: 'node', format: 'cjs', target: 'node20' };
const browser = { platform: 'browser', target: 'es2022' };

/** Every bundle: its entry, its file, and how its platform differs. */
export const bundles = [
  { entry: 'server/src/main.node.ts', outfile: 'server/dist/main.node.js', options: node },
  { entry: 'server/src/main.cli.ts', outfile: 'server/dist/main.cli.js', options: node },
  { entry: 'server/src/main.browser.ts', outfile: 'server/dist/main.browser.js', options: { ...browser, format: 'iife' } },
  { entry: 'client/src/extension.node.ts', outfile: 'client/dist/extension.node.js', options: { ...node, external: ['vscode'] } },
  {
    entry: 'client/src/extension.browser.ts', outfile: 'client/dist/extension.browser.js',
    options: { ...browser, format: 'cjs', external: ['vscode'], conditions: ['browser'] },
  },
];

const optionsOf = ({ entry, outfile, options }) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  minify: true,
  sourcemap: 'external',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  // esbuild's order for node takes jsonc-parser's UMD file, which fails when it is started: https://github.com/microsoft/node-jsonc-parser/issues/57
  mainFields: options.platform === 'browser' ? ['browser', 'module', 'main'] : ['module', 'main'],
  ...options,
});

/** Builds once. Returns what was built; throws where a bundle does not build. */
export async function build({ log = (line) => process.stdout.write(`${line}\n`) } = {}) {
  await generateSources();
  const built = [];
  const inputs = new Map();
  for (const bundle of bundles) {
    if (!existsSync(join(root, bundle.entry))) {
      log(`skipped ${bundle.outfile}: there is no ${bundle.entry} yet`);
      continue;
    }
    const { metafile } = await esbuild.build(optionsOf(bundle));
    const folder = dirname(bundle.outfile);
    inputs.set(folder, [...(inputs.get(folder) ?? []), ...Object.keys(metafile.inputs)]);
    const bytes = metafile.outputs[bundle.outfile].bytes;
    log(`built ${bundle.outfile} (${Math.round(bytes / 1024)} KB)`);
    built.push({ outfile: bundle.outfile, bytes });
  }
  for (const [folder, files] of inputs) {
    // The client has no AWS data of its own.
    const data = folder.startsWith('server') ? dataPackages(root) : [];
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices([...packagesOf(files, root), ...data], root));
  }
  return built;
}

async function watch() {
  await build();
  for (const bundle of bundles) {
    if (!existsSync(join(root, bundle.entry))) continue;
    const context = await esbuild.context({ ...optionsOf(bundle), logLevel: 'info' });
    await context.watch();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await (process.argv.includes('--watch') ? watch() : build());
