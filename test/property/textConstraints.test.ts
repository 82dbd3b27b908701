/**
 * `findText` and `includes` against refa, a library of automata: the same question as a language, and whether that is empty. What the modes
 * mean is written here a second time, as regular expressions, so that neither side can lend the other its mistakes.
 */
import fc from 'fast-check';
import { DFA, JS, NFA, Words } from 'refa';
import { expect, test } from 'vitest';
import { findText, includes, type TextConstraint, type TextPattern } from '../../server/src/access/textConstraints';

const MODES = ['exact', 'exact-ignoring-case', 'wildcard', 'arn'] as const;
const maxCharacter = 0xffff;

/** The regular expression of a mode. An ARN's first five parts take no colon into a wildcard, so that a text of fewer parts never matches. */
type Meaning = Readonly<Record<TextPattern['mode'], (text: string) => RegExp>>;

const literal = (text: string): string => text.replace(/[*?:]/g, (special) => (special === ':' ? special : `\\${special}`));
const wild = (text: string, one: string): string => text.replace(/[*?]/g, (wildcard) => (wildcard === '*' ? `${one}*` : one));
const byParts = (text: string): string => text.replace(/^((?:[^:]*:){5})([^]*)$/, (_, first: string, rest: string) => `${wild(first, '[^:]')}${wild(rest, '[^]')}`);
const MEANING: Meaning = {
  exact: (text) => new RegExp(literal(text)),
  'exact-ignoring-case': (text) => new RegExp(literal(text), 'i'),
  wildcard: (text) => new RegExp(wild(text, '[^]')),
  arn: (text) => new RegExp(byParts(text)),
};

function languageOf({ patterns, negated }: TextConstraint, meaning: Meaning): DFA {
  const union = NFA.empty({ maxCharacter });
  for (const { mode, text } of patterns) union.union(NFA.fromRegex(JS.Parser.fromLiteral(meaning[mode](text)).parse().expression, { maxCharacter }));
  const language = DFA.fromFA(union);
  if (negated) language.complement();
  language.minimize();
  return language;
}

/** Of the texts that meet all constraints. */
function textsOf(constraints: readonly TextConstraint[], meaning = MEANING): DFA {
  return constraints.reduce((language, constraint) => {
    const both = DFA.fromIntersection(language, languageOf(constraint, meaning));
    both.minimize();
    return both;
  }, DFA.all({ maxCharacter }));
}

const textOf = (characters: readonly string[], maxLength: number) => fc.array(fc.constantFrom(...characters), { maxLength }).map((found) => found.join(''));
const part = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('*', 'a', '') }, { weight: 2, arbitrary: textOf(['a', 'b', '*', '?'], 3) });
/** Mostly of six parts; one of fewer is a question that AWS leaves open. */
const arnText = fc.oneof({ weight: 80, arbitrary: fc.integer({ min: 6, max: 7 }) }, { weight: 1, arbitrary: fc.constant(5) }).chain((length) => fc.array(part, { minLength: length, maxLength: length })).map((parts) => parts.join(':'));
const short = textOf(['a', 'b', 'A', ':', '*', '*', '?'], 6);
const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({ mode: fc.constantFrom(...MODES.slice(0, 3)), text: short }),
  fc.record({ mode: fc.constant('wildcard' as const), text: textOf(['a', 'b', 'a*', '*', '?', '*:'], 4) }),
  fc.record({ mode: fc.constantFrom('arn' as const, 'arn' as const, 'wildcard' as const, 'exact' as const), text: arnText }),
);
const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 });
const constraints: fc.Arbitrary<TextConstraint[]> = fc.array(fc.record({ negated: fc.boolean(), patterns }), { minLength: 1, maxLength: 4 });

/** Each pattern on its own, or what is left of it when its wildcards are filled: a pair that has a good chance of inclusion. */
const filled = (wide: readonly TextPattern[]): fc.Arbitrary<TextPattern[]> =>
  fc.array(fc.record({ from: fc.constantFrom(...wide), star: fc.constantFrom('*', '', 'a', '?', '*b', ':'), one: fc.constantFrom('?', 'a', ':') }), { minLength: 1, maxLength: 2 }).map((chosen) => chosen.map(({ from: { mode, text }, star, one }) => ({ mode, text: text.replace(/[*?]/g, (wildcard) => (wildcard === '*' ? star : one)) })));
const pairs = patterns.chain((wide) => fc.tuple(fc.constant(wide), fc.oneof(patterns, filled(wide))));

const QUESTIONS = 6_000;
const INCLUSIONS = 3_000;

test('findText finds a text where there is one, and no other', () => {
  const counts = { some: 0, none: 0, unknown: 0 };
  fc.assert(
    fc.property(constraints, (asked) => {
      const found = findText(asked);
      counts[found.is]++;
      if (found.is === 'unknown') return;
      const language = textsOf(asked);
      expect(found.is, JSON.stringify(asked)).toBe(language.isEmpty ? 'none' : 'some');
      if (found.is === 'some') expect(language.test(Words.fromStringToUTF16(found.text)), `${JSON.stringify(found.text)} of ${JSON.stringify(asked)}`).toBe(true);
    }),
    { numRuns: QUESTIONS },
  );
  expect(counts.some + counts.none + counts.unknown).toBe(QUESTIONS);
  // Both answers are put to the proof.
  expect(Math.min(counts.some, counts.none)).toBeGreaterThan(QUESTIONS / 5);
  expect(counts.unknown).toBeLessThan(QUESTIONS / 20);
});

test('includes is inclusion of languages', () => {
  const counts = { true: 0, false: 0, undefined: 0 };
  fc.assert(
    fc.property(pairs, ([wide, narrow]) => {
      const found = includes(wide, narrow);
      counts[`${found}`]++;
      if (found !== undefined) expect(found, JSON.stringify({ wide, narrow })).toBe(textsOf([{ negated: false, patterns: narrow }, { negated: true, patterns: wide }]).isEmpty);
    }),
    { numRuns: INCLUSIONS },
  );
  expect(Math.min(counts.true, counts.false)).toBeGreaterThan(INCLUSIONS / 10);
  expect(counts.undefined).toBeLessThan(INCLUSIONS / 20);
});

/** Meanings that a mode could be given by mistake. */
test.each<[fault: string, meaning: Partial<Meaning>]>([
  ['a wildcard does not cross colons', { wildcard: (text) => new RegExp(wild(text, '[^:]')) }],
  ['an ARN is one text', { arn: MEANING.wildcard }],
  ['the sixth part takes no colons', { arn: (text) => new RegExp(wild(text, '[^:]')) }],
  ['letter case counts', { 'exact-ignoring-case': MEANING.exact }],
  ['exact has wildcards', { exact: MEANING.wildcard }],
  ['? takes no character as well', { wildcard: (text) => new RegExp(text.replace(/[*?]/g, (wildcard) => (wildcard === '*' ? '[^]*' : '[^]?'))) }],
])('a wrong meaning is found out: %s', (_, wrong) => {
  const property = fc.property(constraints, (asked) => {
    const found = findText(asked);
    const language = textsOf(asked, { ...MEANING, ...wrong });
    return found.is === 'unknown' || (found.is === 'none' ? language.isEmpty : language.test(Words.fromStringToUTF16(found.text)));
  });
  expect(fc.check(property, { numRuns: QUESTIONS, endOnFailure: true }).failed).toBe(true);
});
