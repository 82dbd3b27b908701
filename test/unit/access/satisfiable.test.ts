import { describe, expect, test } from 'vitest';
import { evaluate, satisfiable, type Satisfiable } from '../../../server/src/access';
import { facts } from '../../../server/src/aws';
import { findPolicies } from '../../../server/src/documents';
import type { PolicyKind } from '../../../server/src/policy';

const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const allow = (principal: unknown, action: unknown, condition?: unknown) => ({ Effect: 'Allow', Principal: principal, Action: action, Resource: queue, ...(condition !== undefined && { Condition: condition }) });
const deny = (action: unknown, condition?: unknown, principal: unknown = '*') => ({ ...allow(principal, action, condition), Effect: 'Deny' });
const SNS = { Service: 'sns.amazonaws.com' };
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders';

/** Is there a request that the first statement covers and none of the others? */
function ask(statements: unknown[], kind: PolicyKind = 'queue'): Satisfiable {
  const [site] = findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { name: 'p.json', kind }).policies;
  const [first, ...others] = site!.policy.statements;
  const answer = satisfiable({ policy: site!.policy, require: [first!], forbid: others }, { kind, owner: '111122223333' });
  if (answer.is === 'yes' && !JSON.stringify(statements).includes('<')) {
    const verdicts = evaluate(site!.policy, answer.witness, { kind, owner: '111122223333' }).statements;
    expect(verdicts.map((v) => v.matched.is)).toEqual(['yes', ...others.map(() => 'no')]);
  }
  return answer;
}

