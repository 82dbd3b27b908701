// Medians and percentiles, and the interleaving that makes a ratio honest on a machine that does other things as well.

export function percentile(samples, p) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
}

export const median = (samples) => percentile(samples, 50);

/**
 * Runs each of the named actions in turn, `rounds` times after `warmup` rounds; the milliseconds of each call, by name. Order alternates.
 * `block`: so many calls of one before it is the other's turn, for programs that in life do not push each other out of the caches.
 */
export async function interleave(actions, { rounds, warmup = 0, block = 1 }) {
  const names = Object.keys(actions);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let first = -warmup; first < rounds; first += block)
    for (const name of (first / block) % 2 ? names : [...names].reverse())
      for (let round = first; round < Math.min(first + block, rounds); round++) {
        const start = performance.now();
        await actions[name](round);
        if (round >= 0) samples[name].push(performance.now() - start);
      }
  return samples;
}
