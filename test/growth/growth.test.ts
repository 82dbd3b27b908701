/**
 * Nothing takes more than about the length of a text. A text is made four times as long: what then takes four times as long, or five, is in
 * order, what takes sixteen times as long is not. No time is asserted, only how it grows.
 *
 * `GROWTH=all` (`npm run long -- growth`) looks at every text; else at shorter ones, and at every twenty-fifth.
 */
import { describe, expect, test } from 'vitest';
import { longTexts, type LongText } from './longTexts';
import { cost, operations } from './operations';

/** Characters of the longer text. */
const LONG = process.env['GROWTH'] === 'all' ? 60_000 : 24_000;
/** Between n log n, which is below five, and the square. */
const FACTOR = 9;
/** What takes less processor time for the longer text says nothing about growth. */
const MEASURABLE = 30;
const TRIES = 4;

function sizesOf({ of }: LongText): { readonly some: string; readonly more: string } {
  let count = 4;
  while (of(count * 2).length <= LONG) count *= 2;
  const each = of(count).length / count;
  const more = Math.max(8, Math.floor((LONG / each) * 0.95));
  return { some: of(Math.floor(more / 4)), more: of(more) };
}

/** How many times longer it takes, at its best; undefined where it is too little to say. */
function growth(operation: (typeof operations)[string], text: LongText): number | undefined {
  const { some, more } = sizesOf(text);
  let least = Number.POSITIVE_INFINITY;
  let short = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) {
    least = Math.min(least, cost(operation, { text: more, file: text.file }));
    if (least < MEASURABLE) return undefined;
    short = Math.min(short, cost(operation, { text: some, file: text.file }));
    if (least / short <= FACTOR) break;
  }
  return least / short;
}

const every = process.env['GROWTH'] === 'all' ? 1 : 25;

describe('grows with the text', () => {
  test.each(Object.entries(operations))('%s', (_, operation) => {
    const looked = longTexts.filter((_, i) => i % every === 0);
    expect(looked.length).toBeGreaterThan(12);
    const grown = looked.flatMap((text) => {
      const times = growth(operation, text);
      return times !== undefined && times > FACTOR ? [`${text.name}: ${times.toFixed(1)} times for a text four times as long`] : [];
    });
    expect(grown).toEqual([]);
  }, 600_000);
});

test('what takes the square of a text is found', () => {
  const words: LongText = { name: 'words', file: 'x', of: (count) => 'a '.repeat(count) };
  const square = (_: unknown, { text }: { readonly text: string }) => () => {
    let sum = 0;
    for (let i = 0; i < text.length; i += 12) for (let j = 0; j < text.length; j++) sum += text.charCodeAt(j);
    return sum;
  };
  expect(growth(square, words)).toBeGreaterThan(FACTOR);
});
