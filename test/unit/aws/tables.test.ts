import { describe, expect, test } from 'vitest';
import * as rules from '../../../server/src/aws';
import { editDistance, facts, isPartitionShaped, isRegionShaped, nearest, onlyNearest, partitionMeant, partitionOfRegion, type Provenance } from '../../../server/src/aws';
import { federatedKeys, globalKeys, sessionKeys } from '../../../server/src/aws/globalKeys';
import { keyUsers } from '../../../server/src/aws/keyUsers';
import { kmsKeys } from '../../../server/src/aws/kmsKeys';
import { queueSenders } from '../../../server/src/aws/queueSenders';
import { snapshot } from '../../../server/src/aws/snapshot.generated';
import { viaServices } from '../../../server/src/aws/viaServices';

const tables: Readonly<Record<string, readonly Provenance[]>> = {
  accountRules: [rules.sqsOwnAccountOnly, rules.sqsRefusedForOtherAccounts, rules.kmsIamOnly, rules.kmsByGrant, rules.kmsCrossAccount],
  globalKeys, sessionKeys, federatedKeys, kmsKeys, viaServices: [viaServices],
  queueSenders: Object.values(queueSenders),
  keyUsers: Object.values(keyUsers),
  servicePrincipals: facts.servicePrincipals,
  operators: facts.operators,
  regions: facts.regions,
  partitions: facts.partitions,
  quotas: Object.values(facts.quotas),
  conditionKeys: facts.conditionKeys().map(({ provenance }) => provenance),
};

describe('every row has its source and date', () => {
  test.each(Object.keys(tables))('%s', (name) => {
    expect(tables[name]!.length).toBeGreaterThan(0);
    for (const { source, date } of tables[name]!) {
      expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|github\.com)\/\S+$/);
      expect(date).toMatch(/^20\d\d-(0[1-9]|1[0-2])(-\d\d)?$/);
    }
  });
});

test('the sources of services are called what AWS calls them, with an article', () => {
  const shapes = facts.servicePrincipals.flatMap(({ sender, keyUser }) => [...(sender?.shapes ?? []), ...(keyUser?.shapes ?? [])]);
  expect([...new Set(shapes.map(({ noun }) => noun))].sort()).toEqual(['a Storage Lens dashboard', 'a bucket', 'a detector', 'a distribution', 'a hosted zone', 'a receipt rule', 'a rule', 'a topic', 'a trail', 'an alarm', 'an event bus', 'any Chime resource', 'any Macie resource', 'any budget', 'any delivery source', 'any report']);
  // The page has a wildcard in place of its name.
  for (const { noun, arn } of shapes) expect(noun.startsWith('any '), arn).toBe(arn.endsWith('*'));
});

