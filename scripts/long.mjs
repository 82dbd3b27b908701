// What takes too long for `npm test`, which does a part of it: `npm run long -- sessions [edits] [seed]`, `npm run long -- growth`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [what, edits = '100000', seed] = process.argv.slice(2);
const runs = {
  sessions: { test: 'test/protocol/longSession', env: { EDITS: edits, ...(seed !== undefined && { SEED: seed }) } },
  growth: { test: 'test/growth', env: { GROWTH: 'all' } },
};
const run = Object.hasOwn(runs, what ?? '') ? runs[what] : undefined;
if (!run || !/^\d+$/.test(edits) || (seed !== undefined && !/^\d+$/.test(seed))) {
  process.stderr.write('usage: npm run long -- sessions [edits] [seed] | growth\n');
  process.exit(2);
}
const child = spawn(process.execPath, [fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url)), 'run', run.test], { cwd: root, stdio: 'inherit', env: { ...process.env, ...run.env } });
child.on('close', (code) => (process.exitCode = code ?? 1));
