/** Each line of the tables by which one statement is contained in another, and the rules that look right and are not. */
import { describe, expect, test } from 'vitest';
import { contains } from '../../../server/src/access/containment';
import { meet, within } from '../../../server/src/access/containment/patterns';
import { findPolicies } from '../../../server/src/documents';
import { OWNER, policyOf, QUEUE } from './policies';

type Elements = Readonly<Record<string, unknown>>;

const OTHER = '444455556666';
const ROOT = `arn:aws:iam::${OWNER}:root`;
const WORKER = `arn:aws:iam::${OWNER}:role/worker`;
const BUYER = `arn:aws:iam::${OWNER}:user/staff/buyer`;
const FEDERATED = `arn:aws:sts::${OWNER}:federated-user/visitor`;
const SESSION = `arn:aws:sts::${OWNER}:assumed-role/worker/nightly`;
const base = { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE };

/** Undefined elements are left out. */
function statement(elements: Elements): Elements {
  return Object.fromEntries(Object.entries({ ...base, ...elements }).filter(([, value]) => value !== undefined));
}

/** Whether the narrow one is contained in the wide one, and the wide one in the narrow one. */
function both(narrow: Elements, wide: Elements): readonly [boolean, boolean] {
  const policy = policyOf([statement(narrow), statement(wide)]);
  const [n, w] = policy.statements;
  return [contains(policy, w!, n!), contains(policy, n!, w!)];
}

const principal = (value: unknown, effect = 'Deny'): Elements => ({ Effect: effect, Principal: value });
const except = (value: unknown): Elements => ({ Principal: undefined, NotPrincipal: value });
const aws = (value: unknown, effect?: string): Elements => principal({ AWS: value }, effect);
const action = (value: unknown): Elements => ({ Action: value });
const notAction = (value: unknown): Elements => ({ Action: undefined, NotAction: value });
const resource = (value: unknown): Elements => ({ Resource: value });
const notResource = (value: unknown): Elements => ({ Resource: undefined, NotResource: value });
const when = (Condition: unknown): Elements => ({ Condition });
const test1 = (operator: string, key: string, value: unknown): Elements => when({ [operator]: { [key]: value } });
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders';

/** Name, narrow, wide, and whether the narrow is in the wide; then the other way round. */
type Row = readonly [name: string, narrow: Elements, wide: Elements, contained: boolean, reverse?: boolean];

