import { describe, expect, test } from 'vitest';
import { kindOf, ownerOf, readPolicy } from '../../../server/src/policy';
import { parseJson, type PlainValue } from '../../../server/src/syntax';

const policy = (...statements: PlainValue[]) => {
  const tree = parseJson(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  return readPolicy(tree, tree.root!);
};
const queue = (more: Record<string, PlainValue> = {}): PlainValue => ({ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders', ...more });
const everybody = (action: PlainValue): PlainValue => ({ Effect: 'Deny', Principal: '*', Action: action, Resource: '*' });

describe('kind: configuration, then the host, then content, then name', () => {
  test.each<[string, PlainValue[], Parameters<typeof kindOf>[1], string, RegExp]>([
    ['configuration wins', [queue()], { configured: 'key', host: { kind: 'queue', reason: 'x' } }, 'key', /configuration/],
    ['the host wins over content', [{ ...(queue() as object), Action: 'kms:Decrypt' }], { host: { kind: 'queue', reason: 'it is a QueuePolicy' } }, 'queue', /QueuePolicy/],
    ['actions of SQS', [queue()], {}, 'queue', /actions/],
    ['actions of KMS', [queue({ Action: 'kms:Decrypt', Resource: '*' })], {}, 'key', /KMS/],
    ['nobody is named', [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }], { name: 'sqs-policy.json' }, 'identity', /Principal/],
    ['a misspelt Principal is a Principal', [{ Effect: 'Allow', Principle: '*', Action: 'sqs:*', Resource: '*' }], {}, 'queue', /actions/],
    ['denies over several services', [everybody(['sqs:*', 's3:*'])], {}, 'resource-control', /several services/],
    ["another service's policy", [queue({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' })], {}, 'other', /another service/],
    ['a foreign Resource does not make it a foreign policy', [queue({ Resource: 'arn:aws:s3:::b' })], {}, 'queue', /actions/],
    ['the name, where nothing else tells', [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }], { name: 'kms-key.json' }, 'key', /name/],
    ['only queues may send', [queue(), { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: '*', Condition: { ArnNotLike: { 'aws:SourceArn': 'arn:aws:sqs:eu-west-1:111122223333:*' } } }], {}, 'dead-letter-queue', /only queues/],
    ["the queue's name", [queue({ Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders-dlq' })], {}, 'dead-letter-queue', /orders-dlq/],
    ['a redrive reference', [queue()], { deadLetter: 'a RedrivePolicy names it' }, 'dead-letter-queue', /RedrivePolicy/],
  ])('%s', (_, statements, hints, kind, reason) => {
    const verdict = kindOf(policy(...statements), hints);
    expect(verdict.kind).toBe(kind);
    expect(verdict.reason).toMatch(reason);
  });
});

describe('a kind is guessed where the actions are of several services and no Resource, host or configuration settles it', () => {
  const actions = (...names: string[]): PlainValue => queue({ Action: names, Resource: '*' });
  test.each<[string, PlainValue[], Parameters<typeof kindOf>[1], string, boolean]>([
    ['one service', [actions('kms:Decrypt')], {}, 'key', false],
    ['no service that can be told', [actions('kms=Decrypt', 'kms:Decrypt')], {}, 'key', false],
    ['one of the neighbour among many', [actions('kms:Decrypt', 'kms:Encrypt', 'sqs:SendMessage')], {}, 'key', true],
    ['one of another service among many', [actions('kms:Decrypt', 'kms:Encrypt', 's3:GetObject')], {}, 'key', false],
    ['half of another service', [actions('kms:Decrypt', 's3:GetObject')], {}, 'key', true],
    ['Resource settles it', [queue({ Action: ['sqs:SendMessage', 'kms:Decrypt'] })], {}, 'queue', false],
    ['so does the configuration', [actions('kms:Decrypt', 'sqs:SendMessage')], { configured: 'key' }, 'key', false],
  ])('%s', (_, statements, hints, kind, guessed) => {
    expect(kindOf(policy(...statements), hints)).toMatchObject({ kind, guessed });
  });
});

describe('owner: configuration, then the Resource', () => {
  const root = (account: string): PlainValue => ({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' });
  test.each<[string, PlainValue[], string | undefined, string | undefined, RegExp]>([
    ['configured', [queue()], '444455556666', '444455556666', /configuration/],
    ['from Resource', [queue(), root('444455556666')], undefined, '111122223333', /Resource/],
    ['the only root is no proof: it may be a vendor\'s', [root('444455556666')], undefined, undefined, /no Resource ARN/],
    ['two Resources', [queue(), queue({ Resource: 'arn:aws:sqs:eu-west-1:444455556666:orders' })], undefined, undefined, /several queues/],
    ['nothing', [queue({ Resource: '*' })], undefined, undefined, /no Resource ARN/],
  ])('%s', (_, statements, configured, account, reason) => {
    const owner = ownerOf(policy(...statements), configured);
    expect(owner.account).toBe(account);
    expect(owner.reason).toMatch(reason);
  });
});
