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

/** Whether one of them is met; what is asked twice is answered once. */
async function any(queries, known) {
  let answer = 'unsat';
  for (const query of queries) {
    if (!known.has(query)) known.set(query, await ask(query));
    const said = known.get(query);
    if (said === 'sat') return 'sat';
    if (said !== 'unsat') answer = 'unknown';
  }
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  const worlds = [];
  for (const { queries, planted = {} } of JSON.parse(line).worlds) {
    const known = new Map();
    const is = await any(queries, known);
    const wrong = {};
    for (const [name, others] of Object.entries(planted)) wrong[name] = await any(others, known);
    worlds.push({ is, planted: wrong });
  }
  process.stdout.write(`${JSON.stringify(worlds)}\n`);
}
process.exit(0);
