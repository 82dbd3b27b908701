/** Of policies over the quota of their service: what is still looked at, and that the rest is not passed over in silence. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { extentOf, type PolicyKind } from '../../server/src/policy';
import { createPolicyLanguageService, defaultWorkspace } from '../../server/src/service';
import { read } from './harness';

const fill = (bytes: number, kind: PolicyKind): string => {
  const action = kind === 'key' ? 'kms:Decrypt' : 'sqs:SendMesage';
  const statement = (i: number) => ({ Sid: `S${i}`, Effect: 'Allow', Principal: '*', Action: action, Resource: '*' });
  const statements = [statement(0)];
  const size = JSON.stringify(statement(10_000)).length + 1;
  while (statements.length * size < bytes) statements.push(statement(statements.length));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
};

test.each<[kind: PolicyKind, bytes: number, extent: string]>([
  ['queue', 8_192, 'everything'],
  ['queue', 15_500, 'everything'],
  ['queue', 18_000, 'all but access'],
  ['key', 18_000, 'everything'],
  ['key', 61_000, 'everything'],
  ['key', 70_000, 'all but access'],
  ['queue', 120_000, 'all but access'],
  ['queue', 140_000, 'syntax and size'],
])('a %s policy of about %d bytes: %s', (kind, bytes, extent) => {
  expect(extentOf(read(fill(bytes, kind), { kind }).policies[0]!.policy, kind, facts.quotas)).toBe(extent);
});

test('white space is no size', () => {
  const text = fill(4_000, 'queue').replaceAll('\n', '\n'.repeat(400));
  expect(text.length).toBeGreaterThan(100_000);
  expect(extentOf(read(text, { kind: 'queue' }).policies[0]!.policy, 'queue', facts.quotas)).toBe('everything');
});

describe('what is said', () => {
  const service = createPolicyLanguageService();
  const judge = (bytes: number) => {
    const document = service.read(fill(bytes, 'queue'), 'queue-policy.json', defaultWorkspace);
    const [report] = service.validate(document, defaultWorkspace);
    return { found: new Set(report!.findings.map(({ rule }) => rule.id)), left: report!.undecided.filter(({ tooLarge }) => tooLarge).map(({ rule }) => rule.id), lens: service.lenses(document, defaultWorkspace)[0]!.title };
  };

  test('near the quota everything', () => {
    const { found, left } = judge(9_000);
    expect([...found]).toEqual(expect.arrayContaining(['sqs-quota', 'known-action']));
    expect(left).toEqual([]);
  });

  test('far over it all but access', () => {
    const { found, left, lens } = judge(20_000);
    expect([...found]).toEqual(expect.arrayContaining(['sqs-quota', 'known-action']));
    expect(left).toContain('no-public-access');
    expect(left).not.toContain('known-action');
    expect(lens).toBe('Too large to say who has access: SQS rejects a policy of this size');
  });

  test('very far over it the size alone, and its syntax', () => {
    const { found, left } = judge(140_000);
    expect([...found]).toEqual(['sqs-quota']);
    expect(left).toEqual(expect.arrayContaining(['no-public-access', 'known-action']));
    expect(left).not.toContain('valid-json');
  });
});

test('of one rule a thousand findings are listed, and that there are more is said', () => {
  const items = (count: number): string => `{"Version": "2012-10-17", "Statement": [${Array<string>(count).fill('7').join(', ')}]}`;
  const judge = (count: number) => createPolicyLanguageService().validate(createPolicyLanguageService().read(items(count), 'queue-policy.json', { ...defaultWorkspace, kindOf: () => 'queue' }), defaultWorkspace)[0]!;
  const found = (count: number): number => judge(count).findings.filter(({ rule }) => rule.id === 'valid-element-type').length;
  expect([found(1_000), found(1_001)]).toEqual([1_000, 1_000]);
  expect(judge(1_000).undecided.filter(({ tooMany }) => tooMany)).toEqual([]);
  expect(judge(1_001).undecided.filter(({ tooMany }) => tooMany).map(({ rule }) => rule.id)).toEqual(['valid-element-type']);
});
