// `npm run prove`: whole questions that `satisfiable` answers, put to z3 as well, world by world. `-- --policies N`, `-- --seed N`, `-- --worlds N` a
// policy, `-- --timeout MS` a query, `-- --shown N`; `-- --planted`: whether it would tell an engine that errs in one way. Takes minutes; the solver is installed into test/z3 at the first run.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { generateSources } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/z3');
const cache = join(root, '.cache/z3');
/** More left open than this, in hundred, and the run proves too little. */
const MOST_OPEN = 15;

async function main({ policies, seed, worlds, timeout, shown, planted }) {
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies['z3-solver'];
  const manifest = join(folder, 'node_modules/z3-solver/package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== wanted) {
    const { status } = spawnSync('npm', ['ci', '--no-workspaces'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) return 1;
  }
  mkdirSync(cache, { recursive: true });
  await esbuild.build({ entryPoints: [join(folder, 'questions.ts')], outfile: join(cache, 'questions.cjs'), bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'warning' });
  const begin = performance.now();
  const path = join(cache, 'questions.jsonl');
  await run([join(cache, 'questions.cjs'), String(seed), String(policies), String(worlds), ...(planted ? ['planted'] : [])], [], path);
  const questions = readFileSync(path, 'utf8').trimEnd().split('\n');
  // A solver for each processor, every other question to the next.
  const solvers = Math.min(4, availableParallelism());
  const answers = await Promise.all(Array.from({ length: solvers }, async (_, n) => {
    const output = join(cache, `answers-${n}.jsonl`);
    await run([join(folder, 'solve.mjs'), String(timeout)], questions.filter((_, i) => i % solvers === n), output);
    return readFileSync(output, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  }));
  if (planted) return tellPlanted(questions, answers, solvers);
  const counts = { yes: 0, no: 0, depends: 0, worlds: 0, open: 0, queries: 0 };
  const different = [];
  const contradictions = [];
  for (const [i, line] of questions.entries()) {
    const { is, worlds: asked, ...question } = JSON.parse(line);
    counts[is]++;
    if (is === 'depends') continue;
    for (const [w, { is: answer }] of answers[i % solvers][Math.floor(i / solvers)].entries()) {
      counts.worlds++;
      counts.queries += asked[w].queries.length;
      if (answer === 'unknown') counts.open++;
      // The drawn requests and the solver know nothing of each other: where they differ, the pages of AWS are read again.
      else if (answer === 'unsat' && asked[w].shown) contradictions.push({ z3: answer, drawn: 'yes', on: asked[w].resource, ...question });
      else if ((answer === 'sat') !== (is === 'yes')) {
        different.push({ ours: is, z3: answer, on: asked[w].resource, ...question });
        break;
      }
    }
  }
  const share = (100 * counts.open) / Math.max(1, counts.worlds);
  process.stdout.write(`seed ${seed}: ${policies} policies in ${((performance.now() - begin) / 1000).toFixed(0)} s: ${counts.yes} yes, ${counts.no} no, ${counts.depends} depends; ${counts.worlds} worlds, ${counts.queries} queries, z3 left ${counts.open} worlds open (${share.toFixed(1)} %, at most ${MOST_OPEN}); ${different.length} differ from ours, ${contradictions.length} from the drawn requests\n`);
  for (const one of [...contradictions, ...different].sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length).slice(0, shown)) process.stdout.write(`${JSON.stringify(one)}\n`);
  return different.length > 0 || contradictions.length > 0 || share > MOST_OPEN ? 1 : 0;
}

/** For each planted fault: answers of yes and of no that the solver would have found wrong. */
function tellPlanted(questions, answers, solvers) {
  const found = new Map();
  for (const i of questions.keys())
    for (const { is, planted } of answers[i % solvers][Math.floor(i / solvers)])
      for (const [name, said] of Object.entries(planted)) {
        const one = found.get(name) ?? found.set(name, { yes: 0, no: 0 }).get(name);
        if (is === 'sat' && said === 'unsat') one.no++;
        if (is === 'unsat' && said === 'sat') one.yes++;
      }
  for (const [name, { yes, no }] of [...found].sort()) process.stdout.write(`${String(no).padStart(5)} wrong no ${String(yes).padStart(5)} wrong yes: ${name}\n`);
  return [...found.values()].some(({ yes, no }) => yes + no === 0) ? 1 : 0;
}

async function run(args, lines, output) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.all([pipeline(Readable.from(lines.map((line) => `${line}\n`)), child.stdin), pipeline(child.stdout, createWriteStream(output))]);
  const [status] = await ended;
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
}

const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
await generateSources();
process.exitCode = await main({ policies: option('--policies', 200), seed: option('--seed', 20261128), worlds: option('--worlds', 2), timeout: option('--timeout', 1000), shown: option('--shown', 6), planted: process.argv.includes('--planted') });
