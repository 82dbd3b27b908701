// The other side: a solver, and nothing of ours. Reads questions, answers for each world: a request exists (`sat`), there is none (`unsat`), or it is left open.
import { createInterface } from 'node:readline';
import { init } from 'z3-solver';

const timeout = Number(process.argv[2] ?? 1000);
const { Context } = await init();
const { Solver } = new Context('questions');

async function ask(query) {
  const solver = new Solver();
  try {
    solver.set('timeout', timeout);
    // Read at once, then solved in another thread: a text that is handed over to that thread may be overwritten while it is read.
    solver.fromString(query);
    return await solver.check();
  } finally {
    solver.release();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const worlds = [];
  for (const { queries } of JSON.parse(line).worlds) {
    let answer = 'unsat';
    for (const query of queries) {
      const said = await ask(query);
      if (said === 'sat') {
        answer = 'sat';
        break;
      }
      if (said !== 'unsat') answer = 'unknown';
    }
    worlds.push(answer);
  }
  process.stdout.write(`${JSON.stringify(worlds)}\n`);
}
process.exit(0);
