// `npm run outside`: what the engine says of generated policies, against requests that know nothing of it. `-- --policies N`, `-- --requests N`
// a policy, `-- --seed N`, `-- --shown N` faults of each kind made small, `-- --only NAME` one question, `-- --parts claims,evaluate,fixes`;
// `-- --planted`: how often engines that err in one way each would be found.
import { loadSources } from './load-sources.mjs';
import { generateSources } from './generate.mjs';

const option = (name, otherwise) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise);

await generateSources();
const { detect, runOutside } = await loadSources("export { detect, runOutside } from './test/outside';");
if (process.argv.includes('--planted')) {
  const { detected, requests } = detect({ seed: Number(option('seed', 7)), policies: Number(option('policies', 300)), requests: Number(option('requests', 250)) });
  for (const { name, wrongNo, wrongWitness } of detected) process.stdout.write(`${String(wrongNo).padStart(6)} wrong no ${String(wrongWitness).padStart(6)} wrong witnesses: ${name}\n`);
  process.stdout.write(`${requests} requests\n`);
  process.exit(detected.some(({ wrongNo, wrongWitness }) => wrongNo + wrongWitness === 0) ? 1 : 0);
}
const [seed, policies, requests] = [Number(option('seed', 1)), Number(option('policies', 1000)), Number(option('requests', 400))];
const begin = performance.now();
const { requests: asked, counts, answers, faults } = runOutside({ seed, policies, requests, shown: Number(option('shown', 3)), only: option('only'), parts: new Set(option('parts', 'claims,evaluate,fixes').split(',')) });
const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
const rank = ({ subject }) => JSON.stringify(subject.policy).length;
for (const kind of [...new Set(faults.map((fault) => fault.kind))].sort()) {
  process.stdout.write(`\n${counts.get(kind)} x ${kind}\n`);
  for (const { subject, why } of faults.filter((fault) => fault.kind === kind).sort((a, b) => rank(a) - rank(b)))
    process.stdout.write(`  ${subject.kind}${subject.owner ? ` of ${subject.owner}` : ''}: ${JSON.stringify(subject.policy.Statement)}${subject.before && why.startsWith('newAccess') ? `\n    before: ${JSON.stringify(subject.before.Statement)}` : ''}\n    ${why}\n`);
}
process.stdout.write(`\nanswers: ${sorted(answers).map(([what, count]) => `${what} ${count}`).join(', ')}\n`);
const share = (word) => [...answers].filter(([what]) => what.endsWith(word)).reduce((sum, [, count]) => sum + count, 0);
process.stdout.write(`depends: ${share(' depends')} of ${share(' yes') + share(' no') + share(' depends')} answers (stoppedParts: nothing is said), ${answers.get('evaluate depends') ?? 0} single requests\n`);
const total = (word) => [...counts].filter(([kind]) => kind.startsWith(word)).reduce((sum, [, count]) => sum + count, 0);
process.stdout.write(`seed ${seed}: ${policies} policies, ${asked} requests in ${((performance.now() - begin) / 1000).toFixed(0)} s: ${total('wrong no')} wrong no, ${total('wrong witness')} wrong witnesses, ${total('wrong evaluate') + total('wrong decision')} wrong single answers, ${total('wrong safe fix')} wrong safe fixes\n`);
process.exitCode = counts.size > 0 ? 1 : 0;