describe('one statement', () => {
  test.each<[name: string, statement: unknown, is: Satisfiable['is']]>([
    ['a role', allow({ AWS: 'arn:aws:iam::111122223333:role/a' }, 'sqs:SendMessage'), 'yes'],
    ['a service and its source', allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } }), 'yes'],
    ['a service has no organization of a principal', allow(SNS, 'sqs:SendMessage', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), 'no'],
    ['a role has no source', allow({ AWS: 'arn:aws:iam::111122223333:role/a' }, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } }), 'no'],
    ['source and account that differ', allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC }, StringEquals: { 'aws:SourceAccount': '444455556666' } }), 'no'],
    ['a bucket, whose ARN names no account', allow({ Service: 's3.amazonaws.com' }, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' }, StringEquals: { 'aws:SourceAccount': '444455556666' } }), 'yes'],
    ['the same and not the same', allow('*', 'sqs:SendMessage', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), 'no'],
    ['absent and not', allow('*', 'sqs:SendMessage', { Null: { 'aws:SourceVpce': 'true' }, StringLike: { 'aws:SourceVpce': '*' } }), 'no'],
    ['crossed dates', allow('*', 'sqs:SendMessage', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }), 'no'],
    ['a second between two dates', allow('*', 'sqs:SendMessage', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:02Z' }, DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }), 'yes'],
    ['an address and a network that does not hold it', allow('*', 'sqs:SendMessage', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, NotIpAddress: { 'aws:SourceIp': '203.0.0.0/16' } }), 'no'],
    ['an address beside a smaller network', allow('*', 'sqs:SendMessage', { IpAddress: { 'aws:SourceIp': '203.0.0.0/16' }, NotIpAddress: { 'aws:SourceIp': '203.0.0.0/17' } }), 'yes'],
    ['an endpoint and a public address', allow('*', 'sqs:SendMessage', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }), 'no'],
    ['the PrincipalArn of another account than the principal', allow({ AWS: '111122223333' }, 'sqs:SendMessage', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*' } }), 'no'],
    ['a user that is still to be named is some user', allow({ AWS: 'arn:aws:iam::111122223333:user/<name>' }, 'sqs:SendMessage'), 'yes'],
    ['a source that is still to be filled in is some source', allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': '<topic>' } }), 'yes'],
    ['a hole that changes nothing', allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': '<topic>' }, StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), 'no'],
    ['several values: one fits and all fit', allow({ AWS: '111122223333' }, 'sqs:SendMessage', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a/*' }, 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-b/*' } }), 'no'],
    ['several paths are of one organization', allow({ AWS: '111122223333' }, 'sqs:SendMessage', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a/*' }, 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a/*' } }), 'no'],
    ['several paths, one of each', allow({ AWS: '111122223333' }, 'sqs:SendMessage', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a/r-b/*' }, 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a/r-b/*' } }), 'yes'],
  ])('%s', (_, statement, is) => expect(ask([statement]).is).toBe(is));
});

describe('an Allow and the Denies', () => {
  const sns = allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } });
  test.each<[name: string, statements: unknown[], is: Satisfiable['is']]>([
    ['a boundary of the organization stops the service', [sns, deny('sqs:SendMessage', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })], 'no'],
    ['not where services are exempted', [sns, deny('sqs:SendMessage', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } })], 'yes'],
    ['IfExists on the negated test helps nobody', [sns, deny('sqs:SendMessage', { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })], 'no'],
    ['a boundary that names the source', [sns, deny('sqs:SendMessage', { ArnNotLike: { 'aws:SourceArn': TOPIC } })], 'yes'],
    ['a boundary that names another', [sns, deny('sqs:SendMessage', { ArnNotLike: { 'aws:SourceArn': `${TOPIC}-2` } })], 'no'],
    ['plain HTTP', [allow('*', 'sqs:SendMessage'), deny('sqs:*', { Bool: { 'aws:SecureTransport': 'false' } })], 'yes'],
    ['TLS and plain HTTP', [allow('*', 'sqs:SendMessage'), deny('sqs:*', { Bool: { 'aws:SecureTransport': 'false' } }), deny('sqs:*', { Bool: { 'aws:SecureTransport': 'true' } })], 'no'],
    ['an action is left', [allow('*', ['sqs:SendMessage', 'sqs:GetQueueUrl']), deny('sqs:Send*')], 'yes'],
    ['none is', [allow('*', ['sqs:SendMessage', 'sqs:GetQueueUrl']), deny('sqs:Send*'), deny(['sqs:Get*'])], 'no'],
    ['a role that a list of roles leaves out', [allow({ AWS: '111122223333' }, 'sqs:ReceiveMessage'), deny('sqs:ReceiveMessage', { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'] } })], 'yes'],
    ['two Denies that leave nobody', [allow({ AWS: '111122223333' }, 'sqs:ReceiveMessage'), deny('sqs:ReceiveMessage', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/a' } }), deny('sqs:ReceiveMessage', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } })], 'no'],
    ['a Deny that is still to be filled in', [sns, deny('sqs:SendMessage', { ArnNotLike: { 'aws:SourceArn': '<topic>' } })], 'depends'],
    ['a Deny with NotPrincipal always hits services', [sns, { Effect: 'Deny', NotPrincipal: { AWS: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:root'] }, Action: 'sqs:SendMessage', Resource: queue }], 'no'],
  ])('%s', (_, statements, is) => expect(ask(statements).is).toBe(is));
});

test('past its bound the answer is "depends"', () => {
  const statements = [allow('*', 'sqs:SendMessage'), ...Array.from({ length: 19 }, (_, i) => deny('sqs:SendMessage', Object.fromEntries(Array.from({ length: 10 }, (_, j) => [`StringNotLike`, { [`aws:PrincipalTag/t${j}`]: `*a${i}*b*` }]))))];
  const [site] = findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { name: 'p.json', kind: 'queue' }).policies;
  const [first, ...others] = site!.policy.statements;
  expect(satisfiable({ policy: site!.policy, require: [first!], forbid: others }, { kind: 'queue', steps: 3 }).is).toBe('depends');
});

describe('what is known beforehand', () => {
  const denyUnless = (condition: unknown) => deny('sqs:ReceiveMessage', condition);
  const escapes = (condition: unknown, given: { readonly values?: Readonly<Record<string, readonly string[] | undefined>>; readonly plain?: boolean }) => {
    const [site] = findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: [denyUnless(condition)] }), { name: 'p.json', kind: 'queue' }).policies;
    return satisfiable({ policy: site!.policy, require: [], forbid: site!.policy.statements, who: { kinds: ['role'], among: ['111122223333'], name: 'somebody' }, given: { values: new Map(Object.entries(given.values ?? {})), ...(given.plain && { plain: true }) } , actions: facts.actions('sqs').filter(({ name }) => name === 'sqs:ReceiveMessage') }, { kind: 'queue', owner: '111122223333' }).is;
  };
  test.each<[name: string, condition: unknown, given: Parameters<typeof escapes>[1], is: Satisfiable['is']]>([
    ['a tag may be had', { StringNotEquals: { 'aws:PrincipalTag/team': 'orders' } }, {}, 'yes'],
    ['a plain caller has none', { StringNotEquals: { 'aws:PrincipalTag/team': 'orders' } }, { plain: true }, 'no'],
    ['a plain caller may belong to an organization', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, { plain: true }, 'yes'],
    ['not to this one', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, { plain: true, values: { 'aws:principalorgid': ['o-0000000000'] } }, 'no'],
    ['a plain caller’s network is any', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, { plain: true }, 'yes'],
    ['a key that is absent', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, { values: { 'aws:sourcevpce': undefined } }, 'no'],
    ['a key that its caller never has stays absent', { StringEquals: { 'aws:SourceAccount': '111122223333' } }, { values: { 'aws:sourceaccount': ['111122223333'] } }, 'yes'],
    ['over TLS', { Bool: { 'aws:SecureTransport': 'false' } }, { values: { 'aws:securetransport': ['true'] } }, 'yes'],
    ['not over TLS', { Bool: { 'aws:SecureTransport': 'false' } }, { values: { 'aws:securetransport': ['false'] } }, 'no'],
  ])('%s', (_, condition, given, is) => expect(escapes(condition, given)).toBe(is));
});

test('what is asked again costs the same steps, and is cut short where it would have been', () => {
  const [site] = findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: [allow('*', 'sqs:SendMessage', { StringLike: { 'aws:UserAgent': 'asked-twice*' } })] }), { name: 'p.json', kind: 'queue' }).policies;
  const ask = (budget: { left: number }) => satisfiable({ policy: site!.policy, require: [site!.policy.statements[0]!], forbid: [] }, { kind: 'queue', budget }).is;
  const [first, second] = [{ left: 100 }, { left: 100 }];
  expect([ask(first), ask(second)]).toEqual(['yes', 'yes']);
  expect(first.left).toBeLessThan(100);
  expect(second.left).toBe(first.left);
  expect(ask({ left: 100 - first.left })).toBe('depends');
  expect(ask({ left: 100 - first.left + 1 })).toBe('yes');
});

test.each<[name: string, condition: unknown]>([
  ['an unknown operator', { StringEqual: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
  ['an operator for one value on a key with several', { StringEquals: { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
  ['Null with a set', { 'ForAllValues:Null': { 'aws:PrincipalOrgPaths': 'true' } }],
])('of what AWS gives no meaning nothing is said: %s', (_, condition) => expect(ask([allow('*', 'sqs:SendMessage', condition)]).is).toBe('depends'));
