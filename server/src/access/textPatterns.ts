/** Patterns of texts as automata: the characters and wildcards of each, and the places in it that a text may have reached. */
import { like, likeArn } from '../policy';

/** The meaning of the modes is that of `matches`. In `arn`, `*` and `?` do not cross the first five colons. */
export interface TextPattern {
  readonly text: string;
  readonly mode: 'exact' | 'exact-ignoring-case' | 'wildcard' | 'arn';
}

/** One place of a pattern: a character, or a wildcard, which in an ARN's first parts takes no colon. */
type Unit = { readonly character: string } | { readonly any: boolean; readonly colon: boolean };

export interface CompiledPattern {
  readonly units: readonly Unit[];
  readonly fold: boolean;
}

/** Places that a text may have reached, `*` passed over, in ascending order. */
export type Positions = readonly number[];

export function isWildcard({ mode }: TextPattern, character: string | undefined): boolean {
  return (mode === 'wildcard' || mode === 'arn') && (character === '*' || character === '?');
}

/** Only one text matches. */
export function isLiteral({ text, mode }: TextPattern): boolean {
  return mode === 'exact' || (mode !== 'exact-ignoring-case' && !/[*?]/.test(text));
}

/** AWS does not say what an Arn operator makes of fewer than six parts. */
export function isUndefined({ text, mode }: TextPattern): boolean {
  if (mode !== 'arn' || text === '*') return false;
  let at = -1;
  for (let colons = 0; colons < 5; colons++) if ((at = text.indexOf(':', at + 1)) < 0) return true;
  return false;
}

/** One text against one pattern, without an automaton. */
export function fits({ text, mode }: TextPattern, given: string): boolean {
  switch (mode) {
    case 'exact':
      return text === given;
    case 'exact-ignoring-case':
      return text.toLowerCase() === given.toLowerCase();
    case 'wildcard':
      return like(text, given);
    case 'arn':
      return likeArn(text, given) === true;
  }
}

export function compile({ text, mode }: TextPattern): CompiledPattern {
  const fold = mode === 'exact-ignoring-case';
  const plain = fold ? text.toLowerCase() : text;
  let colons = 0;
  const units = [...plain].map((character): Unit => {
    if (character === ':') colons++;
    if ((mode === 'wildcard' || mode === 'arn') && (character === '*' || character === '?')) return { any: character === '*', colon: mode === 'wildcard' || colons >= 5 || text === '*' };
    return { character };
  });
  return { units, fold };
}

export function start(pattern: CompiledPattern): Positions {
  return close(pattern, [0]);
}

function close({ units }: CompiledPattern, positions: readonly number[]): Positions {
  const found = new Set<number>();
  for (let position of positions)
    for (; !found.has(position); position++) {
      found.add(position);
      const unit = units[position];
      if (!unit || !('any' in unit) || !unit.any) break;
    }
  return [...found].sort((a, b) => a - b);
}

export function step(pattern: CompiledPattern, positions: Positions, character: string): Positions {
  const given = pattern.fold ? character.toLowerCase() : character;
  const next: number[] = [];
  for (const position of positions) {
    const unit = pattern.units[position];
    if (!unit) continue;
    if ('character' in unit ? unit.character === given : unit.colon || given !== ':') next.push('any' in unit && unit.any ? position : position + 1);
  }
  return next.length === 0 ? next : close(pattern, next);
}

export function stepThrough(pattern: CompiledPattern, positions: Positions, text: string): Positions {
  let reached = positions;
  for (const character of text) {
    if (reached.length === 0) return reached;
    reached = step(pattern, reached, character);
  }
  return reached;
}

export function isAccepted({ units }: CompiledPattern, positions: Positions): boolean {
  return positions.at(-1) === units.length;
}

/** False only where no text matches both: they differ before the first wildcard of either, or behind the last. */
export function mayMeet(a: TextPattern, b: TextPattern): boolean {
  const fold = a.mode === 'exact-ignoring-case' || b.mode === 'exact-ignoring-case';
  const [one, other] = fold ? [a.text.toLowerCase(), b.text.toLowerCase()] : [a.text, b.text];
  for (const at of [(text: string, i: number): string | undefined => text[i], (text: string, i: number): string | undefined => text[text.length - 1 - i]])
    for (let i = 0; ; i++) {
      const [x, y] = [at(one, i), at(other, i)];
      if (isWildcard(a, x) || isWildcard(b, y)) break;
      if (x !== y) return false;
      if (x === undefined) break;
    }
  return true;
}

/** True only where every text of the narrow pattern matches the wide one: the places of the wide one that each of them reaches are followed. */
export function takesAll(wide: TextPattern, narrow: TextPattern, budget?: { left: number }): boolean {
  const [outer, inner] = [compile(wide), compile(narrow)];
  if (inner.fold && !outer.fold) return false;
  if (budget) budget.left -= Math.ceil(inner.units.length / 16);
  let reached = start(outer);
  for (const unit of inner.units) {
    if ('character' in unit) reached = step(outer, reached, unit.character);
    else {
      const held = reached.filter((position) => isWiderThan(outer.units[position], unit));
      // `*` may stand for nothing: then a place is kept, and only one that keeps it however much it stands for.
      reached = close(outer, unit.any ? held.filter((position) => isAny(outer.units[position])) : held.map((position) => (isAny(outer.units[position]) ? position : position + 1)));
    }
    if (reached.length === 0) return false;
  }
  return isAccepted(outer, reached);
}

function isAny(unit: Unit | undefined): boolean {
  return unit !== undefined && 'any' in unit && unit.any;
}

function isWiderThan(outer: Unit | undefined, inner: { readonly colon: boolean }): boolean {
  return outer !== undefined && 'any' in outer && (outer.colon || !inner.colon);
}
