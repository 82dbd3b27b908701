import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import type { PolicyKind, Statement } from '../../server/src/policy';
import { conditionHoles, isUnlimited, restrictingTests, sendsSource, servicesOf, shapeExample, sourceConditionFixes, sourceFacts, surroundings } from '../../server/src/rules/sourceConditions';
import type { RuleContext } from '../../server/src/rules/rule';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const read = (statement: unknown): Statement => findPolicies(typeof statement === 'string' ? statement : JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), { name: 'p.json', kind: 'queue' }).policies[0]!.policy.statements[0]!;
const allow = (more: object): Statement => read({ Effect: 'Allow', Action: 'sqs:SendMessage', ...more });
const context = (kind: PolicyKind): RuleContext => ({ facts, kind, owner: { account: undefined, reason: '' }, zone: { accounts: [], organizations: [] }, profile: 'recommended', template: false });

test.each<[string, unknown, string[]]>([
  ['one', { Service: 'sns.amazonaws.com' }, ['sns.amazonaws.com']],
  ['beside an account', { AWS: '111122223333', Service: ['sns.amazonaws.com', 's3.amazonaws.com'] }, ['sns.amazonaws.com', 's3.amazonaws.com']],
  ['not one that is still to be filled in', { Service: ['${service}', '<service>.amazonaws.com', 'sns.amazonaws.com'] }, ['sns.amazonaws.com']],
  ['none', '*', []],
])('the services that a statement names: %s', (_, Principal, names) => expect(servicesOf(allow({ Principal })).map(({ name }) => name)).toEqual(names));

test('which tests restrict', () => {
  const restricting = (operator: string, key: string, value = 'x') => restrictingTests(allow({ Condition: { [operator]: { [key]: value } } }), facts, ['aws:sourcearn']).length;
  expect(['ArnLike', 'ArnEquals', 'StringEquals', 'StringLike', 'ForAnyValue:ArnLike'].map((operator) => restricting(operator, 'AWS:SourceArn'))).toEqual([1, 1, 1, 1, 1]);
  expect(['ArnNotLike', 'StringLikeIfExists', 'ForAllValues:ArnLike', 'Null', 'Bool', 'IpAddress', 'Nonsense'].map((operator) => restricting(operator, 'aws:SourceArn', 'true'))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(restricting('ArnLike', 'aws:SourceAccount')).toBe(0);
});

test.each([
  ['*', true],
  ['**', true],
  ['*a', false],
  ['a*', false],
  ['arn:aws:sns:*:*:*', true],
  ['arn:aws:s3:::*', true],
  ['arn:aws:s3:::**', true],
  ['arn:aws:s3:::?*/*', true],
  ['arn:aws:sns:*:*:orders', false],
  ['arn:aws:sns:eu-west-1:*:*', false],
  ['not-an-arn:aws:sns:*:*:*', false],
  ['${topic}', false],
  ['arn:aws:sns:*:*:${name}', false],
  ['arn:${AWS::Partition}:sns:*:*:*', true],
  ['arn:${partition}:${service}:*:*:*', true],
  ['arn:aws:sns:${region}:*:*', false],
  ['arn:aws:sns:${topic}', false],
  ['arn:aws:${topic}:*', false],
  ['arn:aws:sns', true],
])('%s is unlimited: %s', (text, is) => expect(isUnlimited(allow({ Resource: text }).resource!.values[0]!)).toBe(is));

describe('the holes that hide conditions', () => {
  const inTemplate = (statement: unknown): Statement => read(JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } } } }));
  test.each<[string, Statement, string[] | undefined]>([
    ['none', allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), undefined],
    ['no condition at all', allow({}), undefined],
    ['a statement that is still typed', read('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": '), ['Condition']],
    ['one that is still typed and has its condition', read('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Condition": { "Bool": { "aws:SecureTransport": "true" } }, "Action": '), undefined],
    ['a condition that is still typed', read('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Condition": '), ['Condition']],
    ['a condition of the template’s', inTemplate({ Effect: 'Allow', Condition: { 'Fn::FindInMap': ['Conditions', 'of', 'queues'] } }), ['Fn::FindInMap']],
  ])('%s', (_, statement, labels) => expect(conditionHoles(statement)?.map(({ label }) => label)).toEqual(labels));
});