describe('Regions', () => {
  test('belong to partitions', () => {
    for (const { name, partition } of facts.regions) {
      expect(facts.findPartition(partition), name).toBeDefined();
      expect(isRegionShaped(name), name).toBe(true);
    }
    expect(new Set(facts.regions.map(({ name }) => name)).size).toBe(facts.regions.length);
  });
  test('are found by name', () => {
    expect(facts.findRegion('eu-west-1')).toMatchObject({ partition: 'aws', optIn: false });
    expect(facts.findRegion('af-south-1')?.optIn).toBe(true);
    expect(facts.findRegion('us-gov-west-1')?.partition).toBe('aws-us-gov');
    expect(facts.findRegion('region')).toBeUndefined();
  });
  test.each([['cn-north-1', 'aws-cn'], ['cn-east-9', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['us-isob-east-1', 'aws-iso-b'], ['eu-north-9', 'aws'], ['zz-west-1', undefined], ['europe', undefined]])('%s is of %s', (name, partition) => expect(partitionOfRegion(name)).toBe(partition));
  test.each(['region', 'us-east', 'US-EAST-1', '', 'us-east-1a', 'arn'])('%s has not the form of one', (text) => expect(isRegionShaped(text)).toBe(false));
});

describe('partitions', () => {
  test.each(facts.partitions.map(({ name }) => name))('%s is one', (name) => {
    expect(isPartitionShaped(name)).toBe(true);
    expect(partitionMeant(name)).toBe(name);
  });
  test.each([['aws_cn', 'aws-cn'], ['AWS', 'aws'], ['awss', 'aws'], [' aws', 'aws'], ['aws-gov', 'aws-us-gov'], ['AWS_US_GOV', 'aws-us-gov'], ['aws-china', 'aws-cn'], ['aws-iso-1', undefined], ['amazon', undefined], ['', undefined], ['constructor', undefined]])('"%s" was meant as %s', (text, meant) => {
    expect(isPartitionShaped(text)).toBe(false);
    expect(partitionMeant(text)).toBe(meant);
  });
});

describe('quotas', () => {
  test('of queue and key policies', () => {
    expect(Object.fromEntries(Object.entries(facts.quotas).map(([name, { limit }]) => [name, limit])))
      .toEqual({ queueBytes: 8192, queueStatements: 20, queueActions: 7, queuePrincipals: 50, queueConditions: 10, keyBytes: 32768 });
  });
});

test('the only nearest', () => {
  expect(onlyNearest('evnets', ['events', 'evidently'])).toBe('events');
  expect(onlyNearest('sxs', ['sns', 'sqs'])).toBeUndefined();
  expect(onlyNearest('sns', ['sns', 'sms'])).toBe('sns');
  expect(onlyNearest('orders', ['sns'])).toBeUndefined();
});

describe('nearest', () => {
  test('counts swaps as one and letter case as none', () => {
    expect(editDistance('Effcet', 'effect', 5)).toBe(1);
    expect(editDistance('Principle', 'Principal', 5)).toBe(2);
    expect(editDistance('abc', 'abcdefgh', 2)).toBe(3);
  });
  test('takes the nearest, the first of equals', () => {
    expect(nearest('sqs:SendMesage', facts.allActions.map(({ name }) => name))).toBe('sqs:SendMessage');
    expect(nearest('Principle', ['Principal', 'NotPrincipal'])).toBe('Principal');
    expect(nearest('ab', ['ac', 'ad'])).toBeUndefined();
    expect(nearest('abcdef', ['abcdex', 'abcdey'])).toBe('abcdex');
    expect(nearest('cloudwatch-events', ['events', 'cloudwatch'])).toBeUndefined();
  });
});

describe('pages', () => {
  test('of actions, keys, operators, elements, principals', () => {
    const { docs } = facts;
    expect(docs.action(facts.findAction('sqs:SendMessage')!)).toMatch(/AWSSimpleQueueService.*API_SendMessage\.html$/);
    expect(docs.action(facts.findAction('kms:ReEncryptTo')!)).toMatch(/API_ReEncrypt\.html$/);
    expect(docs.conditionKey(facts.findConditionKey('aws:SourceArn')!)).toMatch(/#condition-keys-sourcearn$/);
    expect(docs.conditionKey(facts.findConditionKey('aws:PrincipalTag/x')!)).toMatch(/#condition-keys-principaltag$/);
    expect(docs.conditionKey(facts.findConditionKey('kms:GrantIsForAWSResource')!)).toMatch(/#conditions-kms-grant-is-for-aws-resource$/);
    expect(docs.conditionKey(facts.findConditionKey('kms:EncryptionContext:x')!)).toMatch(/#conditions-kms-encryption-context$/);
    expect(docs.conditionKey(facts.findConditionKey('kms:ReEncryptOnSameKey')!)).toMatch(/#conditions-kms-reencrypt-on-same-key$/);
    expect(docs.conditionKey(facts.findConditionKey('kms:ScheduleKeyDeletionPendingWindowInDays')!)).toMatch(/#conditions-kms-schedule-key-deletion-pending-window-in-days$/);
    expect(docs.conditionKey(facts.findConditionKey('kms:MultiRegionKeyType')!)).toMatch(/#conditions-kms-multiregion-key-type$/);
    expect(docs.conditionKey(facts.findConditionKey('lambda:SourceFunctionArn')!)).toMatch(/#condition-keys-lambda-source-function-arn$/);
    expect(docs.operator(facts.parseOperator('ArnLike').operator!)).toMatch(/#Conditions_ARN$/);
    expect(docs.element('NotPrincipal')).toMatch(/elements_notprincipal\.html$/);
    expect(docs.element('Principle')).toMatch(/elements\.html$/);
    for (const principal of facts.servicePrincipals) expect(docs.servicePrincipal(principal)).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});

describe('the snapshot', () => {
  test('is the same text each time', async () => {
    const script = '../../../scripts/generate-aws-snapshot.mjs';
    const { snapshotText } = (await import(script)) as { snapshotText(): string };
    expect(snapshotText()).toBe(snapshotText());
    expect(snapshotText()).toContain(snapshot.version);
  });
});
