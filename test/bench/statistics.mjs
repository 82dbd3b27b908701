// Medians and percentiles, and the interleaving that makes a ratio honest on a machine that does other things as well.

export function percentile(samples, p) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
}

export const median = (samples) => percentile(samples, 50);

/** Runs each of the named actions in turn, `rounds` times after `warmup` rounds; the milliseconds of each call, by name. Order alternates. */
export async function interleave(actions, { rounds, warmup = 0 }) {
  const names = Object.keys(actions);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmup; round < rounds; round++) {
    for (const name of round % 2 ? names : [...names].reverse()) {
      const start = performance.now();
      await actions[name](round);
      if (round >= 0) samples[name].push(performance.now() - start);
    }
  }
  return samples;
}
