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

describe('one finding per cause', () => {
  const members = (statement: typeof a) => Object.fromEntries(statement!.node.members.map((member) => [member.key.value, member]));
  const [inA, inB] = [members(a), members(b)];
  const first = (...findings: Finding[]): Rule => rule('first', () => findings.map((finding) => ({ ...finding, message: 'cause' })));
  const second = (...findings: Finding[]): Rule => rule('second', () => findings.map((finding) => ({ ...finding, message: 'consequence' })), { yieldsTo: ['other', 'first'] });
  const action = on(a, inA.Action!.value as never);
  const key = on(a, inA.Action!.key as never);
  const whole: Finding = { node: site!.policy.statementMember!.key, message: 'said' };
  const lacks = (statement: typeof a, name: string): Finding => ({ ...on(statement), rests: [{ object: statement!.node, missing: name }] });
  const BOTH = ['first', 'second'];
  test.each<[string, Rule[], string[]]>([
    ['on the same value', [first(action), second(action)], ['first']],
    ['whatever the order of the rules', [second(action), first(action)], ['first']],
    ['on another element of the statement', [first(action), second(on(a))], BOTH],
    ['in another statement', [first(on(a)), second(on(b))], BOTH],
    ['a value of a misspelt key', [first(key), second(action)], ['first']],
    ['a key whose value is wrong', [first(action), second(key)], ['first']],
    ['something of the whole policy', [first(whole), second(action)], ['first']],
    ['the whole policy, for one of its values', [first(action), second(whole)], ['first']],
    ['one of two', [first(action), second(action, { ...on(b), message: 'more' })], BOTH],
    ['a part beside the place', [first(action), second({ ...on(a), rests: [inB.Action!, inA.Action!] })], ['first']],
    ['the place, where it rests on other parts', [first(on(a)), second({ ...on(a), rests: [inB.Action!] })], BOTH],
    ['an element that is missing', [first(lacks(a, 'Resource')), second(lacks(a, 'Resource'))], ['first']],
    ['an element that is missing, and another', [first(lacks(a, 'Resource')), second(lacks(a, 'Condition'))], BOTH],
    ['an element that is missing, elsewhere', [first(lacks(a, 'Resource')), second(lacks(b, 'Resource'))], BOTH],
    ['not the other way round', [rule('first', () => [{ ...action, message: 'consequence' }]), second(action)], ['first']],
  ])('%s', (_, rules, expected) => expect([...new Set(run(rules).findings.map((f) => f.rule.id))].sort()).toEqual(expected));

  test('what is off explains nothing, neither a rule nor a finding', () => {
    expect(told([first(action), second(action)], { levels: { first: 'off' } })).toEqual(['second warning consequence']);
    expect(told([first({ ...action, severity: { recommended: 'off', strict: 'error' } }), second(action)])).toEqual(['second warning consequence']);
  });

  test('a finding never disappears behind one of a lower level', () => {
    expect(told([first({ ...action, severity: 'hint' }), second(action)]).sort()).toEqual(['first hint cause', 'second warning consequence']);
    expect(told([first({ ...action, severity: 'hint' }), second({ ...action, severity: 'hint' })])).toEqual(['first hint cause']);
    expect(told([first({ ...action, severity: 'error' }), second(action)])).toEqual(['first error cause']);
    expect(told([first({ ...action, severity: 'hint' }, action), second(action)]).filter((text) => text.startsWith('second'))).toEqual([]);
  });

  test('what is not shown explains nothing', () => {
    const third = (yieldsTo: readonly string[]) => rule('third', () => [{ ...action, message: 'more' }], { yieldsTo });
    expect(told([first(action), second(action), third(['second'])])).toEqual(['first warning cause', 'third warning more']);
    expect(told([first(action), second(action), third(['second', 'first'])])).toEqual(['first warning cause']);
  });

  test('text that could not be read may hold what seems to be missing', () => {
    const unread = (at: { start: number; end: number }): Rule => rule('valid-json', () => [{ node: site!.policy.node, at, message: 'cause' }]);
    const lacking = rule('require-resource', () => [{ ...lacks(a, 'Resource'), message: 'consequence' }], { yieldsTo: ['valid-json'] });
    expect(told([unread({ start: a!.node.range.end - 1, end: a!.node.range.end }), lacking])).toEqual(['valid-json warning cause']);
    expect(told([unread({ start: b!.node.range.start + 1, end: b!.node.range.end }), lacking]).length).toBe(2);
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
