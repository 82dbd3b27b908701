import { describe, expect, test } from 'vitest';
import { facts, kmsByGrant, kmsCrossAccount, kmsIamOnly, sqsOwnAccountOnly } from '../../../server/src/aws';

const names = (pattern: string): string[] => facts.expandAction(pattern).map(({ name }) => name);

describe('the catalogue', () => {
  test('has 20 actions of SQS and 56 of KMS', () => {
    expect(facts.actions('sqs')).toHaveLength(20);
    expect(facts.actions('kms')).toHaveLength(56);
    expect(facts.allActions).toEqual([...facts.actions('sqs'), ...facts.actions('kms')]);
  });
  test('numbers them from 0', () => {
    expect(facts.allActions.map(({ index }) => index)).toEqual(Array.from({ length: 76 }, (_, index) => index));
  });
  test('says what each does', () => {
    for (const action of facts.allActions) {
      expect(action.name).toBe(`${action.service}:${action.bare}`);
      expect(action.description.length).toBeGreaterThan(10);
      expect(action.access.length).toBeGreaterThan(0);
      for (const level of action.access) expect(['List', 'Read', 'Write', 'Tagging', 'Permissions management']).toContain(level);
    }
  });
  test('reads compound access levels', () => {
    expect(facts.findAction('sqs:SetQueueAttributes')?.access).toEqual(['Permissions management', 'Write']);
    expect(facts.findAction('kms:Decrypt')?.access).toEqual(['Write']);
  });
  test('joins the keys of the resource', () => {
    expect(facts.findAction('kms:Decrypt')?.conditionKeys).toEqual(expect.arrayContaining(['kms:KeySpec', 'aws:ResourceTag/', 'kms:EncryptionContext:']));
    expect(facts.findAction('sqs:SendMessage')?.conditionKeys).toEqual(['aws:ResourceTag/']);
    expect(facts.findAction('kms:ListKeys')?.conditionKeys).toEqual([]);
  });
  test('has the date of its data', () => {
    expect(facts.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});

describe('one action', () => {
  test('is found in any letter case', () => {
    expect(facts.findAction('SQS:sendMESSAGE')?.name).toBe('sqs:SendMessage');
    expect(facts.actionIndex('SQS:sendMESSAGE')).toBe(facts.findAction('sqs:SendMessage')?.index);
  });
  test.each(['sqs:SendMessageBatch', 'sqs.SendMessage', 'SendMessage', 'kms:ReEncrypt', 'sqs:*', '', 'constructor'])('%s is none', (name) => {
    expect(facts.findAction(name)).toBeUndefined();
    expect(facts.actionIndex(name)).toBe(-1);
  });
});

describe('what an Action value matches', () => {
  test('a service, everything, nothing', () => {
    expect(names('sqs:*')).toHaveLength(20);
    expect(names('KMS:*')).toHaveLength(56);
    expect(names('*')).toHaveLength(76);
    expect(names('s3:*')).toEqual([]);
    expect(names('sqs:*Batch')).toEqual([]);
    expect(names('')).toEqual([]);
  });
  test('an exact name', () => {
    expect(names('sqs:sendmessage')).toEqual(['sqs:SendMessage']);
  });
  test('wildcards anywhere', () => {
    expect(names('kms:GenerateDataKey*')).toEqual([
      'kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:GenerateDataKeyWithoutPlaintext',
    ]);
    expect(names('kms:ReEncrypt*')).toEqual(['kms:ReEncryptFrom', 'kms:ReEncryptTo']);
    expect(names('sqs:*Message')).toEqual(['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage']);
    expect(names('?qs:?endMessage')).toEqual(['sqs:SendMessage']);
    expect(names('*Tag*')).toEqual(['sqs:ListQueueTags', 'sqs:TagQueue', 'sqs:UntagQueue', 'kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource']);
    expect(names('kms:Ver*y')).toEqual(['kms:Verify']);
  });
  test('has no slow pattern', () => {
    expect(names(`${'*a'.repeat(400)}*`)).toEqual([]);
  });
});

describe('actions in a resource policy', () => {
  test('the rules name actions that exist', () => {
    for (const rule of [sqsOwnAccountOnly, kmsIamOnly, kmsByGrant, kmsCrossAccount]) {
      for (const name of rule.actions) expect(facts.findAction(name)?.name).toBe(name);
    }
  });
  test('eight of SQS can be shared', () => {
    expect(facts.actions('sqs').filter(({ crossAccount }) => crossAccount).map(({ bare }) => bare)).toEqual([
      'ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ListDeadLetterSourceQueues', 'PurgeQueue', 'ReceiveMessage', 'SendMessage',
    ]);
  });
  test('those without a key do nothing in a key policy', () => {
    const withoutResource = facts.actions('kms').filter(({ resourceTypes }) => resourceTypes.length === 0).map(({ name }) => name);
    expect(facts.actions('kms').filter(({ inResourcePolicy }) => inResourcePolicy === 'iam-only').map(({ name }) => name)).toEqual(withoutResource);
    expect(facts.findAction('kms:RetireGrant')?.inResourcePolicy).toBe('by-grant');
    expect(facts.findAction('kms:PutKeyPolicy')).toMatchObject({ inResourcePolicy: 'effective', crossAccount: false });
  });
});
