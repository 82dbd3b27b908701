import { describe, expect, test } from 'vitest';
import { contextOf, evaluate, type Caller } from '../../../server/src/access';
import { facts } from '../../../server/src/aws';
import { findPolicies } from '../../../server/src/documents';
import { findRecipe, instantiate, newPolicy, recipes, satisfied, type Values } from '../../../server/src/recipes';
import { snippets } from '../../../server/src/recipes/snippets';
import { printJson, type PlainValue } from '../../../server/src/syntax';
import { defaultWorkspace } from '../../../server/src/service';
import { validate } from '../../../server/src/service/validate';
// @ts-expect-error a script without types
import { generateSnippets } from '../../../scripts/generate-snippets.mjs';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders';
const values: Values = { account: '111122223333', region: 'eu-west-1', queue: 'orders', organization: 'o-a1b2c3d4e5', 'source-arn': TOPIC, 'admin-role': ['arn:aws:iam::111122223333:role/admin'], 'consumer-role': ['arn:aws:iam::111122223333:role/consumer'] };
const read = (policy: PlainValue) => findPolicies(printJson(policy), { name: 'p.json' });
const siteOf = (policy: PlainValue) => read(policy).policies[0]!;
const policyOf = (...statements: PlainValue[]) => siteOf({ Version: '2012-10-17', Statement: statements });

describe.each(['queue', 'dead-letter-queue', 'key'] as const)('a new policy for a %s', (kind) => {
  const { policy, missing } = newPolicy(kind, values);
  test('is complete, recognised as what it is, and quiet in both profiles', () => {
    expect(missing).toEqual([]);
    const document = read(policy);
    expect(document.policies[0]!.kind).toBe(kind);
    for (const profile of ['recommended', 'strict'] as const) {
      const findings = validate(document, { ...defaultWorkspace, profile }, facts).flatMap((r) => r.findings);
      expect(findings.filter((f) => f.severity === 'error' || f.severity === 'warning').map((f) => `${f.rule.id}: ${f.message}`)).toEqual([]);
    }
  });
  test('every recipe of it is satisfied by it', () => {
    const site = siteOf(policy);
    const sids = site.policy.statements.map((s) => s.sid!.value!.text);
    for (const sid of sids) expect(satisfied(findRecipe(sid, kind), site.policy, { kind, owner: '111122223333' }).is, sid).toBe('yes');
  });
  test('without values every place has a placeholder that names it', () => {
    const empty = newPolicy(kind, {});
    expect(empty.missing.length).toBeGreaterThan(2);
    const document = read(empty.policy);
    expect(document.text).toMatch(/<[a-z-]+>/);
    expect(validate(document, defaultWorkspace, facts).flatMap((r) => r.findings).filter((f) => f.severity === 'error').map((f) => `${f.rule.id}: ${f.message}`)).toEqual([]);
  });
});

test("the post's policies do what the post says, and administrators alone purge", () => {
  const { policy } = siteOf(newPolicy('queue', values).policy);
  const decide = (action: string, caller: Caller, extra: Record<string, string[]> = {}) => {
    const answer = evaluate(policy, { action, caller, context: contextOf(caller, { 'aws:principalorgid': caller.kind === 'principal' ? ['o-a1b2c3d4e5'] : undefined, ...extra }) }, { kind: 'queue', owner: '111122223333' });
    return answer.decision === 'implicit-deny' && answer.identityPolicy === 'couldAllow' ? 'couldAllow' : answer.decision;
  };
  const role = (name: string): Caller => ({ kind: 'principal', arn: `arn:aws:iam::111122223333:role/${name}`, account: '111122223333' });
  const sns: Caller = { kind: 'service', name: 'sns.amazonaws.com' };
  expect(decide('sqs:SendMessage', sns, { 'aws:sourcearn': [TOPIC] })).toBe('allowed');
  expect(decide('sqs:SendMessage', sns, { 'aws:sourcearn': [`${TOPIC}-2`] })).toBe('explicit-deny');
  expect(decide('sqs:ReceiveMessage', role('consumer'))).toBe('allowed');
  expect(decide('sqs:ReceiveMessage', role('consumer'), { 'aws:securetransport': ['false'] })).toBe('explicit-deny');
  expect(decide('sqs:ReceiveMessage', role('other'))).toBe('explicit-deny');
  expect(decide('sqs:ReceiveMessage', role('consumer'), { 'aws:principalorgid': ['o-zzzzzzzzzz'] })).toBe('explicit-deny');
  expect(decide('sqs:DeleteQueue', role('admin'))).toBe('couldAllow');
  expect(decide('sqs:DeleteQueue', role('other'))).toBe('explicit-deny');
  expect(decide('sqs:PurgeQueue', role('admin'))).toBe('couldAllow');
  expect(decide('sqs:PurgeQueue', role('other'))).toBe('explicit-deny');
});

