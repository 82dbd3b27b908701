/**
 * Whether a text exists that matches some wildcard patterns and none of others, with a short one as witness. Examples first; where none
 * will do, the product of the patterns' automata is searched breadth first, so that "none" is a proof.
 */

import { like, likeArn } from '../policy';

/** The meaning of the modes is that of `matches`. In `arn`, `*` and `?` do not cross the first five colons. */
export interface TextPattern {
  readonly text: string;
  readonly mode: 'exact' | 'exact-ignoring-case' | 'wildcard' | 'arn';
}

/** The text matches at least one of the patterns; negated: none of them. */
export interface TextConstraint {
  readonly negated: boolean;
  readonly patterns: readonly TextPattern[];
}

/** `unknown`: the steps are used up, or AWS does not say what a pattern means (an ARN of fewer than six parts with wildcards). */
export type TextAnswer = { readonly is: 'some'; readonly text: string } | { readonly is: 'none' } | { readonly is: 'unknown' };

/** States of the product that may be looked at. */
const STATES = 2_000;

/** `budget`: steps that are shared with other searches; each state looked at is one. */
export function findText(constraints: readonly TextConstraint[], budget?: { left: number }, states = STATES): TextAnswer {
  for (const { patterns } of constraints) for (const pattern of patterns) if (isUndefined(pattern)) return { is: 'unknown' };
  // Where one of a few texts it must be, they alone are tried.
  const literal = constraints.find(({ negated, patterns }) => !negated && patterns.every(isLiteral));
  if (literal) {
    if (constraints.length === 1 && literal.patterns[0]) return { is: 'some', text: literal.patterns[0].text };
    for (const { text } of literal.patterns) if (fitsAll(constraints, text)) return { is: 'some', text };
    return { is: 'none' };
  }
  for (const text of examples(constraints)) if (fitsAll(constraints, text)) return { is: 'some', text };
  const left = simplify(constraints, budget);
  if (!left) return { is: 'none' };
  return explore(left.map(({ negated, patterns }) => ({ negated, patterns: patterns.map(compile) })), alphabetOf(left), Math.min(states, budget?.left ?? states), budget);
}

/**
 * The same with fewer patterns: those of a positive constraint that a negated one takes altogether are of no use, and neither are negated
 * ones that take nothing of what a positive one lets in. Undefined where nothing is let in. Several Denies with one exception are common.
 */
function simplify(constraints: readonly TextConstraint[], budget: { left: number } | undefined): TextConstraint[] | undefined {
  const taken = new Map<string, TextPattern>();
  for (const { negated, patterns } of constraints) if (negated) for (const pattern of patterns) taken.set(`${pattern.mode} ${pattern.text}`, pattern);
  if (taken.size === 0) return [...constraints];
  const positive: TextConstraint[] = [];
  for (const { negated, patterns } of constraints) {
    if (negated) continue;
    const useful = patterns.filter((pattern) => !taken.has(`${pattern.mode} ${pattern.text}`) && ![...taken.values()].some((wide) => mayMeet(wide, pattern) && takesAll(wide, pattern, budget)));
    if (useful.length === 0) return undefined;
    positive.push({ negated: false, patterns: useful });
  }
  const negative = [...taken.values()].filter((wide) => positive.every(({ patterns }) => patterns.some((pattern) => mayMeet(wide, pattern))));
  return negative.length > 0 ? [...positive, { negated: true, patterns: negative }] : positive;
}

/** False only where no text matches both: they differ before the first wildcard of either, or behind the last. */
function mayMeet(a: TextPattern, b: TextPattern): boolean {
  const fold = a.mode === 'exact-ignoring-case' || b.mode === 'exact-ignoring-case';
  const [one, other] = fold ? [a.text.toLowerCase(), b.text.toLowerCase()] : [a.text, b.text];
  const isWild = ({ mode }: TextPattern, character: string | undefined): boolean => (mode === 'wildcard' || mode === 'arn') && (character === '*' || character === '?');
  for (const at of [(text: string, i: number): string | undefined => text[i], (text: string, i: number): string | undefined => text[text.length - 1 - i]])
    for (let i = 0; ; i++) {
      const [x, y] = [at(one, i), at(other, i)];
      if (isWild(a, x) || isWild(b, y)) break;
      if (x !== y) return false;
      if (x === undefined) break;
    }
  return true;
}