const rows: Readonly<Record<string, readonly Row[]>> = {
  principals: [
    ['the same', aws(WORKER), aws(WORKER), true, true],
    ['everybody holds a role', aws(WORKER), principal('*'), true],
    ['everybody holds a service', principal({ Service: 'sns.amazonaws.com' }), principal('*'), true],
    ['both ways to write everybody', principal('*'), aws('*'), true, true],
    ['in a list', aws(WORKER), aws([BUYER, WORKER]), true],
    ['another service', principal({ Service: 'sns.amazonaws.com' }), principal({ Service: 'sns.eu-south-1.amazonaws.com' }), false],
    ['a service under the wrong kind', principal({ Service: WORKER }), aws(WORKER), false],
    ['an account and its root', aws(OWNER), aws(ROOT), true, true],
    ['an account and its root in an Allow', aws(OWNER, 'Allow'), aws(ROOT, 'Allow'), true, true],
    ['the root of another account', aws(OWNER), aws(`arn:aws:iam::${OTHER}:root`), false],
    ['the root in another partition than the queue', aws(OWNER), aws(`arn:aws-cn:iam::${OWNER}:root`), false],
    ['roots of two partitions', aws(ROOT), aws(`arn:aws-cn:iam::${OWNER}:root`), false],
    ['a Deny: a role in its account', aws(WORKER), aws(ROOT), true],
    ['a Deny: a user in its account', aws(BUYER), aws(OWNER), true],
    ['a Deny: a federated user in its account', aws(FEDERATED), aws(ROOT), true],
    ['an Allow: a role is not in its account', aws(WORKER, 'Allow'), aws(ROOT, 'Allow'), false],
    ['an Allow: a user is not in its account', aws(BUYER, 'Allow'), aws(OWNER, 'Allow'), false],
    ['a session is not in its role', aws(SESSION), aws(WORKER), false],
    ['a role in another account', aws(WORKER), aws(OTHER), false],
    ['a role of another partition in the account', aws(WORKER.replace('arn:aws:', 'arn:aws-cn:')), aws(ROOT), false],
    ['a role and one whose name begins so', aws(WORKER), aws(`${WORKER}s`), false],
    ['all but two in all but one', except({ AWS: [WORKER, ROOT] }), except({ AWS: WORKER }), true],
    ['all but one in all', except({ AWS: WORKER }), principal('*'), true],
    ['all but one in all of an Allow', { ...except({ AWS: WORKER }), Effect: 'Allow' }, principal('*', 'Allow'), false],
    ['all but one in all but two of an Allow', { ...except({ AWS: [WORKER, ROOT] }), Effect: 'Allow' }, { ...except({ AWS: WORKER }), Effect: 'Allow' }, false],
    ['a role in all but another', aws(WORKER), except({ AWS: BUYER }), false],
    ['a kind that AWS does not know', principal({ AWS: WORKER, Role: 'x' }), principal({ AWS: WORKER, Role: 'x' }), false],
    ['an empty list', aws([]), principal('*'), false],
    ['a list in place of the map', principal(['*']), principal('*'), false],
  ],
  actions: [
    ['one in a pattern', action('sqs:SendMessage'), action('sqs:Send*'), true],
    ['letter case', action('SQS:sendmessage'), action('sqs:SendMessage'), true, true],
    ['a pattern in a pattern', action('sqs:Get*Attributes'), action('sqs:Get*'), true],
    ['everything', action('sqs:*'), action('*'), true],
    ['all of today are not all', action('sqs:*'), action(['sqs:A*', 'sqs:C*', 'sqs:D*', 'sqs:G*', 'sqs:L*', 'sqs:P*', 'sqs:R*', 'sqs:S*', 'sqs:T*', 'sqs:U*']), false, true],
    ['two patterns that match the same today', action('sqs:SendM*'), action('sqs:SendMess*'), false, true],
    ['question marks', action('sqs:SendMessag?'), action('sqs:Send*'), true],
    ['as many question marks', action('sqs:Send???????'), action('sqs:Send??????'), false],
    ['a wildcard before the colon', action('sqs:SendMessage'), action('s*'), false],
    ['all but two in all but one', notAction(['sqs:SendMessage', 'sqs:PurgeQueue']), notAction('sqs:PurgeQueue'), true],
    ['all but a pattern in all but one of it', notAction('sqs:Send*'), notAction('sqs:SendMessage'), true],
    ['one in all but another', action('sqs:SendMessage'), notAction('sqs:PurgeQueue'), true],
    ['one in all but a pattern of it', action('sqs:SendMessage'), notAction('sqs:*Message'), false],
    ['a pattern in all but one that it meets', action('sqs:Send*'), notAction('sqs:*Message'), false],
    ['all but one in everything', notAction('sqs:SendMessage'), action('*'), true],
    ['all but one in all of the service', notAction('sqs:SendMessage'), action('sqs:*'), false],
  ],
  resources: [
    ['in everything', resource(QUEUE), resource('*'), true],
    ['in a pattern', resource(QUEUE), resource(`arn:aws:sqs:*:${OWNER}:ord*`), true],
    ['a wildcard of one part does not hold two', resource('arn:aws:sqs:eu-west-1:111122223333:orders'), resource('arn:aws:sqs:*:orders'), false],
    ['another queue', resource(QUEUE), resource(`${QUEUE}-dlq`), false],
    ['all but two in all but one', notResource([QUEUE, `${QUEUE}-dlq`]), notResource(QUEUE), true],
    ['one in all but another', resource(QUEUE), notResource(`${QUEUE}-dlq`), true],
    ['one in all but a pattern of it', resource(QUEUE), notResource(`arn:aws:sqs:*:*:*`), false],
    ['one in all but an unfinished ARN', resource(QUEUE), notResource('arn:aws:sqs'), false],
    ['all but one in everything', notResource(QUEUE), resource('*'), true],
  ],
  conditions: [
    ['without any', test1('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'), {}, true],
    ['one more', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, Bool: { 'aws:SecureTransport': 'false' } }), test1('Bool', 'aws:SecureTransport', 'false'), true],
    ['another key', test1('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'), test1('StringEquals', 'aws:SourceOrgID', 'o-a1b2c3d4e5'), false],
    ['letter case of a key', test1('StringEquals', 'AWS:principalorgid', 'o-a1b2c3d4e5'), test1('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'), true, true],
    ['letter case of a tag', test1('StringEquals', 'aws:PrincipalTag/team', 'a'), test1('StringEquals', 'AWS:PrincipalTag/Team', 'a'), false],
    ['fewer values', test1('StringEquals', 'aws:SourceAccount', OWNER), test1('StringEquals', 'aws:SourceAccount', [OWNER, OTHER]), true],
    ['more values of a negated test', test1('StringNotEquals', 'aws:SourceAccount', [OWNER, OTHER]), test1('StringNotEquals', 'aws:SourceAccount', OWNER), true],
    ['a value in a pattern', test1('StringEquals', 'aws:SourceAccount', OWNER), test1('StringLike', 'aws:SourceAccount', '1111*'), true],
    ['a negated pattern in a negated value', test1('StringNotLike', 'aws:SourceAccount', '1111*'), test1('StringNotEquals', 'aws:SourceAccount', OWNER), true],
    ['letter case of a value', test1('StringEquals', 'aws:PrincipalTag/team', 'Blue'), test1('StringEqualsIgnoreCase', 'aws:PrincipalTag/team', 'blue'), true],
    ['a wildcard that is none', test1('StringEquals', 'aws:PrincipalTag/team', 'a*'), test1('StringLike', 'aws:PrincipalTag/team', 'a?'), true],
    ['a folded value in a pattern', test1('StringEqualsIgnoreCase', 'aws:PrincipalTag/team', 'blue'), test1('StringLike', 'aws:PrincipalTag/team', 'b*'), false],
    ['ArnEquals and ArnLike', test1('ArnEquals', 'aws:SourceArn', TOPIC), test1('ArnLike', 'aws:SourceArn', TOPIC), true, true],
    ['a pattern of an Arn operator in the String one', test1('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:111122223333:*'), test1('StringLike', 'aws:SourceArn', 'arn:aws:sns:*:111122223333:*'), true, false],
    ['a String pattern with its wildcard in the last part', test1('StringLike', 'aws:SourceArn', `${TOPIC}*`), test1('ArnLike', 'aws:SourceArn', `${TOPIC}*`), true, true],
    ['wildcards within their parts', test1('ArnLike', 'aws:SourceArn', TOPIC), test1('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:orders'), false],
    ['a negated Arn test in the String one', test1('StringNotLike', 'aws:SourceArn', 'arn:aws:sns:*'), test1('ArnNotLike', 'aws:SourceArn', TOPIC), false],
    ['an address range in a range', test1('IpAddress', 'aws:SourceIp', '203.0.113.0/25'), test1('IpAddress', 'aws:SourceIp', '203.0.113.0/24'), true],
    ['ranges side by side', test1('IpAddress', 'aws:SourceIp', '203.0.113.0/25'), test1('IpAddress', 'aws:SourceIp', '203.0.113.128/25'), false],
    ['a range outside a wider one', test1('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'), test1('NotIpAddress', 'aws:SourceIp', '203.0.113.7/32'), true],
    ['numbers', test1('NumericLessThan', 'kms:GrantConstraintType', '5'), test1('NumericLessThan', 'kms:GrantConstraintType', '10'), true],
    ['a number at its limit', test1('NumericLessThanEquals', 'aws:MultiFactorAuthAge', '10'), test1('NumericLessThan', 'aws:MultiFactorAuthAge', '10'), false, true],
    ['equal and less', test1('NumericEquals', 'aws:MultiFactorAuthAge', '3'), test1('NumericLessThanEquals', 'aws:MultiFactorAuthAge', '3'), true],
    ['less in greater', test1('NumericLessThan', 'aws:MultiFactorAuthAge', '3'), test1('NumericGreaterThan', 'aws:MultiFactorAuthAge', '1'), false],
    ['instants written in two ways', test1('DateEquals', 'aws:CurrentTime', '2026-01-01T00:00:00Z'), test1('DateEquals', 'aws:CurrentTime', '2026-01-01T01:00:00+01:00'), true, true],
    ['before a later date', test1('DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z'), test1('DateLessThan', 'aws:CurrentTime', '2027-01-01T00:00:00Z'), true],
    ['equal and different from another', test1('StringEquals', 'aws:SourceAccount', OWNER), test1('StringNotEquals', 'aws:SourceAccount', OTHER), true],
    ['equal and different from the same', test1('StringEquals', 'aws:SourceAccount', [OWNER, OTHER]), test1('StringNotEquals', 'aws:SourceAccount', OTHER), false],
    ['a pattern and different from a value', test1('StringLike', 'aws:SourceAccount', '1*'), test1('StringNotEquals', 'aws:SourceAccount', OTHER), false],
    ['equal and unlike in another letter case', test1('StringEquals', 'aws:PrincipalTag/team', 'Blue'), test1('StringNotEqualsIgnoreCase', 'aws:PrincipalTag/team', 'blue'), false],
    ['the plain test in IfExists', test1('Bool', 'aws:SecureTransport', 'false'), test1('BoolIfExists', 'aws:SecureTransport', 'false'), true, false],
    ['a negated test in one with IfExists', test1('StringNotEquals', 'aws:SourceAccount', OWNER), test1('StringNotEqualsIfExists', 'aws:SourceAccount', OWNER), true],
    ['present', test1('StringEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), test1('Null', 'aws:SourceVpce', 'false'), true],
    ['present by a negated test', test1('StringNotEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), test1('Null', 'aws:SourceVpce', 'false'), false],
    ['present by IfExists', test1('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-0a1b2c3d'), test1('Null', 'aws:SourceVpce', 'false'), false],
    ['present by ForAnyValue', test1('ForAnyValue:StringNotEquals', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/*'), test1('Null', 'aws:PrincipalOrgPaths', 'false'), true],
    ['absent in a negated test', test1('Null', 'aws:SourceVpce', 'true'), test1('StringNotEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), true],
    ['absent in IfExists', test1('Null', 'aws:SourceVpce', 'true'), test1('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-0a1b2c3d'), true],
    ['absent in ForAllValues', test1('Null', 'aws:PrincipalOrgPaths', 'true'), test1('ForAllValues:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/*'), true],
    ['absent in a plain test', test1('Null', 'aws:SourceVpce', 'true'), test1('StringEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), false],
    ['absent and present', test1('Null', 'aws:SourceVpce', 'true'), test1('Null', 'aws:SourceVpce', 'false'), false],
    ['Null of two values', test1('Null', 'aws:SourceVpce', ['true', 'false']), test1('Null', 'aws:SourceVpce', 'true'), false],
    ['ForAnyValue, fewer values', test1('ForAnyValue:StringEquals', 'aws:TagKeys', 'a'), test1('ForAnyValue:StringLike', 'aws:TagKeys', ['a', 'b']), true],
    ['ForAllValues, fewer values', test1('ForAllValues:StringEquals', 'aws:TagKeys', 'a'), test1('ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']), true],
    ['ForAllValues in ForAnyValue', test1('ForAllValues:StringEquals', 'aws:TagKeys', 'a'), test1('ForAnyValue:StringEquals', 'aws:TagKeys', 'a'), false],
    ['ForAllValues in the plain test', test1('ForAllValues:StringEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), test1('StringEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), false],
    ['ForAnyValue and the plain test of one value', test1('ForAnyValue:StringEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), test1('StringEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), true, true],
    ['ForAnyValue negated in the plain test', test1('ForAnyValue:StringNotEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), test1('StringNotEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d'), true, false],
    ['several values without a set prefix', test1('StringEquals', 'aws:TagKeys', 'a'), test1('StringEquals', 'aws:TagKeys', ['a', 'b']), false],
    ['several values without a set prefix, the same', test1('StringEquals', 'aws:TagKeys', ['a', 'b']), test1('StringEquals', 'aws:TagKeys', ['b', 'a']), true, true],
    ['a key that nobody knows', test1('StringEquals', 'sqs:Sender', 'a'), test1('StringEquals', 'sqs:Sender', ['a', 'b']), false],
    ['a variable', test1('StringEquals', 'aws:PrincipalTag/team', '${aws:username}'), test1('StringEquals', 'aws:PrincipalTag/team', ['${aws:username}', 'a']), true],
    ['a variable in a pattern of another text', test1('StringLike', 'aws:PrincipalTag/team', 'x-${aws:username}'), test1('StringLike', 'aws:PrincipalTag/team', 'x-*'), false],
    ['a variable that only the wide one has', test1('StringEquals', 'aws:PrincipalTag/team', 'a'), test1('StringEquals', 'aws:PrincipalTag/team', ['${aws:username}', 'a']), false],
    ['a variable in a pattern of any text', test1('StringLike', 'aws:PrincipalTag/team', 'x-${aws:username}'), test1('StringLike', 'aws:PrincipalTag/team', '*'), false],
    ['a tie: the account of a source', test1('ArnEquals', 'aws:SourceArn', TOPIC), test1('StringEquals', 'aws:SourceAccount', OWNER), false],
    ['a tie: the account of a role', test1('ArnEquals', 'aws:PrincipalArn', WORKER), test1('StringEquals', 'aws:PrincipalAccount', OWNER), false],
    ['an empty list', test1('StringEquals', 'aws:SourceAccount', []), test1('StringEquals', 'aws:SourceAccount', OWNER), false],
    ['an empty operator', when({ StringEquals: {} }), when({ StringEquals: {} }), false],
    ['an operator that AWS refuses', test1('stringEquals', 'aws:SourceAccount', OWNER), test1('stringEquals', 'aws:SourceAccount', OWNER), false],
    ['wider by one of two patterns', test1('ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/*', 'arn:aws:iam::*:user/*']), test1('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*'), false, true],
  ],
  statements: [
    ['another effect', { Effect: 'Allow' }, { Effect: 'Deny' }, false],
    ['an unknown element', { Comment: 'x' }, {}, false],
    ['whatever its name', { Sid: 'A' }, { Sid: 'B' }, true, true],
    ['without a Resource', { Resource: undefined }, { Resource: undefined }, false],
  ],
};

describe.each(Object.entries(rows))('%s', (_, of) => {
  test.each(of.map((row) => [row[0], row] as const))('%s', (_name, [, narrow, wide, contained, reverse = false]) => {
    expect(both(narrow, wide)).toEqual([contained, reverse]);
  });
});

describe('what is written twice, or left to the host', () => {
  const statements = (text: string) => {
    const [site] = findPolicies(text, { name: 'p.json', kind: 'queue' }).policies;
    const [narrow, wide] = site!.policy.statements;
    return contains(site!.policy, wide!, narrow!);
  };
  const deny = (condition: string) => `{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": ${condition}}`;

  test('a key twice: only the last one counts', () => {
    const twice = '{"StringEquals": {"aws:SourceAccount": "111122223333", "AWS:SourceAccount": "444455556666"}}';
    expect(statements(`{"Version": "2012-10-17", "Statement": [${deny(twice)}, ${deny('{"StringEquals": {"aws:SourceAccount": "111122223333"}}')}]}`)).toBe(false);
  });

  test('an operator twice', () => {
    const twice = '{"StringEquals": {"aws:SourceAccount": "111122223333"}, "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}';
    expect(statements(`{"Version": "2012-10-17", "Statement": [${deny(twice)}, ${deny('{"StringEquals": {"aws:SourceAccount": "111122223333"}}')}]}`)).toBe(false);
  });

  const template = (one: unknown, other: unknown, more: object = {}) => {
    const of = (resource: unknown) => ({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: resource, ...more });
    return statements(JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Version: '2012-10-17', Statement: [of(one), of(other)] } } } } }));
  };
  const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
  const join = (name: string) => ({ 'Fn::Join': [':', { 'Fn::Split': [',', { Ref: name }] }] });

  test.each<[string, unknown, unknown, boolean]>([
    ['the same reference', arnOf('Queue'), arnOf('Queue'), true],
    ['references to two queues', arnOf('Queue'), arnOf('Second'), false],
    ['a reference in everything', arnOf('Queue'), '*', true],
    ['everything in a reference', '*', arnOf('Queue'), false],
    ['a name that each Fn::Sub fills by itself', { 'Fn::Sub': ['arn:aws:sqs:eu-west-1:111122223333:${n}', { n: 'a' }] }, { 'Fn::Sub': ['arn:aws:sqs:eu-west-1:111122223333:${n}', { n: 'b' }] }, false],
    ['functions that are not seen through', join('A'), join('B'), false],
    ['an item that may be left out of the narrow one', { 'Fn::If': ['Prod', QUEUE, { Ref: 'AWS::NoValue' }] }, QUEUE, false],
  ])('%s', (_, narrow, wide, contained) => {
    expect(template(narrow, wide)).toBe(contained);
  });

  test('a mark for a person is not surely the same twice, one for a template engine is', () => {
    const queue = (name: string) => `{"Version": "2012-10-17", "Statement": [${`{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "${name}"},`.repeat(2).slice(0, -1)}]}`;
    expect(statements(queue('arn:aws:sqs:eu-west-1:<account-id>:orders'))).toBe(false);
    expect(statements(queue('arn:aws:sqs:eu-west-1:${var.account}:orders'))).toBe(true);
  });
});

describe('patterns', () => {
  const letters = ['a', 'b', '*', '?'];
  const short = (length: number): string[] => (length === 0 ? [''] : short(length - 1).flatMap((text) => letters.map((letter) => text + letter)));
  const patterns = [0, 1, 2, 3].flatMap(short);
  const words = [0, 1, 2, 3, 4].flatMap((length) => short(length)).filter((text) => !/[*?]/.test(text)).concat('c', 'ac', 'ca', 'cac', 'acb');
  const matched = new Map(patterns.map((pattern) => [pattern, new Set(words.filter((word) => new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(word)))]));

  test('all pairs of up to three characters against all words of up to four', () => {
    const wrong: string[] = [];
    let held = 0;
    let apart = 0;
    for (const narrow of patterns)
      for (const wide of patterns) {
        const [inner, outer] = [matched.get(narrow)!, matched.get(wide)!];
        if (within(narrow, wide)) {
          held++;
          for (const word of inner) if (!outer.has(word)) wrong.push(`${narrow} within ${wide}: ${word}`);
        }
        const shared = words.some((word) => inner.has(word) && outer.has(word));
        if (!meet(narrow, wide)) {
          apart++;
          if (shared) wrong.push(`${narrow} apart from ${wide}`);
        }
      }
    expect(wrong).toEqual([]);
    expect(Math.min(held, apart)).toBeGreaterThan(1000);
  });
});
