// `npm test`: every level, in order, each to its end. The last line is `N passed, N failed`; a stage that fails without a failing test of its
// own counts as one failed. `--only unit,host` runs some stages.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');
const unitResult = join(cache, 'unit.json');
const bin = (path) => join(root, 'node_modules', path);

/** Each gives what it ran: `{ ok, passed, failed }`; the last two where it counts. */
const stages = [
  { name: 'generate', run: () => node(['scripts/generate.mjs', 'aws-snapshot']) },
  { name: 'types', run: () => node([bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']) },
  { name: 'lint', run: () => node([bin('oxlint/bin/oxlint'), '--deny-warnings', 'client/src', 'server/src', 'test', 'scripts']) },
  { name: 'build', run: () => node(['scripts/build.mjs']) },
  { name: 'stale', run: () => node(['scripts/generate.mjs', '--check']) },
  { name: 'unit', run: unit },
  { name: 'host', run: host },
];

async function unit() {
  mkdirSync(cache, { recursive: true });
  rmSync(unitResult, { force: true });
  const { ok } = await node([bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitResult}`]);
  if (!existsSync(unitResult)) return { ok: false };
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(unitResult, 'utf8'));
  // A test that did not run proves nothing: skipped ones count as failed.
  return { ok: ok && numPassedTests === numTotalTests, passed: numPassedTests, failed: numTotalTests - numPassedTests };
}

/** In the real VS Code. Its runner ends with the same line as this one. */
async function host() {
  const runner = 'test/host/run.mjs';
  if (!existsSync(join(root, runner))) {
    process.stderr.write(`${runner} is missing: nothing was tested in VS Code\n`);
    return { ok: false };
  }
  const { ok, output } = await node([runner]);
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (!counts) process.stderr.write(`${runner} printed no line "N passed, N failed"\n`);
  return counts ? { ok, passed: Number(counts[1]), failed: Number(counts[2]) } : { ok: false };
}

/** Runs Node with these arguments, its output shown as it comes. */
function node(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) } });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve({ ok: false, output });
    });
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

function wanted(args) {
  if (args.length === 0) return stages;
  const names = /^--only(?:=|$)/.test(args[0]) ? (args[0].split('=')[1] ?? args[1] ?? '').split(',') : undefined;
  const unknown = names?.filter((name) => !stages.some((stage) => stage.name === name));
  if (names && unknown.length === 0) return stages.filter((stage) => names.includes(stage.name));
  process.stderr.write(`usage: npm test [-- --only ${stages.map((stage) => stage.name).join(',')}]\n`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
const bad = [];
for (const stage of wanted(process.argv.slice(2))) {
  process.stdout.write(`\n== ${stage.name}\n`);
  const result = await stage.run();
  passed += result.passed ?? 0;
  failed += result.ok ? (result.failed ?? 0) : Math.max(1, result.failed ?? 0);
  if (!result.ok || result.failed) bad.push(stage.name);
}
process.stdout.write(bad.length > 0 ? `\nfailed: ${bad.join(', ')}\n` : '\n');
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
