/** Patterns: how a text is matched, and texts that a pattern matches. */
import type { Random } from './random';

/** A piece of a pattern: a character, `*`, or `?`. What a variable stands for is characters alone. */
export type Piece = { readonly text: string } | '*' | '?';

export const pieces = (pattern: string): Piece[] => [...pattern].map((c) => (c === '*' || c === '?' ? c : { text: c }));

/** Greedy with one way back: the last star is the only one worth coming back to. */
export function matches(pattern: readonly Piece[], text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    const piece = pattern[p];
    if (piece === '*') {
      star = p++;
      from = t;
    } else if (piece !== undefined && (piece === '?' || piece.text === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Six parts, each on its own; the last one takes all colons that are left. */
export function matchesArn(pattern: readonly Piece[], text: string): boolean {
  const parts: Piece[][] = [[]];
  for (const piece of pattern)
    if (typeof piece === 'object' && piece.text === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)!.push(piece);
  const own = text.split(':');
  if (parts.length < 6 || own.length < 6) return false;
  const segments = [...own.slice(0, 5), own.slice(5).join(':')];
  return parts.every((part, i) => matches(part, segments[i]!));
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Wildcards filled with this and that; what is made is a text that the pattern matches. */
export function fill(pattern: string, random: Random, words: readonly string[] = []): string {
  if (!/[*?]/.test(pattern)) return pattern;
  return pattern.replace(/[*?]/g, (wildcard) => {
    if (wildcard === '?') return random.text(random.chance(0.8) ? LETTERS : '0123456789-', 1);
    const dice = random.next();
    if (dice < 0.25) return '';
    if (dice < 0.5) return 'x';
    if (dice < 0.7 && words.length > 0) return random.pick(words).replace(/[*?]/g, '');
    return random.text(LETTERS, 1 + random.below(4));
  });
}

/** The same with digits, twelve of them in all; undefined where the pattern cannot be an account. */
export function fillAccount(pattern: string, random: Random): string | undefined {
  if (!/^[\d*?]+$/.test(pattern)) return undefined;
  const stars = pattern.split('*').length - 1;
  const missing = 12 - (pattern.length - stars);
  if (missing < 0 || (stars === 0 && missing > 0)) return undefined;
  const lengths = Array.from({ length: stars }, () => 0);
  for (let i = 0; i < missing; i++) lengths[random.below(stars)]!++;
  let star = 0;
  return pattern.replace(/[*?]/g, (wildcard) => random.digits(wildcard === '?' ? 1 : lengths[star++]!));
}
