/** Edit distance, for "did you mean". */

/**
 * Insertions, deletions, replacements and swaps of neighbours between two strings (optimal string alignment), letter case folded.
 * Gives `limit + 1` as soon as it is known to be more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  // No letter of these names changes its length with its case.
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const from = a.toLowerCase();
  const to = b.toLowerCase();
  if (from === to) return 0;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1);
      }
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    before = last;
    last = current;
  }
  return Math.min(last[to.length]!, limit + 1);
}

/** The nearest candidate, the first of equals; undefined where none is within `maxDistance`, or where the text is too short to resemble anything. */
export function nearest(text: string, candidates: Iterable<string>, maxDistance = 2): string | undefined {
  let best: string | undefined;
  // Two edits turn any three letters into any other word of about that length.
  let limit = Math.min(maxDistance, Math.max(0, Math.floor((text.length - 1) / 2)));
  for (const candidate of candidates) {
    const distance = editDistance(text, candidate, limit);
    if (distance > limit) continue;
    best = candidate;
    if (distance === 0) return best;
    limit = distance - 1;
  }
  return best;
}

/** The nearest candidate, unless another is as near: then nobody can say which was meant. */
export function onlyNearest(text: string, candidates: Iterable<string>, maxDistance = 2): string | undefined {
  const all = [...candidates];
  const found = nearest(text, all, maxDistance);
  if (found === undefined) return undefined;
  const distance = editDistance(text, found, maxDistance);
  return all.some((other) => other !== found && editDistance(text, other, distance) <= distance) ? undefined : found;
}
