/** What the command says of policies whose answer is easily got wrong: one line each, found by readers of AWS's pages who tried to show it false. */
import { describe, expect, test } from 'vitest';
import { folder, json, policy } from './command';

const ORDERS = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const send = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: ORDERS };

const template = (statement: unknown, more: Record<string, unknown> = {}): string =>
  json({
    ...more,
    Resources: {
      Orders: { Type: 'AWS::SQS::Queue' },
      Returns: { Type: 'AWS::SQS::Queue' },
      Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Orders' }], PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } },
    },
  });

const byParts = (name: string): unknown => ({ 'Fn::Sub': `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}` });
const fromArn = { 'Fn::GetAtt': ['Orders', 'Arn'] };
const conditions = { Conditions: { Open: { 'Fn::Equals': ['a', 'b'] } } };
const parameters = { Parameters: { Who: { Type: 'String', Default: '*' }, Effect: { Type: 'String', Default: 'Allow' } } };

describe('who gets in', () => {
  test.each<[name: string, text: string, headline: string]>([
    ['its own queue, by its name', template({ ...send, Resource: byParts('${Orders.QueueName}') }), 'Public: anybody can call sqs:SendMessage'],
    ['another queue, by its name', template({ ...send, Resource: byParts('${Returns.QueueName}') }), 'Not public'],
    ['a queue of some name, which may be its own', template({ ...send, Resource: byParts('orders') }), 'Public or not depends on arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders'],
    ['every queue of the account', template({ ...send, Resource: byParts('*') }), 'Public: anybody can call sqs:SendMessage'],
    ['a principal that is a parameter', template({ ...send, Principal: { AWS: { Ref: 'Who' } }, Resource: fromArn }, parameters), 'Public or not depends on ${Who}'],
    ['an Effect that is a parameter', template({ ...send, Effect: { Ref: 'Effect' }, Resource: fromArn }, parameters), 'Public or not depends on ${Effect}'],
    ['* on one side of a choice', template({ ...send, Principal: { AWS: { 'Fn::If': ['Open', '*', 'arn:aws:iam::111122223333:role/app'] } }, Resource: fromArn }, conditions), 'Public or not depends on *'],
    ['a text as address, which any address matches', json(policy({ ...send, Condition: { StringLike: { 'aws:SourceIp': '*' } } })), 'Public: anybody can call sqs:SendMessage'],
    ['a text as address that no address equals', json(policy({ ...send, Condition: { StringEquals: { 'aws:SourceIp': '0.0.0.0/0' } } })), 'Not public'],
    ['another account, of what no other account can do', json(policy({ ...send, Principal: { AWS: '444455556666' }, Action: ['sqs:SetQueueAttributes', 'sqs:DeleteQueue'] })), 'Not public · no access from outside the zone of trust'],
  ])('%s', (_, text, headline) => {
    const { out } = folder({ 'policy.json': text }).run(['access', 'policy.json']);
    expect(out.split('\n')[1]!.trim().startsWith(headline) ? headline : out).toBe(headline);
  });

  const callers = (statements: readonly object[]): unknown => JSON.parse(folder({ 'policy.json': json(policy(...statements)) }).run(['access', '--format', 'json', 'policy.json']).out);
  const spared = { ...send, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } };

  test('services are told beside an organization', () => {
    const told = JSON.stringify(callers([send, spared]));
    expect([told.includes('"organization"'), told.includes('"service"')]).toEqual([true, true]);
  });

  test('each organization of a list is told', () => {
    const told = JSON.stringify(callers([{ ...send, Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', 'o-bbbbbbbbbb'] } } }]));
    expect([told.includes('"principal":"o-a1b2c3d4e5"'), told.includes('"principal":"o-bbbbbbbbbb"')]).toEqual([true, true]);
  });

  test('no text of a witness has characters that are not to be seen', () => {
    const { out } = folder({ 'policy.json': template({ ...send, Resource: byParts('${Orders.QueueName}') }) }).run(['access', '--format', 'json', 'policy.json']);
    expect(out).not.toMatch(/[\u{e000}-\u{e0ff}]/u);
  });
});

test('a Principal that is a choice between * and an object is no fault', () => {
  const { report } = folder({ 'policy.json': template({ ...send, Principal: { 'Fn::If': ['Open', '*', { AWS: 'arn:aws:iam::111122223333:role/app' }] }, Resource: fromArn }, conditions) }).check('policy.json');
  expect(report.files.flatMap(({ policies }) => policies).flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))).toEqual([]);
});

test('one action of SQS does not make a key policy a queue policy, and nothing is removed on a guess', () => {
  const root = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };
  const mixed = (action: readonly string[]): string => json(policy(root, { Sid: 'App', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/app' }, Action: action, Resource: '*' }));
  const here = folder({ 'mixed.json': mixed(['kms:Decrypt', 'sqs:SendMessage']), 'even.json': mixed(['sqs:SendMessage', 'sqs:ReceiveMessage', 'kms:Decrypt']) });
  here.run(['check', '--fix=repair', '--account', '111122223333', 'mixed.json', 'even.json']);
  expect(here.read('mixed.json')).toContain('kms:Decrypt');
  expect([here.read('mixed.json').includes('kms:*'), here.read('even.json').includes('kms:*')]).toEqual([true, true]);
});

test('a Sid that a suppression names stays', () => {
  const accepted = { suppressions: [{ rule: 'no-public-access', file: 'policy.json', sid: 'Any body', reason: 'a public drop box' }] };
  const text = json(policy({ Sid: 'Any body', ...send }));
  const here = folder({ 'policy.json': text, '.sqs-kms-policy.json': json(accepted) });
  here.run(['check', '--fix', 'policy.json']);
  expect(here.read('policy.json')).toBe(text);
});

test('a repair does not lock the key where a sibling is misspelt', () => {
  const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };
  const locking = { Effect: 'Deny', Principal: '*', Action: 'kms:PutKeyPolicy' };
  const worker = { Effect: 'allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' }, Action: 'kms:Decrypt', Resource: '*' };
  const here = folder({ 'policy.json': json(policy(root, locking, worker)) });
  here.run(['check', '--fix=repair', 'policy.json']);
  expect(JSON.parse(here.read('policy.json')).Statement[1]).toEqual(locking);
});

test('"nothing is new" is said only where it is known', () => {
  const app = { ...send, Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } };
  const vendor = { ...send, Principal: { AWS: '${vendor}' } };
  const { code, out } = folder({ 'old.json': json(policy(app)), 'new.json': json(policy(app, vendor)) }).run(['diff', 'old.json', 'new.json', '--fail-on-new-access']);
  expect([code, out.includes('Nothing is new')]).toEqual([1, false]);
});

test('of two policies in one text none is removed', () => {
  const [broad, tight] = [json(policy({ ...send, Action: 'sqs:*' })), json(policy(send))];
  const merged = `<<<<<<< HEAD\n${broad}\n=======\n${tight}\n>>>>>>> tighten\n`;
  const here = folder({ 'merged.json': merged, 'lines.json': `${broad}\n${tight}\n` });
  here.run(['check', '--fix=repair', 'merged.json', 'lines.json']);
  expect([here.read('merged.json').includes(tight), here.read('lines.json').includes(tight)]).toEqual([true, true]);
});

test('a key that no page knows neither limits nor opens', () => {
  const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };
  const slip = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAcount': '444455556666' } } };
  const wide = { Effect: 'allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
  const here = folder({ 'key.json': json(policy(root, slip, wide)) });
  expect(here.run(['access', '--account', '111122223333', 'key.json']).out).toContain('Public or not depends on kms:CallerAcount');
  here.run(['check', '--fix=repair', '--account', '111122223333', 'key.json']);
  expect(JSON.parse(here.read('key.json')).Statement[2].Effect).toBe('allow');
});
