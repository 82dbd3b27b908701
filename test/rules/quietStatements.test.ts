/** Which statements a rule is asked about again after a change. The rules are made up: they note what they are asked about. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import { Memory } from '../../server/src/policy';
import { quietStatements } from '../../server/src/rules/quietStatements';
import type { Finding, Rule } from '../../server/src/rules/rule';
import { runRules, type RunOptions } from '../../server/src/rules/runner';

const statement = (name: string, effect = 'Allow') => ({ Sid: name, Effect: effect, Principal: { AWS: '111122223333' }, Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:eu-west-1:111122223333:${name}` });
const [A, B, C] = [statement('A'), statement('B'), statement('C')];
const policyOf = (statements: readonly object[], more: object = {}, memory = new Memory()) => findPolicies(JSON.stringify({ Version: '2012-10-17', ...more, Statement: statements }), { name: 'p.json', kind: 'queue', memory }).policies[0]!;

/** Speaks of statements of these names, or of the policy as a whole. */
function session({ speaksOf = [], ofAll = false, throws = false, scope = 'statement' }: { readonly speaksOf?: readonly string[]; readonly ofAll?: boolean; readonly throws?: boolean; readonly scope?: 'statement' | 'policy' } = {}) {
  let asked: string[] = [];
  const rule: Rule = {
    meta: { id: 'made-up', category: 'grammar', kinds: ['queue', 'key'], levels: { recommended: 'warning', strict: 'error' }, fix: 'none', summary: 'made up', ...(scope === 'statement' && { scope }) },
    *check({ statements, node }): Iterable<Finding> {
      const names = statements.map((one) => one.sid?.value?.text ?? '?');
      asked.push(names.join(''));
      if (throws && names.length > 0) throw new Error('made up');
      for (const [i, name] of names.entries()) if (speaksOf.includes(name)) yield { node: statements[i]!.node, statement: statements[i]!, message: `about ${name}` };
      if (ofAll && names.length > 0) yield { node, message: 'about all' };
    },
  };
  const memory = new Memory();
  /** What the rule is asked about, one look after the other, and what is told. */
  const run = (statements: readonly object[], options: Partial<RunOptions> = {}, more: object = {}) => {
    asked = [];
    const { policy, owner } = policyOf(statements, more, memory);
    const { findings } = runRules([rule], policy, { facts, kind: 'queue', owner, zone, profile: 'recommended', syntaxReportedElsewhere: false, template: false, memory, ...options });
    return { asked, told: findings.map(({ message }) => message) };
  };
  return run;
}

const zone = { accounts: [], organizations: [] };

describe('a rule without anything to say', () => {
  test('is asked about each statement once, and about a changed one anew', () => {
    const run = session();
    expect(run([A, B]).asked).toEqual(['AB']);
    expect(run([A, B]).asked).toEqual(['']);
    expect(run([A, C]).asked).toEqual(['C']);
    expect(run([C, B, A]).asked).toEqual(['']);
    expect(run([A, { ...B, Effect: 'Deny' }]).asked).toEqual(['B']);
  });

  test('another name makes another statement', () => {
    const run = session();
    run([A]);
    expect(run([A, { ...A, Sid: 'Z' }]).asked).toEqual(['Z']);
  });

  test('so does a place in a choice, where the host may leave it out, and a macro that may add to it', () => {
    const memory = new Memory();
    const seen: string[] = [];
    const rule: Rule = { meta: { id: 'made-up', category: 'grammar', kinds: ['queue'], levels: { recommended: 'warning', strict: 'error' }, fix: 'none', summary: 'made up', scope: 'statement' }, check: ({ statements }) => (seen.push(statements.map(({ certain, sid }) => `${sid!.value!.text}${certain ? '' : '?'}`).join('')), []) };
    const look = (...Statement: readonly object[]): void => {
      const { policy, owner } = findPolicies(JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Version: '2012-10-17', Statement } } } } }), { name: 't.json', memory }).policies[0]!;
      runRules([rule], policy, { facts, kind: 'queue', owner, zone, profile: 'recommended', syntaxReportedElsewhere: false, template: true, memory });
    };
    look(A, B);
    look({ 'Fn::If': ['Yes', A, { Ref: 'AWS::NoValue' }] }, B);
    look({ ...A, 'Fn::Transform': {} }, B);
    expect(seen).toEqual(['AB', 'A?', 'A']);
  });

  test('is asked about all where it does not say that statements stand for themselves', () => {
    const run = session({ scope: 'policy' });
    run([A, B]);
    expect(run([A, B]).asked).toEqual(['AB']);
  });
});