test('what a service sends, by the kind of the resource', () => {
  const sends = (name: string, kind: PolicyKind) => sourceFacts(facts, name, kind)?.sends;
  expect(sends('sns.amazonaws.com', 'queue')).toEqual({ arn: true, account: true });
  expect(sends('nonsense.amazonaws.com', 'queue')).toBeUndefined();
  // A service with a role reaches queues as that; as a user of keys it is another matter.
  expect(sends('logs.eu-west-1.amazonaws.com', 'queue')).toBeUndefined();
  expect(sends('logs.eu-west-1.amazonaws.com', 'key')).toBeDefined();
  expect(sourceFacts(facts, 'sns.amazonaws.com', 'queue')!.shapes.map(({ service }) => service)).toEqual(['sns']);
});

test('whether a service says for whom it calls', () => {
  const asked = (name: string, kind: PolicyKind) => sendsSource(servicesOf(allow({ Principal: { Service: name } }))[0]!, context(kind));
  expect(asked('sns.amazonaws.com', 'queue')).toBe(true);
  expect(asked('events.amazonaws.com', 'key')).toBe(true);
  expect(asked('nonsense.amazonaws.com', 'key')).toBe(false);
  expect(asked('autoscaling.amazonaws.com', 'queue')).toBe(false);
});

test.each<[string, unknown, string | undefined, ReturnType<typeof surroundings>]>([
  ['a queue', QUEUE, undefined, { partition: 'aws', region: 'eu-west-1', account: '111122223333' }],
  ['the account that is known otherwise', QUEUE, '444455556666', { partition: 'aws', region: 'eu-west-1', account: '444455556666' }],
  ['China', 'arn:aws-cn:sqs:cn-north-1:111122223333:orders', undefined, { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' }],
  ['GovCloud', 'arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders', undefined, { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '111122223333' }],
  ['a star', '*', undefined, { partition: 'aws', region: '<region>', account: '<account-id>' }],
  ['wildcards', 'arn:aws*:sqs:*:*:orders', undefined, { partition: 'aws', region: '<region>', account: '<account-id>' }],
  ['an account of thirteen digits', 'arn:aws:sqs:eu-west-1a:1111222233334:orders', undefined, { partition: 'aws', region: '<region>', account: '<account-id>' }],
  ['too few parts, then a whole one', ['arn:aws:sqs', QUEUE], undefined, { partition: 'aws', region: 'eu-west-1', account: '111122223333' }],
  ['six words', ['a:b:c:d:e:f'], undefined, { partition: 'aws', region: '<region>', account: '<account-id>' }],
])('what Resource tells: %s', (_, Resource, account, found) => expect(surroundings(allow({ Resource }), account)).toEqual(found));

test('an ARN in the shape that a service sends, with the rest to be filled in', () => {
  const [shape] = sourceFacts(facts, 'sns.amazonaws.com', 'queue')!.shapes;
  expect(shapeExample(shape!, surroundings(allow({ Resource: QUEUE }), undefined))).toBe('arn:aws:sns:eu-west-1:111122223333:<topic-name>');
});

test.each<[string, string, PolicyKind, string[]]>([
  ['SNS', 'sns.amazonaws.com', 'queue', ['Limit to one source with aws:SourceArn', 'Limit to one account with aws:SourceAccount']],
  ['S3, whose ARNs have no account', 's3.amazonaws.com', 'queue', ['Limit to one source with aws:SourceArn and aws:SourceAccount', 'Limit to one account with aws:SourceAccount']],
  ['one that sends nothing', 'nonsense.amazonaws.com', 'queue', []],
])('the conditions that are offered for %s', (_, name, kind, titles) => {
  const statement = allow({ Principal: { Service: name }, Resource: QUEUE });
  expect(sourceConditionFixes(servicesOf(statement)[0]!, statement, context(kind)).map(({ title }) => title)).toEqual(titles);
});
