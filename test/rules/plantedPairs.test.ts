/** Two slips in different elements of one statement are two findings: neither hides the other, whatever their levels. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import type { Profile } from '../../server/src/rules/rule';
import { validate } from '../../server/src/service/validate';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { read } from './harness';

type Json = Readonly<Record<string, unknown>>;

interface Slip {
  readonly name: string;
  /** The element that it is in: two slips of one are not planted together. */
  readonly element: string;
  /** The rule that tells of it, in the other profile where that is off. */
  readonly rule: string;
  /** Another rule that says so where there is a condition, though one that limits nobody. */
  readonly or?: string;
  readonly profile?: Profile;
  readonly plant: (statement: Json) => Json;
}

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:order-placed';
const ROLE = 'arn:aws:iam::111122223333:role/worker';
const PARTNER = 'arn:aws:iam::444455556666:role/partner';

const set = (name: string, value: unknown) => (statement: Json): Json => ({ ...statement, [name]: value });
const conditioned = (tests: Json) => (statement: Json): Json => ({ ...statement, Condition: { ...(statement.Condition as Json | undefined), ...tests } });
const principal = (type: string, ...more: readonly string[]) => (statement: Json): Json => {
  const map = statement.Principal as Readonly<Record<string, readonly string[]>>;
  return { ...statement, Principal: { ...map, [type]: [...(map[type] ?? []), ...more] } };
};
const without = (name: string) => (statement: Json): Json => Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name));

