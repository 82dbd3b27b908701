import { describe, expect, test } from 'vitest';
import { ruleMetas } from '../../server/src/rules';
import { folder, json, policy, type Folder } from './command';

const ORGANIZATION = 'aws:PrincipalOrgID=o-a1b2c3d4e5';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders';
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const VALUES = ['account=111122223333', 'region=eu-west-1', 'queue=orders', 'organization=o-a1b2c3d4e5', `source-arn=${TOPIC}`, `admin-role=${role('admin')}`, `consumer-role=${role('worker')}`].flatMap((value) => ['--set', value]);

interface Answer {
  readonly version: number;
  readonly decision: string;
  readonly identityPolicy: string;
  readonly statements: readonly { readonly index: number; readonly sid: string | null; readonly effect: string | null; readonly matched: string; readonly because: string }[];
}

function ask(here: Folder, file: string, action: string, principal: string, ...context: string[]): Answer {
  const { code, out, err } = here.run(['simulate', file, '--action', action, '--principal', principal, ...context.flatMap((c) => ['--context', c]), '--format', 'json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Answer;
}

describe('the policies that `new` prints', () => {
  test.each<[name: string, action: string, principal: string, context: string[], decision: string, identityPolicy?: string]>([
    ['SNS with the right topic', 'sqs:SendMessage', 'sns.amazonaws.com', [`aws:SourceArn=${TOPIC}`], 'allowed'],
    ['SNS with another topic', 'sqs:SendMessage', 'sns.amazonaws.com', [`aws:SourceArn=${TOPIC}-2`], 'explicit-deny'],
    ['the consumer over TLS', 'sqs:ReceiveMessage', role('worker'), [ORGANIZATION], 'allowed'],
    ['the consumer over HTTP', 'sqs:ReceiveMessage', role('worker'), [ORGANIZATION, 'aws:SecureTransport=false'], 'explicit-deny'],
    ['another role', 'sqs:ReceiveMessage', role('another'), [ORGANIZATION], 'explicit-deny'],
    ['another organization', 'sqs:ReceiveMessage', 'arn:aws:iam::444455556666:role/worker', ['aws:PrincipalOrgID=o-zzzzzzzzzz'], 'explicit-deny'],
    ['purging', 'sqs:PurgeQueue', role('somebody'), [ORGANIZATION], 'explicit-deny', 'irrelevant'],
  ])('queue: %s', (_, action, principal, context, decision, identityPolicy) => {
    const here = folder();
    here.write('queue-policy.json', here.run(['new', 'queue', ...VALUES]).out);
    const answer = ask(here, 'queue-policy.json', action, principal, ...context);
    expect(answer.decision).toBe(decision);
    if (identityPolicy !== undefined) expect(answer.identityPolicy).toBe(identityPolicy);
  });

  test.each<[name: string, action: string, principal: string, context: string[], decision: string]>([
    ['SNS writes', 'kms:GenerateDataKey', 'sns.amazonaws.com', [`aws:SourceArn=${TOPIC}`], 'allowed'],
    ['the consumer reads', 'kms:Decrypt', role('worker'), ['kms:ViaService=sqs.eu-west-1.amazonaws.com'], 'allowed'],
    ['a stranger does not', 'kms:Decrypt', 'arn:aws:iam::444455556666:role/stranger', [], 'implicit-deny'],
  ])('key: %s', (_, action, principal, context, decision) => {
    const here = folder();
    const values = VALUES.filter((value, i) => !/^(queue|organization|region)=/.test(value) && !/^(queue|organization|region)=/.test(VALUES[i + 1] ?? ''));
    here.write('key-policy.json', here.run(['new', 'key', ...values]).out);
    expect(ask(here, 'key-policy.json', action, principal, ...context).decision).toBe(decision);
  });
});

test.each<[kind: string, without: RegExp]>([['queue', /^$/], ['dead-letter-queue', /^source-arn/], ['key', /^(queue|organization|region)=/]])('%s: nothing that statements do together is worse than information', (kind, without) => {
  const here = folder();
  const values = VALUES.filter((value, i) => !without.test(value) && !without.test(VALUES[i + 1] ?? ''));
  here.write(`${kind}-policy.json`, here.run(['new', kind, ...values]).out);
  const { out } = here.run(['check', `${kind}-policy.json`, '--profile', 'strict', '--format', 'json']);
  const reach = new Set(ruleMetas.filter(({ category }) => category === 'reach').map(({ id }) => id));
  const found = (JSON.parse(out) as { files: { policies: { findings: { rule: string; severity: string }[] }[] }[] }).files.flatMap((file) => file.policies.flatMap((p) => p.findings)).filter(({ rule }) => reach.has(rule));
  expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
});

const sample = json(policy({ Sid: 'Send', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*', Condition: { ArnLike: { 'aws:SourceArn': '<topic>' } } }, { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }));

test('the documented shape, and what each statement says', () => {
  const here = folder({ 'queue-policy.json': sample });
  expect(ask(here, 'queue-policy.json', 'SQS:sendmessage', 'anonymous', 'aws:securetransport=false')).toEqual({
    version: 1,
    decision: 'explicit-deny',
    identityPolicy: 'irrelevant',
    statements: [
      { index: 0, sid: 'Send', effect: 'Allow', matched: 'no', because: 'Principal: an anonymous caller is not named' },
      { index: 1, sid: null, effect: 'Deny', matched: 'yes', because: 'every element matches' },
    ],
  });
  expect(ask(here, 'queue-policy.json', 'sqs:SendMessage', 'sns.amazonaws.com', `aws:SourceArn=${TOPIC}`).decision).toBe('depends');
});

test('in plain words', () => {
  const here = folder({ 'queue-policy.json': sample });
  const { out } = here.run(['simulate', 'queue-policy.json', '--action', 'sqs:SendMessage', '--principal', '111122223333', '--context', 'aws:SecureTransport=false']);
  expect(out).toContain('Denied by statement 2.\n');
  expect(out).toContain('statement 1 (Send), Allow: does not match (Principal: arn:aws:iam::111122223333:root is not named)');
});

test('an Allow to the account leaves it to IAM', () => {
  const here = folder({ 'queue-policy.json': json(policy({ Sid: 'Own', Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' })) });
  expect(here.run(['simulate', 'queue-policy.json', '--action', 'sqs:SendMessage', '--principal', role('worker')]).out).toMatch(/^Not by this policy alone: statement 1 \(Own\) leaves it to the IAM policies of the account\.\nAn IAM policy of the caller could allow it\./);
});

test.each<[name: string, args: string[], message: string]>([
  ['no action', ['p.json', '--principal', 'anonymous'], '--action'],
  ['no such action', ['p.json', '--action', 'sqs:SendMesage', '--principal', 'anonymous'], 'did you mean sqs:SendMessage?'],
  ['an action without its service', ['p.json', '--action', 'sendMessage', '--principal', 'anonymous'], 'did you mean sqs:SendMessage?'],
  ['a wildcard', ['p.json', '--action', 'sqs:*', '--principal', 'anonymous'], 'without wildcards'],
  ['no principal', ['p.json', '--action', 'sqs:SendMessage'], '--principal'],
  ['a principal of no form', ['p.json', '--action', 'sqs:SendMessage', '--principal', 'bob'], 'not "bob"'],
  ['a context without value', ['p.json', '--action', 'sqs:SendMessage', '--principal', 'anonymous', '--context', 'x'], 'key=value'],
  ['no file', ['--action', 'sqs:SendMessage', '--principal', 'anonymous'], 'one file'],
  ['a file that is not there', ['gone.json', '--action', 'sqs:SendMessage', '--principal', 'anonymous'], 'gone.json: there is no such file'],
  ['a file without policy', ['empty.json', '--action', 'sqs:SendMessage', '--principal', 'anonymous'], 'holds no policy'],
  ['several policies', ['two.json', '--action', 'sqs:SendMessage', '--principal', 'anonymous'], '--policy: $.a, $.b'],
])('wrong usage: %s', (_, args, message) => {
  const two = JSON.stringify({ a: JSON.parse(sample), b: JSON.parse(sample) });
  const { code, out, err } = folder({ 'p.json': sample, 'empty.json': '{}', 'two.json': two }).run(['simulate', ...args]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('a key that nobody knows is taken, and told', () => {
  const { code, err } = folder({ 'p.json': sample }).run(['simulate', 'p.json', '--action', 'sqs:SendMessage', '--principal', 'anonymous', '--context', 'aws:SourceArm=x']);
  expect(code).toBe(0);
  expect(err).toContain('did you mean aws:SourceArn?');
});
