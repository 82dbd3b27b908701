// `npm run prove`: whole questions that `satisfiable` answers, put to z3 as well. `-- --policies N`, `-- --seed N`. Takes minutes; the solver is installed into test/z3 at the first run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { generateSources } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/z3');
const cache = join(root, '.cache/z3');

async function main({ policies, seed }) {
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies['z3-solver'];
  const manifest = join(folder, 'node_modules/z3-solver/package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== wanted) {
    const { status } = spawnSync('npm', ['ci', '--no-workspaces'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) return 1;
  }
  mkdirSync(cache, { recursive: true });
  await esbuild.build({ entryPoints: [join(folder, 'questions.ts')], outfile: join(cache, 'questions.cjs'), bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'warning' });
  const run = (args, input) => {
    const { status, stdout, error } = spawnSync(process.execPath, args, { cwd: root, input, stdio: ['pipe', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (error) throw error;
    if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
    return stdout;
  };
  const begin = performance.now();
  const asked = run([join(cache, 'questions.cjs'), String(seed), String(policies)]);
  const lines = (text) => text.trimEnd().split('\n').map((line) => JSON.parse(line));
  const answers = lines(run([join(folder, 'solve.mjs')], asked));
  const counts = { yes: 0, no: 0, depends: 0, unknown: 0 };
  const different = [];
  for (const [i, { policy, is }] of lines(asked).entries()) {
    counts[is]++;
    if (String(answers[i]).startsWith('unknown')) counts.unknown++;
    else if (answers[i] !== is) different.push({ ours: is, z3: answers[i], policy });
  }
  process.stdout.write(`seed ${seed}: ${policies} policies in ${((performance.now() - begin) / 1000).toFixed(0)} s: ${counts.yes} yes, ${counts.no} no, ${counts.depends} depends; z3 left ${counts.unknown} open; ${different.length} differ\n`);
  for (const one of different.sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length).slice(0, 6)) process.stdout.write(`${JSON.stringify(one)}\n`);
  return different.length > 0 ? 1 : 0;
}

const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
await generateSources();
process.exitCode = await main({ policies: option('--policies', 2_000), seed: option('--seed', 20261124) });