/** True only where every text of the narrow pattern matches the wide one: the places of the wide one that each of them reaches are followed. */
function takesAll(wide: TextPattern, narrow: TextPattern, budget: { left: number } | undefined): boolean {
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

/** Whether every text of the second matches the first; undefined where that is not known. */
export function includes(wide: readonly TextPattern[], narrow: readonly TextPattern[]): boolean | undefined {
  const { is } = findText([{ negated: false, patterns: narrow }, { negated: true, patterns: wide }]);
  return is === 'unknown' ? undefined : is === 'none';
}

interface Machine {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
}

/** One place of a pattern: a character, or a wildcard, which in an ARN's first parts takes no colon. */
type Unit = { readonly character: string } | { readonly any: boolean; readonly colon: boolean };

interface Pattern {
  readonly units: readonly Unit[];
  readonly fold: boolean;
}

function isLiteral({ text, mode }: TextPattern): boolean {
  return mode === 'exact' || (mode !== 'exact-ignoring-case' && !/[*?]/.test(text));
}

/** AWS does not say what an Arn operator makes of fewer than six parts. */
function isUndefined({ text, mode }: TextPattern): boolean {
  if (mode !== 'arn') return false;
  let at = -1;
  for (let colons = 0; colons < 5; colons++) if ((at = text.indexOf(':', at + 1)) < 0) return true;
  return false;
}

function fitsAll(constraints: readonly TextConstraint[], text: string): boolean {
  for (const { negated, patterns } of constraints) {
    let fits = false;
    for (const pattern of patterns) if ((fits = fitsPattern(pattern, text))) break;
    if (fits === negated) return false;
  }
  return true;
}

/** One text against one pattern, without an automaton. */
function fitsPattern({ text, mode }: TextPattern, given: string): boolean {
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

function compile({ text, mode }: TextPattern): Pattern {
  const fold = mode === 'exact-ignoring-case';
  const plain = fold ? text.toLowerCase() : text;
  let colons = 0;
  const units = [...plain].map((character): Unit => {
    if (character === ':') colons++;
    if ((mode === 'wildcard' || mode === 'arn') && (character === '*' || character === '?')) return { any: character === '*', colon: mode === 'wildcard' || colons >= 5 };
    return { character };
  });
  return { units, fold };
}

/** Positions that a text may have reached, `*` passed over. */
type Positions = readonly number[];

function start(pattern: Pattern): Positions {
  return close(pattern, [0]);
}

function close({ units }: Pattern, positions: readonly number[]): Positions {
  const found = new Set<number>();
  for (let position of positions)
    for (; !found.has(position); position++) {
      found.add(position);
      const unit = units[position];
      if (!unit || !('any' in unit) || !unit.any) break;
    }
  return [...found].sort((a, b) => a - b);
}

function step(pattern: Pattern, positions: Positions, character: string): Positions {
  const given = pattern.fold ? character.toLowerCase() : character;
  const next: number[] = [];
  for (const position of positions) {
    const unit = pattern.units[position];
    if (!unit) continue;
    if ('character' in unit ? unit.character === given : unit.colon || given !== ':') next.push('any' in unit && unit.any ? position : position + 1);
  }
  return next.length === 0 ? next : close(pattern, next);
}

function isAccepted({ units }: Pattern, positions: Positions): boolean {
  return positions.at(-1) === units.length;
}

/** Texts that are likely to do: each positive pattern with its wildcards filled, and plain words. */
function* examples(constraints: readonly TextConstraint[]): Iterable<string> {
  let positive = false;
  for (const { negated, patterns } of constraints) {
    if (negated) continue;
    positive = true;
    for (const { text, mode } of patterns)
      if ((mode === 'wildcard' || mode === 'arn') && /[*?]/.test(text)) for (const word of ['x', 'other', '']) yield text.replace(/\?/g, 'x').replace(/\*+/g, word);
      else yield text;
  }
  if (!positive) yield* ['x', 'other', 'another-one', 'x'.repeat(40)];
}

/** Every character that some pattern minds, and one that none does. */
function alphabetOf(constraints: readonly TextConstraint[]): readonly string[] {
  const found = new Set<string>();
  for (const { patterns } of constraints)
    for (const { text, mode } of patterns) {
      if (mode === 'arn') found.add(':');
      for (const character of text) {
        if ((mode === 'wildcard' || mode === 'arn') && (character === '*' || character === '?')) continue;
        found.add(character);
        if (mode === 'exact-ignoring-case') found.add(character.toLowerCase()).add(character.toUpperCase());
      }
    }
  const other = [...'xyzabcdefghijklmnopqrstuvwXYZABC0123456789_-'].find((character) => !found.has(character)) ?? '\u{e000}';
  return [other, ...found];
}

interface Node {
  readonly text: string;
  /** Of each constraint's patterns. */
  readonly positions: readonly (readonly Positions[])[];
}

function explore(machines: readonly Machine[], alphabet: readonly string[], states: number, budget: { left: number } | undefined): TextAnswer {
  // What one state takes grows with the patterns and with the characters that they tell apart.
  const cost = Math.ceil((alphabet.length * machines.reduce((sum, { patterns }) => sum + patterns.length, 0)) / 16);
  const seen = new Set<string>();
  const first: Node = { text: '', positions: machines.map(({ patterns }) => patterns.map(start)) };
  const queue = [first];
  seen.add(keyOf(first));
  for (let at = 0; at < queue.length; at++) {
    if (at >= states) return { is: 'unknown' };
    if (budget) budget.left -= cost;
    if (budget && budget.left < 0) return { is: 'unknown' };
    const node = queue[at]!;
    for (const character of alphabet) {
      const next: Node = { text: node.text + character, positions: machines.map(({ patterns }, i) => patterns.map((pattern, j) => step(pattern, node.positions[i]![j]!, character))) };
      // Nothing that follows can match any more.
      if (machines.some(({ negated }, i) => !negated && next.positions[i]!.every((positions) => positions.length === 0))) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      if (machines.every(({ negated, patterns }, i) => patterns.some((pattern, j) => isAccepted(pattern, next.positions[i]![j]!)) !== negated)) return { is: 'some', text: next.text };
      queue.push(next);
    }
  }
  // A value is never empty, but if nothing else will do the empty text is one.
  const emptyFits = machines.every(({ negated, patterns }, i) => patterns.some((pattern, j) => isAccepted(pattern, first.positions[i]![j]!)) !== negated);
  return emptyFits ? { is: 'some', text: '' } : { is: 'none' };
}

function keyOf({ positions }: Node): string {
  return positions.map((patterns) => patterns.map((p) => p.join(',')).join(';')).join('|');
}
