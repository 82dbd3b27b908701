// Writes everything that is generated. `node scripts/generate.mjs` writes all, `… schemas` the named ones, `--check` only tells what is stale.
// Append a generator to the list: `run` returns something truthy where it wrote a file; `stale` names the checked-in files that are not up to
// date (a generator whose output is not checked in has none).
import { pathToFileURL } from 'node:url';

/** In order: a later one may import what an earlier one wrote. */
export const generators = [
  { name: 'aws-snapshot', run: async () => (await import('./generate-aws-snapshot.mjs')).generateAwsSnapshot() },
  {
    name: 'rules-index',
    run: async () => (await import('./generate-rules-index.mjs')).generateRulesIndex(),
    stale: async () => ((await import('./generate-rules-index.mjs')).isRulesIndexStale() ? ['server/src/rules/index.ts'] : []),
  },
  {
    name: 'rules-table',
    run: async () => (await import('./generate-rules-table.mjs')).generateRulesTable(),
    stale: async () => ((await (await import('./generate-rules-table.mjs')).isRulesTableStale()) ? ['docs/rules/README.md'] : []),
  },
  {
    name: 'snippets',
    run: async () => (await (await import('./generate-snippets.mjs')).generateSnippets()).length > 0,
    stale: async () => (await import('./generate-snippets.mjs')).generateSnippets({ check: true }),
  },
  {
    name: 'schemas',
    run: async () => (await import('./generate-schemas.mjs')).generateSchemas(),
    stale: async () => (await (await import('./generate-schemas.mjs')).staleSchemas()).map(([name]) => `schemas/${name}`),
  },
];

/** What a fresh clone needs before tsc, vitest or esbuild can read the sources. */
export async function generateSources() {
  const { isSnapshotStale, generateAwsSnapshot } = await import('./generate-aws-snapshot.mjs');
  if (isSnapshotStale()) generateAwsSnapshot();
}

/** The checked-in files that differ from what would be generated. */
export async function staleFiles() {
  await generateSources();
  const stale = [];
  for (const generator of generators) stale.push(...((await generator.stale?.()) ?? []));
  return stale;
}

async function main(args) {
  const names = args.filter((arg) => arg !== '--check');
  const unknown = names.filter((name) => !generators.some((generator) => generator.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no generator ${unknown.join(', ')}; there are: ${generators.map(({ name }) => name).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  if (args.includes('--check')) {
    for (const file of await staleFiles()) {
      process.stderr.write(`${file} is stale: run npm run generate\n`);
      process.exitCode = 1;
    }
    return;
  }
  for (const generator of generators) {
    if (names.length > 0 && !names.includes(generator.name)) continue;
    const wrote = await generator.run();
    process.stdout.write(`${generator.name}: ${wrote ? 'written' : 'up to date'}\n`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
