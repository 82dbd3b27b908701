/** Every rule on any text: none throws, points outside of it, or has a fix that cannot be written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPolicies } from '../../server/src/documents';
import { rules } from '../../server/src/rules';
import type { Finding, Rule } from '../../server/src/rules/rule';
import type { Policy } from '../../server/src/policy';
import { run } from '../rules/harness';
import { holds, type Seen } from './holds';
import { arbitraryPolicy, fixtures, mutatedFixture, type Sample } from './policies';

/** Texts per property; each runs every rule. */
const RUNS = 2500;

function everywhere(samples: fc.Arbitrary<Sample>): Seen {
  const total = { findings: 0, fixes: 0 };
  fc.assert(
    fc.property(samples, fc.constantFrom('recommended' as const, 'strict' as const), ({ text, kind }, profile) => {
      const seen = holds(rules, text, { ...(kind && { kind }), profile });
      total.findings += seen.findings;
      total.fixes += seen.fixes;
    }),
    { numRuns: RUNS },
  );
  return total;
}

describe('every rule holds', () => {
  test.each([
    ['policies of any content', arbitraryPolicy],
    ['spliced and cut fixtures', mutatedFixture],
  ] as const)('on %s', (_, samples) => {
    const { findings, fixes } = everywhere(samples);
    expect(findings).toBeGreaterThan(RUNS);
    expect(fixes).toBeGreaterThan(RUNS / 4);
  });

  test('on the fixtures as they are', () => {
    expect(fixtures.length).toBeGreaterThan(rules.length * 6);
    for (const { text, kind } of fixtures) holds(rules, text, { ...(kind && { kind }) });
  });
});

describe('the harness can fail', () => {
  const meta = { id: 'planted', category: 'grammar', kinds: ['queue'], levels: { recommended: 'error', strict: 'error' }, fix: 'repair', summary: 'planted' } as const;
  const planted = (finding: (policy: Policy) => Partial<Finding>): Rule => ({
    meta,
    *check(policy) {
      yield { node: policy.statementMember!.key, message: 'planted', ...finding(policy) };
    },
  });
  const text = fixtures[0]!.text;

  test.each<[string, Rule, RegExp]>([
    ['a rule that throws', planted(() => { throw new Error('on purpose'); }), /planted throws.*on purpose/],
    ['a range outside the document', planted(() => ({ at: { start: 0, end: 1_000_000 } })), /outside/],
    ['an empty range', planted(() => ({ at: { start: 1, end: 1 } })), /empty/],
    ['a span outside its value', planted(() => ({ span: { start: 0, end: 1000 } })), /the span 0-1000 lies outside/],
    ['a whole statement', planted((policy) => ({ node: policy.statements[0]!.node })), /whole statement/],
    ['no message', planted(() => ({ message: ' ' })), /no message/],
    ['a fix that promises more than its rule', planted(() => ({ fixes: [{ title: 'Break', class: 'safe', edits: () => [] }] })), /is safe, the rule's fixes are repair/],
    ['a fix without a title', planted(() => ({ fixes: [{ title: '', class: 'repair', edits: () => [] }] })), /no title/],
    ['a fix that throws', planted(() => ({ fixes: [{ title: 'Break', class: 'repair', edits: () => { throw new Error('no edits'); } }] })), /no edits/],
    ['changes outside the document', planted(() => ({ fixes: [{ title: 'Break', class: 'repair', edits: () => [{ kind: 'replaceText', range: { start: 0, end: 1_000_000 }, text: '' }] }] })), /outside/],
  ])('%s is found', (_, rule, fault) => {
    expect(() => holds([rule], text, { kind: 'queue' })).toThrow(fault);
    expect(() => holds([rule], text, { kind: 'queue', profile: 'recommended' })).toThrow(fault);
  });

  test('a message stays on one line, and tells a terminal nothing', () => {
    const rule = planted(() => ({ message: 'it is "\n\u001B[2J\u202E"' }));
    const document = findPolicies(text, { kind: 'queue' });
    expect(run(rule, document, document.policies[0]!).findings[0]!.message).toBe('it is "\\n\\u001b[2J\\u202e"');
  });

  test('and what is right is not', () => {
    expect(holds([planted(() => ({}))], text, { kind: 'queue' })).toEqual({ findings: 1, fixes: 0 });
  });
});