describe('a rule with something to say', () => {
  test('of a statement that stays is asked about the whole', () => {
    const run = session({ speaksOf: ['A'] });
    expect(run([A, B])).toEqual({ asked: ['AB'], told: ['about A'] });
    expect(run([A, B])).toEqual({ asked: ['AB'], told: ['about A'] });
    expect(run([A, C])).toEqual({ asked: ['AC'], told: ['about A'] });
    // Of the others nothing was said.
    expect(run([B, C])).toEqual({ asked: [''], told: [] });
  });

  test('of a new statement is asked about the whole as well', () => {
    const run = session({ speaksOf: ['C'] });
    run([A, B]);
    expect(run([A, B, C])).toEqual({ asked: ['C', 'ABC'], told: ['about C'] });
    expect(run([A, C])).toEqual({ asked: ['AC'], told: ['about C'] });
  });

  test('of no statement in particular may mean any', () => {
    const run = session({ ofAll: true });
    run([A, B]);
    expect(run([B]).asked).toEqual(['B']);
  });

  test('of one of two alike speaks of both', () => {
    const first = session({ speaksOf: ['A'] });
    first([A, A, B]);
    expect(first([B, A])).toEqual({ asked: ['BA'], told: ['about A'] });
  });

  test('that it fails to say is asked again', () => {
    const run = session({ throws: true });
    run([A, B]);
    expect(run([A, B]).asked).toEqual(['AB']);
  });
});

describe('what silence rests on beside the statement', () => {
  test.each<[string, Partial<RunOptions>, object?]>([
    ['the kind', { kind: 'key' }],
    ['the owner', { owner: { reason: 'another', account: '444455556666' } as RunOptions['owner'] }],
    ['the zone of trust', { zone: { accounts: ['444455556666'], organizations: [] } }],
    ['the profile', { profile: 'strict' }],
    ['who tells of the syntax', { syntaxReportedElsewhere: true }],
    ['templates', { template: true }],
    ['the Version', {}, { Version: '2008-10-17' }],
  ])('%s', (_, options, more) => {
    const run = session();
    run([A, B]);
    expect(run([A, B], options, more).asked).toEqual(['AB']);
    // Both are remembered.
    expect(run([A, B], options, more).asked).toEqual(['']);
    expect(run([A, B]).asked).toEqual(['']);
  });

  test('the form of the policy, and whether it has more', () => {
    const memory = new Memory();
    const { policy, owner } = policyOf([A], {}, memory);
    const context = { facts, kind: 'queue', owner, zone, profile: 'recommended', syntaxReportedElsewhere: false, template: false, budget: { left: 1 }, memory } as const;
    const rule = { meta: { id: 'made-up', scope: 'statement' }, check: () => [] } as unknown as Rule;
    const isSilent = (of: typeof policy): boolean => {
      const run = quietStatements([rule], of, context)!;
      const silent = run.isSilent(rule, context);
      run.end();
      return silent;
    };
    for (const of of [policy, { ...policy, open: true }, findPolicies(JSON.stringify([A]), { name: 'p.json', kind: 'queue', memory }).policies[0]!.policy]) expect([isSilent(of), isSilent(of)]).toEqual([false, true]);
  });

  test('the rules that were asked: one that was off may have something to say', () => {
    const run = session({ speaksOf: ['A'] });
    expect(run([A, B], { levels: { 'made-up': 'off' } })).toEqual({ asked: [], told: [] });
    expect(run([A, B])).toEqual({ asked: ['AB'], told: ['about A'] });
  });

  test('without a memory nothing is known', () => {
    const run = session();
    run([A, B]);
    expect(run([A, B], { memory: undefined }).asked).toEqual(['AB']);
  });
});

describe('what is forgotten', () => {
  const zones = Array.from({ length: 5 }, (_, i) => ({ accounts: [`${111122223333 + i}`], organizations: [] }));

  test('of five circumstances the one that was last met longest ago', () => {
    const run = session();
    for (const one of zones.slice(0, 4)) run([A], { zone: one });
    run([A], { zone: zones[0]! });
    run([A], { zone: zones[4]! });
    const asked = [0, 2, 3, 4].map((i) => run([A], { zone: zones[i]! }).asked.join());
    expect(asked).toEqual(['', '', '', '']);
    expect(run([A], { zone: zones[1]! }).asked).toEqual(['A']);
  });

  test('all, where more than 500 statements were seen', () => {
    const run = session();
    const many = Array.from({ length: 500 }, (_, i) => statement(`N${i}`));
    run(many);
    expect(run([many[0]!, A]).asked).toEqual(['A']);
    // The 501st: what was known before the next look goes.
    expect(run([many[0]!, A]).asked).toEqual(['N0A']);
  });
});
