/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { rules } from '../../server/src/rules';
import { validate } from '../../server/src/service/validate';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { allow, deny, policyOf, ROLE, SNS } from '../fixtures/rules/reachPolicies';
import { queue } from '../fixtures/rules/statement';
import { read, unmark, type RuleCases } from './harness';

const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });

/** Two faults of one statement, each to be mended by itself. */
const TWO_FAULTS = new Set([
  'complete-producer-key-actions + known-action',
  'complete-producer-key-actions + require-source-condition',
  'known-action + no-broad-grant',
  'known-condition-key + no-dead-allow',
  'known-condition-operator + no-dead-allow',
  'known-element + no-dead-allow',
  'known-service-principal + require-source-condition',
  'no-batch-action + no-broad-grant',
  'no-broad-grant + require-source-condition',
  'no-dead-allow + known-action',
  'no-dead-allow + sqs-queue-resource',
  'no-duplicate-key + no-dead-allow',
  'no-duplicate-key + require-source-condition',
  'no-duplicate-key + valid-element-type',
  'no-duplicate-key + valid-principal',
  'no-empty-element + require-source-condition',
  'no-mixed-partition + kms-key-resource',
  'no-redundant-value + no-broad-grant',
  'no-role-service-principal + require-source-condition',
  'no-set-operator + no-dead-allow',
  'no-shadowed-allow + no-allow-not-principal',
  'no-shadowed-allow + no-broad-grant',
  'no-shadowed-allow + no-dead-allow',
  'no-unenforced-transport + matching-condition-operator',
  'no-unenforced-transport + no-silent-guard',
  'no-unusable-condition-key + no-broad-grant',
  'no-unusable-condition-key + require-effect',
  'require-effect + require-action',
  'require-effect + require-principal',
  'require-effect + require-resource',
  'require-regional-principal + complete-producer-key-actions',
  'require-regional-principal + require-source-condition',
  'require-source-condition + no-broad-grant',
  'valid-arn + no-mixed-partition',
  'valid-characters + kms-key-resource',
  'valid-element-type + require-source-condition',
  'valid-principal + no-element-conflict',
  'valid-principal + require-source-condition',
  'valid-source-arn + complete-producer-key-actions',
]);
/** They speak of the policy as a whole, or of what the author leaves open. */
const ASIDE = ['no-placeholder', 'no-public-access', 'kms-no-lockout'];

/** Every rule looks at a case that one rule is made for: who else speaks loudly of the same statement? */
function others(id: string, theCase: RuleCases['invalid'][number]): string[] {
  const { text } = unmark(theCase.policy);
  const found = validate(read(text, theCase), defaultWorkspace, facts).flatMap((report) => report.findings);
  const own = new Set(found.filter((finding) => finding.rule.id === id).map((finding) => finding.statement));
  return found
    .filter(({ rule, severity, statement }) => rule.id !== id && rule.category !== 'least-privilege' && severity !== 'hint' && severity !== 'information' && !ASIDE.includes(rule.id) && own.has(statement))
    .map(({ rule }) => `${id} + ${rule.id}`);
}

test('one finding for one root cause', () => {
  const pairs = rules.filter(({ meta }) => meta.category !== 'least-privilege').flatMap(({ meta }) => modules[`../fixtures/rules/${meta.id}/cases.ts`]!.cases.invalid.flatMap((theCase) => others(meta.id, theCase)));
  expect([...new Set(pairs)].filter((pair) => !TWO_FAULTS.has(pair)).sort()).toEqual([]);
  // A pair that no longer occurs is taken off the list.
  expect([...TWO_FAULTS].filter((pair) => !pairs.includes(pair))).toEqual([]);
});