describe('boundaries take every producer and consumer that the policy already allows', () => {
  const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
  const allow = (principal: PlainValue, action: PlainValue, condition?: PlainValue): PlainValue => ({ Effect: 'Allow', Principal: principal, Action: action, Resource: queue, ...(condition === undefined ? {} : { Condition: condition }) });
  const known = { kind: 'queue', owner: '111122223333' } as const;

  test('one topic: the post’s statement', () => {
    const { policy } = policyOf(allow({ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } }));
    expect(instantiate(findRecipe('DenyAllProducersExceptSNSFromSending'), policy, {}, known)).toEqual({ Sid: 'DenyAllProducersExceptSNSFromSending', Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sqs:SendMessage', Resource: queue, Condition: { ArnNotLike: { 'aws:SourceArn': TOPIC } } });
  });

  test('a topic, a role and another account stay let in', () => {
    const producers = [
      allow({ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } }),
      allow({ AWS: 'arn:aws:iam::111122223333:role/producer' }, 'sqs:SendMessage'),
      allow({ AWS: '444455556666' }, ['sqs:SendMessage']),
      allow({ Service: 'events.amazonaws.com' }, 'sqs:SendMessage', { StringEquals: { 'aws:SourceAccount': '111122223333' } }),
    ];
    const boundary = instantiate(findRecipe('DenyAllProducersExceptSNSFromSending'), policyOf(...producers).policy, {}, known);
    const { policy } = policyOf(...producers, boundary);
    const decide = (caller: Caller, extra: Record<string, string[]> = {}) => evaluate(policy, { action: 'sqs:SendMessage', caller, context: contextOf(caller, extra) }, known).decision;
    expect(decide({ kind: 'service', name: 'sns.amazonaws.com' }, { 'aws:sourcearn': [TOPIC], 'aws:sourceaccount': ['111122223333'] })).toBe('allowed');
    expect(decide({ kind: 'principal', arn: 'arn:aws:iam::111122223333:role/producer', account: '111122223333' })).toBe('allowed');
    expect(decide({ kind: 'principal', arn: 'arn:aws:iam::444455556666:role/x', account: '444455556666' })).toBe('allowed');
    expect(decide({ kind: 'service', name: 'events.amazonaws.com' }, { 'aws:sourceaccount': ['111122223333'], 'aws:sourcearn': ['arn:aws:events:eu-west-1:111122223333:rule/r'] })).toBe('allowed');
    expect(decide({ kind: 'principal', arn: 'arn:aws:iam::111122223333:role/other', account: '111122223333' })).toBe('explicit-deny');
    expect(decide({ kind: 'service', name: 's3.amazonaws.com' }, { 'aws:sourcearn': ['arn:aws:s3:::strange'], 'aws:sourceaccount': ['999988887777'] })).toBe('explicit-deny');
  });

  test('consumers', () => {
    const { policy } = policyOf(allow({ AWS: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'] }, 'sqs:*'));
    expect(instantiate(findRecipe('DenyOtherConsumersFromReceiving'), policy, {}, known)['Condition']).toEqual({ StringNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'] } });
  });

  test('an intrinsic is taken over as it is', () => {
    const text = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { Statement: [allow({ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': { Ref: 'Topic' } } })] } } } } });
    const { policy } = findPolicies(text, { name: 't.json' }).policies[0]!;
    expect(instantiate(findRecipe('DenyAllProducersExceptSNSFromSending'), policy, {}, known)['Condition']).toEqual({ ArnNotLike: { 'aws:SourceArn': { Ref: 'Topic' } } });
  });
});

test("a key's statements are of the partition of those whom its policy names", () => {
  const ofKey = (who: string): PlainValue => instantiate(findRecipe('AllowReadAccessToKeyMetaData', 'key'), policyOf({ Effect: 'Allow', Principal: { AWS: who }, Action: 'kms:Decrypt', Resource: '*' }).policy, {}, { kind: 'key', owner: '111122223333' })['Principal']!;
  expect(ofKey('arn:aws-us-gov:iam::111122223333:role/worker')).toEqual({ AWS: ['arn:aws-us-gov:iam::111122223333:root'] });
  expect(ofKey('111122223333')).toEqual({ AWS: ['arn:aws:iam::111122223333:root'] });
  expect(ofKey('arn:<partition>:iam::111122223333:role/worker')).toEqual({ AWS: ['arn:aws:iam::111122223333:root'] });
});

test('inserting any recipe into its kind of policy makes no other one unsatisfied', () => {
  for (const kind of ['queue', 'dead-letter-queue', 'key'] as const) {
    const base = newPolicy(kind, values).policy as { Version: string; Statement: PlainValue[] };
    const site = siteOf(base as unknown as PlainValue);
    for (const recipe of recipes.filter((r) => r.kinds.includes(kind))) {
      const more = siteOf({ ...base, Statement: [...base.Statement, { ...recipe.build(values), Sid: 'Added' }] });
      for (const sid of site.policy.statements.map((s) => s.sid!.value!.text)) {
        expect(satisfied(findRecipe(sid, kind), more.policy, { kind, owner: '111122223333' }).is, `${recipe.id} breaks ${sid}`).not.toBe('no');
      }
    }
  }
});

test('the snippets are those of the recipes', async () => {
  expect(await generateSnippets({ check: true }), 'run npm run generate').toEqual([]);
});

test('no snippet has a prefix: it would be suggested in any string of any JSON file; whole policies fill a file', () => {
  for (const of of ['queue', 'key'] as const)
    for (const [title, snippet] of Object.entries(snippets(of))) {
      expect(snippet, title).not.toHaveProperty('prefix');
      expect(snippet.isFileTemplate === true, title).toBe(title.startsWith('Least-privilege'));
    }
});