/** A statement without a fault: a role of the own account sends. */
const sending: Json = { Sid: 'Send', Effect: 'Allow', Principal: { AWS: [ROLE] }, Action: ['sqs:SendMessage'], Resource: QUEUE };
const onQueue: readonly Slip[] = [
  { name: 'a Sid with a space', element: 'Sid', rule: 'valid-sid', plant: set('Sid', 'to send') },
  { name: 'an empty Sid', element: 'Sid', rule: 'no-empty-element', plant: set('Sid', '') },
  { name: 'an element that does not exist', element: 'Comment', rule: 'known-element', plant: set('Comment', 'orders') },
  { name: 'Conditions', element: 'Conditions', rule: 'known-element', plant: set('Conditions', { Bool: { 'aws:SecureTransport': 'true' } }) },
  { name: 'Resources', element: 'Resource', rule: 'known-element', plant: (statement) => set('Resources', QUEUE)(without('Resource')(statement)) },
  { name: 'no Resource', element: 'Resource', rule: 'require-resource', plant: without('Resource') },
  { name: 'Resource *', element: 'Resource', rule: 'sqs-queue-resource', profile: 'strict', plant: set('Resource', '*') },
  { name: 'a URL as Resource', element: 'Resource', rule: 'sqs-queue-resource', plant: set('Resource', 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders') },
  { name: 'a short account in Resource', element: 'Resource', rule: 'valid-arn', plant: set('Resource', 'arn:aws:sqs:eu-west-1:11112222333:orders') },
  { name: 'an unknown action', element: 'Action a', rule: 'known-action', plant: (s) => set('Action', [...(s.Action as string[]), 'sqs:SendMesage'])(s) },
  { name: 'a batch action', element: 'Action b', rule: 'no-batch-action', plant: (s) => set('Action', [...(s.Action as string[]), 'sqs:DeleteMessageBatch'])(s) },
  { name: 'an action of another service', element: 'Action c', rule: 'no-foreign-action', plant: (s) => set('Action', [...(s.Action as string[]), 'sns:Publish'])(s) },
  { name: 'an action twice', element: 'Action d', rule: 'no-redundant-value', plant: (s) => set('Action', [...(s.Action as string[]), 'sqs:GetQueueUrl', 'sqs:GetQueueUrl'])(s) },
  { name: 'every action for a partner', element: 'Principal AWS', rule: 'no-broad-grant', plant: (s) => principal('AWS', PARTNER)(set('Action', [...(s.Action as string[]), 'sqs:*'])(s)) },
  { name: 'a malformed principal', element: 'Principal a', rule: 'valid-principal', plant: principal('AWS', 'arn:aws:iam:111122223333:role/other') },
  { name: 'the id of a deleted role', element: 'Principal b', rule: 'no-orphan-principal', plant: principal('AWS', 'AROAEXAMPLEEXAMPLE12') },
  { name: 'a misspelt service', element: 'Principal c', rule: 'known-service-principal', plant: principal('Service', 'sns.amazon.com') },
  { name: 'a service that uses a role', element: 'Principal d', rule: 'no-role-service-principal', plant: principal('Service', 'pipes.amazonaws.com') },
  { name: 'a service for anybody', element: 'Principal e', rule: 'require-source-condition', or: 'no-silent-guard', plant: principal('Service', 's3.amazonaws.com') },
  { name: 'another kind of principal', element: 'Principal f', rule: 'no-unsupported-principal', plant: principal('Federated', 'cognito-identity.amazonaws.com') },
  { name: 'an unknown operator', element: 'Condition a', rule: 'known-condition-operator', plant: conditioned({ StringMatch: { 'aws:RequestedRegion': 'eu-west-1' } }) },
  { name: 'an unknown key', element: 'Condition b', rule: 'known-condition-key', plant: conditioned({ StringNotEquals: { 'aws:PrincipalAcount': '444455556666' } }) },
  { name: 'a number that is none', element: 'Condition c', rule: 'valid-condition-value', plant: conditioned({ NumericLessThan: { 'aws:MultiFactorAuthAge': 'an hour' } }) },
  { name: 'an operator for another type', element: 'Condition d', rule: 'matching-condition-operator', plant: conditioned({ StringNotEqualsIgnoreCase: { 'aws:SecureTransport': 'false' } }) },
  { name: 'a set operator for one value', element: 'Condition e', rule: 'no-set-operator', plant: conditioned({ 'ForAllValues:StringLike': { 'aws:RequestedRegion': 'eu-*' } }) },
  { name: 'no set operator for several', element: 'Condition f', rule: 'require-set-operator', plant: conditioned({ StringLike: { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }) },
  { name: 'a wildcard that is none', element: 'Condition g', rule: 'no-wildcard-in-exact-operator', plant: conditioned({ StringEqualsIfExists: { 'aws:RequestedRegion': 'eu-*' }, StringNotEqualsIfExists: { 'aws:PrincipalAccount': '4444*' } }) },
  { name: 'an old key', element: 'Condition h', rule: 'no-deprecated-condition-key', plant: conditioned({ StringNotLike: { 'aws:SourceOwner': '444455556666' } }) },
  { name: 'a private address', element: 'Condition i', rule: 'private-ip', plant: conditioned({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }) },
  { name: 'a session', element: 'Condition j', rule: 'no-session-arn', plant: conditioned({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:sts::111122223333:assumed-role/worker/one' } }) },
  { name: 'a malformed ARN', element: 'Condition k', rule: 'valid-arn', plant: conditioned({ ArnNotEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:1111222233:function:orders' } }) },
  { name: 'an empty operator', element: 'Condition l', rule: 'no-empty-element', plant: conditioned({ Bool: {} }) },
];

function withoutSource({ Condition: condition, ...rest }: Json): Json {
  const { ArnEquals: _, ...others } = condition as Json;
  return Object.keys(others).length > 0 ? { ...rest, Condition: others } : rest;
}

/** Another one: SNS sends for a topic. */
const delivering: Json = { Sid: 'Deliver', Effect: 'Allow', Principal: { Service: ['sns.amazonaws.com'] }, Action: ['sqs:SendMessage'], Resource: QUEUE, Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } } };
const dead: Slip = { name: 'a key that services never send', element: 'Condition source', rule: 'no-dead-allow', plant: conditioned({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }) };
const ofService: readonly Slip[] = [
  dead,
  { name: 'the topic of another account', element: 'Condition source', rule: 'matching-source-account', plant: conditioned({ StringEqualsIgnoreCase: { 'aws:SourceAccount': '444455556666' } }) },
  ...onQueue.filter(({ element, rule }) => !['Principal AWS', 'Principal b', 'Principal e', 'Principal f', 'Condition c', 'Condition g', 'Condition i', 'Condition j', 'Condition k'].includes(element) && rule !== 'valid-principal'),
  { name: 'no source', element: 'Condition source', rule: 'require-source-condition', or: 'no-silent-guard', plant: withoutSource },
];

/** In a key policy: a role decrypts. Another statement leaves the account in control. */
const using: Json = { Sid: 'Use', Effect: 'Allow', Principal: { AWS: [ROLE] }, Action: ['kms:Decrypt'], Resource: '*' };
const control: Json = { Sid: 'Account', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };
const action = (name: string) => (s: Json): Json => set('Action', [...(s.Action as string[]), name])(s);
const onKey: readonly Slip[] = [
  { name: 'an alias', element: 'Resource', rule: 'kms-key-resource', plant: set('Resource', 'arn:aws:kms:eu-west-1:111122223333:alias/orders') },
  { name: 'no Resource', element: 'Resource', rule: 'require-resource', plant: without('Resource') },
  { name: 'a character that KMS refuses', element: 'Sid', rule: 'valid-characters', plant: set('Sid', 'use \u2014 all') },
  { name: 'an action that no key policy allows', element: 'Action e', rule: 'no-unusable-action', plant: action('kms:ListAliases') },
  { name: 'grants of whatever to whomever', element: 'Action f', rule: 'kms-grant-scope', plant: action('kms:CreateGrant') },
  { name: 'an unknown action', element: 'Action a', rule: 'known-action', plant: action('kms:Decript') },
  { name: 'an action of SQS', element: 'Action c', rule: 'no-foreign-action', plant: action('sqs:SendMessage') },
  { name: 'an action without the key', element: 'Condition m', rule: 'no-unusable-condition-key', plant: (s) => conditioned({ StringEquals: { 'kms:RequestAlias': 'alias/orders' } })(action('kms:EnableKey')(s)) },
  { name: 'EventBridge with one of two actions', element: 'Principal g', rule: 'complete-producer-key-actions', plant: (s) => action('kms:ReEncryptFrom')(principal('Service', 'events.amazonaws.com')(s)) },
  { name: 'SNS for anybody', element: 'Principal g', rule: 'require-source-condition', or: 'no-silent-guard', plant: (s) => action('kms:GenerateDataKey')(principal('Service', 'sns.amazonaws.com')(s)) },
  ...onQueue.filter(({ element, rule }) => !['Sid', 'Resource', 'Action a', 'Action b', 'Action c', 'Action d', 'Principal d', 'Principal e', 'Principal AWS'].includes(element) && !['no-empty-element'].includes(rule)),
];

/** A Deny: of plain HTTP. */
const denying: Json = { Sid: 'Deny', Effect: 'Deny', Principal: '*', Action: ['sqs:SendMessage'], Resource: QUEUE, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const inDeny: readonly Slip[] = [
  { name: 'an exemption that exempts nobody', element: 'Condition exemption', rule: 'no-empty-exemption', plant: conditioned({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }) },
  { name: 'the root user for the account', element: 'Condition j', rule: 'no-session-arn', plant: conditioned({ ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:root' } }) },
  ...onQueue.filter(({ element, rule }) => /^(Sid|Comment|Resource|Action [a-d]|Condition [a-il])$/.test(element) && !['no-empty-element', 'no-wildcard-in-exact-operator'].includes(rule)),
];

function told(statement: Json, profile: Profile): readonly string[] {
  const key = JSON.stringify(statement).includes('kms:');
  const text = JSON.stringify({ Version: '2012-10-17', Statement: key ? [statement, control] : [statement] });
  return validate(read(text, { owner: '111122223333', kind: key ? 'key' : 'queue' }), { ...defaultWorkspace, profile }, facts).flatMap(({ findings }) => findings.map(({ rule }) => rule.id));
}

describe.each([
  ['a role', sending, onQueue],
  ['a service', delivering, ofService],
  ['a role, on a key', using, onKey],
  ['nobody', denying, inDeny],
] as const)('in a statement for %s', (_, statement, slips) => {
  test.each(slips.map((slip) => [slip.name, slip] as const))('%s is told alone', (_name, { rule, plant, profile = 'recommended' }) => {
    expect(told(statement, profile)).not.toContain(rule);
    expect(told(plant(statement), profile)).toContain(rule);
  });

  const pairs = slips.flatMap((one, i) => slips.slice(i + 1).filter(({ element }) => element !== one.element).map((other) => [one, other] as const));
  test('every two of different elements are told together', () => {
    const hidden = pairs.flatMap(([one, other]) => {
      const found = [one.plant(other.plant(statement)), other.plant(one.plant(statement))].map((both) => told(both, one.profile ?? other.profile ?? 'recommended'));
      return [one, other].filter(({ rule, or = rule }) => found.some((rules) => !rules.includes(rule) && !rules.includes(or))).map((slip) => `${slip === one ? `${other.name} hides ${one.name}` : `${one.name} hides ${other.name}`} (${slip.rule})`);
    });
    expect(hidden).toEqual([]);
  });
});
