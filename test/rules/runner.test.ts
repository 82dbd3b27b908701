/** What the runner does with what rules say: levels, order, one finding per root cause. The rules are made up. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import type { Policy } from '../../server/src/policy';
import type { Finding, Level, Rule, Undecided } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/runner';

const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Allow', Action: 'sqs:SendMessage' }, { Sid: 'B', Effect: 'Deny', Action: 'sqs:*' }] });
const [site] = findPolicies(text, { name: 'p.json', kind: 'queue' }).policies;
const [a, b] = site!.policy.statements;

function rule(id: string, check: (policy: Policy, context: Parameters<Rule['check']>[1]) => readonly (Finding | Undecided)[], more: Partial<Rule['meta']> = {}): Rule {
  return { meta: { id, category: 'grammar', kinds: ['queue'], levels: { recommended: 'warning', strict: 'error' }, fix: 'none', summary: id, ...more }, check };
}

function run(rules: readonly Rule[], options: { readonly levels?: Readonly<Record<string, Level>>; readonly profile?: 'recommended' | 'strict'; readonly onError?: (id: string) => void } = {}) {
  const { onError } = options;
  return runRules(rules, site!.policy, { facts, kind: 'queue', owner: site!.owner, zone: { accounts: [], organizations: [] }, profile: options.profile ?? 'recommended', ...(options.levels && { levels: options.levels }), syntaxReportedElsewhere: false, template: false, ...(onError && { onError: ({ id }) => onError(id) }) });
}

const told = (...args: Parameters<typeof run>): string[] => run(...args).findings.map((f) => `${f.rule.id} ${f.severity} ${f.message}`);
const on = (statement: typeof a, node = statement!.sid!.value!.node): Finding => ({ node, statement: statement!, message: 'said' });

describe('order', () => {
  test('by the start, then the end, then the name of the rule', () => {
    const at = (start: number, end: number): Finding => ({ node: site!.policy.node, at: { start, end }, message: `${start}-${end}` });
    const rules = [rule('z', () => [at(5, 9), at(1, 9), at(5, 7)]), rule('m', () => [at(5, 7), at(3, 4)]), rule('b', () => [at(1, 2), at(20, 21)]), rule('a', () => [at(10, 11)])];
    expect(run(rules).findings.map((f) => `${f.rule.id} ${f.message}`)).toEqual(['b 1-2', 'z 1-9', 'm 3-4', 'm 5-7', 'z 5-9', 'a 10-11', 'b 20-21']);
  });

  test('the same message is told once of a place, another or elsewhere again', () => {
    const rules = [rule('x', () => [on(a), on(a), { ...on(a), message: 'another' }]), rule('y', () => [on(a), on(b)])];
    expect(told(rules)).toEqual(['x warning said', 'x warning another', 'y warning said']);
  });
});

describe('levels', () => {
  const both = rule('both', () => [on(a), { ...on(b), severity: 'hint' }]);
  test.each<[string, Parameters<typeof run>[1], string[]]>([
    ['of the profile, and a finding’s own', {}, ['both warning said', 'both hint said']],
    ['of the other profile', { profile: 'strict' }, ['both error said', 'both hint said']],
    ['of the configuration above all', { levels: { both: 'information' } }, ['both information said', 'both information said']],
    ['off', { levels: { both: 'off' } }, []],
  ])('%s', (_, options, expected) => expect(told([both], options)).toEqual(expected));

  test('a finding may be off in one profile', () => {
    const quiet = rule('quiet', () => [{ ...on(a), severity: { recommended: 'off', strict: 'information' } }]);
    expect(told([quiet])).toEqual([]);
    expect(told([quiet], { profile: 'strict' })).toEqual(['quiet information said']);
  });

  test('a rule that is off, or for another kind, is not asked', () => {
    let asked = 0;
    const counting = (more: Partial<Rule['meta']>) => rule('counting', () => [{ ...on(a), message: `${++asked}` }], more);
    run([counting({ kinds: ['key'] }), counting({ levels: { recommended: 'off', strict: 'error' } })]);
    expect(asked).toBe(0);
    run([counting({})]);
    expect(asked).toBe(1);
  });
});

describe('one finding per root cause', () => {
  const policyWide: Finding = { node: site!.policy.node, at: { start: 0, end: 1 }, message: 'said' };
  const first = (...findings: Finding[]): Rule => rule('first', () => findings);
  const second = (...findings: Finding[]): Rule => rule('second', () => findings, { yieldsTo: ['other', 'first'] });
  test.each<[string, Rule[], string[]]>([
    ['yields within the statement', [first(on(a)), second({ ...on(a), message: 'more' })], ['first warning said']],
    ['whatever the order of the rules', [second({ ...on(a), message: 'more' }), first(on(a))], ['first warning said']],
    ['not in another statement', [first(on(a)), second({ ...on(b), message: 'more' })], ['first warning said', 'second warning more']],
    ['to a finding about the whole policy', [first(policyWide), second({ ...on(b), message: 'more' })], ['first warning said']],
    ['as a finding about the whole policy', [first(on(a)), second({ ...policyWide, message: 'more' })], ['first warning said']],
    ['one of two', [first(on(a)), second({ ...on(a), message: 'more' }, { ...on(b), message: 'more' })], ['first warning said', 'second warning more']],
    ['not the other way round', [rule('first', () => [{ ...on(a), message: 'more' }]), second({ ...on(b) })], ['first warning more', 'second warning said']],
  ])('%s', (_, rules, expected) => expect(told(rules)).toEqual(expected));

  test('what is off silences nothing, neither a rule nor a finding', () => {
    expect(told([first(on(a)), second({ ...on(a), message: 'more' })], { levels: { first: 'off' } })).toEqual(['second warning more']);
    expect(told([first({ ...on(a), severity: { recommended: 'off', strict: 'error' } }), second({ ...on(a), message: 'more' })])).toEqual(['second warning more']);
  });

  test('a rule that yields in turn still silences', () => {
    const third = rule('third', () => [{ ...on(a), message: 'most' }], { yieldsTo: ['second'] });
    expect(told([first(on(a)), second({ ...on(a), message: 'more' }), third])).toEqual(['first warning said']);
  });
});

test('what a message quotes stays on its line and tells a terminal nothing', () => {
  const [finding] = run([rule('x', () => [{ ...on(a), message: 'a\nb\tc\u001b[31m\u202ed é', related: [{ node: a!.node, message: '\u0007' }] }])]).findings;
  expect(finding!.message).toBe('a\\nb\\u0009c\\u001b[31m\\u202ed é');
  expect(finding!.related[0]!.message).toBe('\\u0007');
});

test('an empty place is shown with its quotes, a part of a value by itself', () => {
  const node = a!.sid!.value!.node;
  const range = (finding: Finding) => text.slice(...(({ start, end }) => [start, end] as const)(run([rule('x', () => [finding])]).findings[0]!.range));
  expect(range({ ...on(a), span: { start: 0, end: 1 } })).toBe('A');
  expect(range({ ...on(a), span: { start: 1, end: 1 } })).toBe('"A"');
  expect(range({ ...on(a), node: a!.node.members[1]!.key })).toBe('"Effect"');
  expect(node.range.end).toBeGreaterThan(0);
});

test('holes are told once for a rule, and a rule that fails says nothing and stops no other', () => {
  const hole = { label: '${x}', node: a!.node };
  const failed: string[] = [];
  const result = run(
    [
      rule('unsure', () => [{ holes: [hole] }, { holes: [hole, { label: '${y}', node: a!.node }] }, { holes: [{ label: '${x}', node: b!.node }] }]),
      { ...rule('broken', () => []), *check() { yield on(a); throw new Error('on purpose'); } },
      rule('after', () => [on(b)]),
    ],
    { onError: (id) => failed.push(id) },
  );
  expect(result.undecided.map((u) => `${u.rule.id}: ${u.holes.map(({ label }) => label).join(' ')}`)).toEqual(['unsure: ${x} ${y} ${x}']);
  expect(failed).toEqual(['broken']);
  expect(result.findings.map((f) => f.rule.id)).toEqual(['after']);
});

test('the rules of one run share the steps of the engine', () => {
  const seen: (number | undefined)[] = [];
  const taking = rule('taking', (_, { budget }) => {
    seen.push(budget?.left);
    budget!.left -= 10;
    return [];
  });
  run([taking, taking]);
  expect(seen[0]).toBeGreaterThan(100);
  expect(seen[1]).toBe(seen[0]! - 10);
});
