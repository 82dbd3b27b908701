// `npm run bench`: the speed table, as ratios against other programs measured in the same run, interleaved, so that a busy machine slows both
// sides alike. `--quick` takes fewer samples; `--only NAME` one row.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { hardPolicy, queuePolicy, pinnedSchema, smallPolicy, typed, unseen } from '../test/bench/inputs.mjs';
import { interleave, median, percentile } from '../test/bench/statistics.mjs';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache', 'bench');
const quick = process.argv.includes('--quick');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const samples = (many) => (quick ? Math.ceil(many / 5) : many);
const text = queuePolicy();
const ms = (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
const times = (value) => `${value.toFixed(2)} x`;

const rows = [
  { name: 'validate', run: validate },
  { name: 'worst', run: worst },
  { name: 'features', run: features },
  { name: 'keystroke', run: keystroke },
  { name: 'start', run: start },
  { name: 'check', run: check },
  { name: 'memory', run: memory },
  { name: 'size', run: size },
];

/**
 * Parse, every rule and the reasoning, against vscode-json-languageservice and a schema. The budget is that of what runs at every keystroke, in
 * a policy that works and in one in which no consumer may receive; a text that was never seen before, as when a file is opened, is told for
 * comparison.
 */
async function validate() {
  const { service, workspace, validateJson } = await engine();
  const compare = async (what, whole, variant, budget) => {
    const size = `${whole.length.toLocaleString('en')} characters, 20 statements`;
    const texts = new Map();
    // Making the text is nobody's work.
    const textOf = (round) => texts.get(round) ?? texts.set(round, variant(whole, round)).get(round);
    const rounds = samples(1500);
    const warmup = 1500;
    for (let round = -warmup; round < rounds; round++) textOf(round);
    const found = await interleave({ ours: (round) => service.validate(service.read(textOf(round), 'queue-policy.json', workspace), workspace), theirs: (round) => validateJson(textOf(round)) }, { rounds, warmup, block: 25 });
    const ratio = median(found.ours) / median(found.theirs);
    return { what: `${what}, ${size}`, measured: `${times(ratio)}  (${ms(median(found.ours))} against ${ms(median(found.theirs))})`, budget: budget ? `${budget} x vscode-json-languageservice with a schema` : 'none: for comparison', holds: budget ? ratio <= budget : undefined };
  };
  return [await compare('every rule after a keystroke', text, typed, 0.5), await compare('the same where no consumer may receive, five findings more', queuePolicy({ locked: true }), typed, 0.5), await compare('every rule at first sight', text, unseen)];
}

/** The slowest of many policies made to be hard: 20 statements, 10 tests each, wildcards everywhere. Above the bound a rule must have said "depends". */
async function worst() {
  const { service, workspace } = await engine();
  const found = [];
  // What is compiled late would be the first policy's to pay.
  for (let seed = 1001; seed <= 1020; seed++) {
    const document = service.read(hardPolicy(seed), 'queue-policy.json', workspace);
    service.validate(document, workspace);
    service.lenses(document, workspace);
  }
  for (let seed = 1; seed <= samples(200); seed++) {
    const policy = hardPolicy(seed);
    const run = () => {
      const begin = performance.now();
      const document = service.read(policy, 'queue-policy.json', workspace);
      const [report] = service.validate(document, workspace);
      service.lenses(document, workspace);
      return { time: performance.now() - begin, undecided: report.undecided.length };
    };
    const runs = [run(), run(), run()].sort((a, b) => a.time - b.time);
    found.push({ ...runs[1], seed });
  }
  const slowest = found.reduce((a, b) => (b.time > a.time ? b : a));
  const late = found.filter(({ time, undecided }) => time >= 20 && undecided === 0);
  return [{ what: `hard policies (${found.length}), validated with lenses, the slowest`, measured: `${ms(slowest.time)}  (seed ${slowest.seed}, ${slowest.undecided} undecided; median ${ms(median(found.map(({ time }) => time)))}; ${found.filter(({ time }) => time >= 20).length} above 20 ms)`, budget: 'under 20 ms, or "depends"', holds: late.length === 0 }];
}

/** Completion, hover and code actions at places all over the text. */
async function features() {
  const { service, workspace } = await engine();
  const document = service.read(text, 'queue-policy.json', workspace);
  const reports = service.validate(document, workspace);
  const places = Array.from({ length: samples(400) }, (_, i) => (i * 7919) % text.length);
  const timed = (action) => {
    for (const place of places.slice(0, 50)) action(place);
    return places.map((place) => {
      const begin = performance.now();
      action(place);
      return performance.now() - begin;
    });
  };
  const found = { completion: timed((at) => service.complete(document, at)), hover: timed((at) => service.hover(document, at, workspace)), 'code actions': timed((at) => service.codeActions(reports, { start: at, end: at })) };
  return Object.entries(found).map(([what, list]) => ({ what: `${what}, p95, in process`, measured: ms(percentile(list, 95)), budget: '2 ms', holds: percentile(list, 95) <= 2 }));
}

/** A keystroke to its diagnostics over stdio, against a JSON server that looks at the syntax alone. */
async function keystroke() {
  const { ServerProcess } = await servers();
  const ours = new ServerProcess(join(root, 'server/dist/main.node.js'));
  const theirs = new ServerProcess(join(cache, 'jsonServer.cjs'));
  for (const server of [ours, theirs]) {
    await server.initialize();
    await server.open(text);
  }
  const position = placeOf(text, 'AllowTopic0');
  const letter = (round) => String.fromCharCode(97 + (((round % 26) + 26) % 26));
  const found = await interleave({ ours: (round) => ours.type(position, letter(round)), theirs: (round) => theirs.type(position, letter(round)) }, { rounds: samples(500), warmup: 60 });
  await Promise.all([ours.end(), theirs.end()]);
  const [a, b] = [percentile(found.ours, 95), percentile(found.theirs, 95)];
  return [{ what: 'keystroke to diagnostics over stdio, p95', measured: `${times(a / b)}  (${ms(a)} against ${ms(b)}; medians ${ms(median(found.ours))}, ${ms(median(found.theirs))})`, budget: "1 x a JSON server's syntax check, pulled", holds: a <= b }];
}

/** From the spawn of the process to the answer of `initialize`, against a server that does nothing. */
async function start() {
  const { ServerProcess } = await servers();
  const begin = async (file) => {
    const server = new ServerProcess(file);
    await server.initialize();
    return server;
  };
  const started = [];
  const found = await interleave({ ours: async () => started.push(await begin(join(root, 'server/dist/main.node.js'))), theirs: async () => started.push(await begin(join(cache, 'bareServer.cjs'))) }, { rounds: samples(30), warmup: 2 });
  await Promise.all(started.map((server) => server.end()));
  const difference = median(found.ours) - median(found.theirs);
  return [{ what: 'spawn to initialize', measured: `+${ms(Math.max(0, difference))}  (${ms(median(found.ours))} against ${ms(median(found.theirs))})`, budget: '30 ms above a bare vscode-languageserver', holds: difference <= 30 }];
}

/** `check` on 10,000 small policies, against reading them and parsing them with jsonc-parser. */
async function check() {
  await servers();
  const count = quick ? 2_000 : 10_000;
  const folder = join(cache, `files-${count}`);
  if (!existsSync(folder) || readdirSync(folder).length !== count) {
    mkdirSync(folder, { recursive: true });
    for (let i = 0; i < count; i++) writeFileSync(join(folder, `policy-${String(i).padStart(5, '0')}.json`), smallPolicy(i));
  }
  const run = (args) => {
    const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    if (status === null || status > 1) throw new Error(`${args.join(' ')}: ${stderr}`);
  };
  const found = await interleave({ ours: () => run([join(root, 'server/bin/sqs-kms-policy.js'), 'check', folder, '--format', 'json']), theirs: () => run([join(cache, 'readAndParse.cjs'), folder]) }, { rounds: quick ? 3 : 7, warmup: 1 });
  const ratio = median(found.ours) / median(found.theirs);
  return [{ what: `check on ${count.toLocaleString('en')} small files`, measured: `${times(ratio)}  (${ms(median(found.ours))} against ${ms(median(found.theirs))}; ${Math.round((count / median(found.ours)) * 1000).toLocaleString('en')} files a second)`, budget: '4 x reading them and parseTree', holds: ratio <= 4 }];
}

/** Resident memory of the server after many edits. */
async function memory() {
  const { ServerProcess } = await servers();
  const server = new ServerProcess(join(root, 'server/dist/main.node.js'));
  await server.initialize();
  await server.open(text);
  const edits = quick ? 2_000 : 10_000;
  const position = placeOf(text, 'AllowTopic0');
  let early;
  for (let i = 0; i < edits; i++) {
    await server.type(position, String.fromCharCode(97 + (i % 26)));
    if (i === edits / 10) early = server.memory();
  }
  const late = server.memory();
  await server.end();
  if (late === undefined) return [{ what: `RSS after ${edits} edits`, measured: 'this system does not tell', budget: 'flat, under 100 MB', holds: undefined }];
  return [{ what: `RSS after ${edits.toLocaleString('en')} edits`, measured: `${late.toFixed(0)} MB  (after a tenth of them ${early.toFixed(0)} MB)`, budget: 'flat, under 100 MB', holds: late < 100 && late < early * 1.25 }];
}

async function size() {
  const kilobytes = (path) => statSync(path).size / 1024;
  const found = [{ what: 'core server bundle', path: join(root, 'server/dist/main.node.js'), budget: 400 }];
  const vsix = readdirSync(root).filter((name) => name.endsWith('.vsix')).sort().at(-1);
  if (vsix) found.push({ what: 'VSIX', path: join(root, vsix), budget: 500 });
  const sizes = found.map(({ what, path, budget }) => ({ what, measured: `${kilobytes(path).toFixed(0)} KB`, budget: `${budget} KB`, holds: kilobytes(path) <= budget }));
  if (!vsix) sizes.push({ what: 'VSIX', measured: 'none has been packaged', budget: '500 KB', holds: undefined });
  return sizes;
}

function placeOf(whole, word) {
  const before = whole.slice(0, whole.indexOf(word)).split('\n');
  return { line: before.length - 1, character: before.at(-1).length };
}

const bundled = (entry, outfile) => esbuild.build({ ...entry, outfile: join(cache, outfile), absWorkingDir: root, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'warning' });

/** Our service and the JSON one, in this process, both bundled alike. */
async function engine() {
  await bundled({ stdin: { contents: "export { createPolicyLanguageService, defaultWorkspace } from './server/src/service'; export { getLanguageService, TextDocument } from 'vscode-json-languageservice';", resolveDir: root, loader: 'ts' } }, 'engine.cjs');
  const { createPolicyLanguageService, defaultWorkspace, getLanguageService, TextDocument } = (await import(join(cache, 'engine.cjs'))).default;
  const json = getLanguageService({});
  const schema = pinnedSchema();
  let version = 0;
  const validateJson = async (content) => {
    const document = TextDocument.create('file:///bench/queue-policy.json', 'json', ++version, content);
    return json.doValidation(document, json.parseJSONDocument(document), {}, schema);
  };
  // Strict: no rule is off.
  return { service: createPolicyLanguageService(), workspace: { ...defaultWorkspace, profile: 'strict' }, validateJson };
}

let bundledServers;
async function servers() {
  bundledServers ??= Promise.all(['jsonServer', 'bareServer', 'readAndParse'].map((name) => bundled({ entryPoints: [`test/bench/${name}.mjs`] }, `${name}.cjs`)));
  await bundledServers;
  return import('../test/bench/serverProcess.mjs');
}

mkdirSync(cache, { recursive: true });
await build({ log: () => {} });
const wanted = rows.filter(({ name }) => only === undefined || name === only);
if (wanted.length === 0) {
  process.stderr.write(`no row ${only}; there are: ${rows.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}
const results = [];
for (const { name, run } of wanted) {
  process.stderr.write(`measuring ${name} …\n`);
  results.push(...(await run()));
}
const columns = [['what', (r) => r.what], ['budget', (r) => r.budget], ['holds', (r) => (r.holds === undefined ? '-' : r.holds ? 'yes' : 'NO')], ['measured', (r) => r.measured]];
const table = [columns.map(([title]) => title), ...results.map((r) => columns.map(([, cell]) => cell(r)))];
const widths = columns.map((_, i) => Math.max(...table.map((line) => line[i].length)));
for (const line of table) process.stdout.write(`${line.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()}\n`);
process.stdout.write(`\nNode ${process.version}, ${process.platform} ${process.arch}; ${readFileSync(join(root, 'package.json'), 'utf8').match(/"version": "([^"]+)"/)[1]}${quick ? ', quick' : ''}. Ratios are medians of interleaved runs; the milliseconds are this machine's.\n`);
