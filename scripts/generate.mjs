// Writes everything that is generated. `node scripts/generate.mjs` writes all, `… aws-snapshot` the named ones.
// Append a generator to the list; its `run` returns something truthy where it wrote a file.
import { pathToFileURL } from 'node:url';

/** In order: a later one may import what an earlier one wrote. */
export const generators = [
  { name: 'aws-snapshot', run: async () => (await import('./generate-aws-snapshot.mjs')).generateAwsSnapshot() },
  { name: 'schemas', run: async () => (await import('./generate-schemas.mjs')).generateSchemas() },
];

/** What a fresh clone needs before tsc, vitest or esbuild can read the sources. */
export async function generateSources() {
  const { isSnapshotStale, generateAwsSnapshot } = await import('./generate-aws-snapshot.mjs');
  if (isSnapshotStale()) generateAwsSnapshot();
}

async function main(names) {
  const unknown = names.filter((name) => !generators.some((generator) => generator.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no generator ${unknown.join(', ')}; there are: ${generators.map(({ name }) => name).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  for (const generator of generators) {
    if (names.length > 0 && !names.includes(generator.name)) continue;
    const wrote = await generator.run();
    process.stdout.write(`${generator.name}: ${wrote ? 'written' : 'up to date'}\n`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