test.each([
  ['Bool', 'aws:SourceAccount', '111122223333'],
  ['Bool', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:111122223333:orders'],
  ['Bool', 'aws:SourceIp', '203.0.113.7'],
  ['NumericEquals', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:111122223333:orders'],
  ['NumericEquals', 'aws:CurrentTime', '2026-11-24T00:00:00Z'],
  ['DateEquals', 'aws:SourceAccount', '111122223333'],
  ['IpAddress', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['IpAddress', 'aws:SourceVpc', 'vpc-1a2b3c4d'],
])('a right value under a wrong operator is told of the operator: %s on %s', (operator, key, value) => {
  const policy = queue({ Condition: `{ "${operator}": { "${key}": "${value}" } }` });
  const found = validate(read(policy, {}), defaultWorkspace, facts).flatMap((report) => report.findings);
  expect(found.filter(({ severity, statement }) => statement && (severity === 'error' || severity === 'warning')).map(({ rule }) => rule.id)).toEqual(['matching-condition-operator']);
});

test.each([
  ['a text as Condition', { Condition: '"aws:SourceArn"' }, ['valid-element-type']],
  ['an operator without a key', { Condition: '{ "StringEquals": "111122223333" }' }, ['valid-element-type']],
  ['a dot in the key', { Condition: '{ "StringEquals": { "aws.SourceAccount": "111122223333" } }' }, ['known-condition-key']],
  ['a misspelt operator', { Condition: '{ "StringEqual": { "aws:SourceAccount": "111122223333" } }' }, ['known-condition-operator']],
  ['both', { Condition: '{ "StringEqual": { "SourceAccount": "111122223333" } }' }, ['known-condition-operator', 'known-condition-key']],
  ['the operator and the key swapped', { Condition: '{ "aws:SourceAccount": { "StringEquals": "111122223333" } }' }, ['known-condition-operator']],
  ['a misspelt Condition', { Conditions: '{ "StringEquals": { "aws:SourceAccount": "111122223333" } }' }, ['known-element']],
  ['a wildcard that the operator does not know', { Condition: '{ "StringNotEquals": { "aws:SourceAccount": "*" } }' }, ['no-wildcard-in-exact-operator']],
])('what keeps a condition from limiting a service is told alone: %s', (_, elements, rules) => {
  const found = validate(read(queue({ Principal: SNS, ...elements }), {}), defaultWorkspace, facts).flatMap((report) => report.findings);
  expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ rule }) => rule.id)).toEqual(rules);
});

test.each([
  ['a text as Condition', { Condition: '"aws:SourceArn"' }],
  ['a key without its prefix', { Condition: '{ "StringEquals": { "PrincipalOrgID": "o-a1b2c3d4e5" } }' }],
  ['a misspelt operator', { Condition: '{ "StringEqual": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }' }],
  ['a misspelt Condition', { Conditions: '{ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }' }],
])('what keeps a condition from limiting everybody is told alone: %s', (_, elements) => {
  const found = validate(read(queue({ Principal: '"*"', ...elements }), {}), defaultWorkspace, facts).flatMap((report) => report.findings);
  expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning').length).toBe(1);
  expect(found.map(({ rule }) => rule.id)).not.toContain('no-public-access');
});

const arn = (name: string) => `"arn:aws:sns:eu-west-1:111122223333:${name}"`;

test.each([
  ['a pattern under an operator without patterns, which a Deny then stops', 'no-wildcard-in-exact-operator', policyOf(allow(SNS, '"sqs:SendMessage"', `{ "StringEquals": { "aws:SourceArn": ${arn('orders-*')} } }`), deny('"sqs:SendMessage"', `{ "ArnNotLike": { "aws:SourceArn": ${arn('orders')} } }`))],
  ['a Deny that spares a session', 'no-session-arn', policyOf(allow(ROLE, '["sqs:ReceiveMessage", "sqs:GetQueueUrl"]'), deny('"sqs:ReceiveMessage"', '{ "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/worker/session" } }'))],
])('what is wrong in one statement and shows in another: %s', (_, rule, policy) => {
  const found = validate(read(policy, {}), defaultWorkspace, facts).flatMap((report) => report.findings);
  expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning').map((finding) => finding.rule.id)).toEqual([rule]);
});
