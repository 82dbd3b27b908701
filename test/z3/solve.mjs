// The other side: a solver, and nothing of ours. Reads questions, answers for each world: a request exists (`sat`), there is none (`unsat`), or it is left open.
import { createInterface } from 'node:readline';
import { init } from 'z3-solver';

const timeout = Number(process.argv[2] ?? 3000);
const { Z3 } = await init();
const context = Z3.mk_context(Z3.mk_config());
for await (const line of createInterface({ input: process.stdin })) {
  const worlds = [];
  for (const { queries } of JSON.parse(line).worlds) {
    let answer = 'unsat';
    for (const query of queries) {
      const said = (await Z3.eval_smtlib2_string(context, `(reset)\n(set-option :timeout ${timeout})\n${query}`)).trim();
      if (said === 'sat') {
        answer = 'sat';
        break;
      }
      if (said !== 'unsat') answer = said === 'unknown' ? 'unknown' : `error: ${said}`;
    }
    worlds.push(answer);
  }
  process.stdout.write(`${JSON.stringify(worlds)}\n`);
}
process.exit(0);
