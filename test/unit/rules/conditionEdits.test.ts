/** A test moved under another operator: no key is ever written twice, and nothing of the host's is written as plain text. */
import { expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';
import { moveTest, renameOperator } from '../../../server/src/rules/conditionEdits';
import { applyChanges } from '../../apply';

const policy = (condition: string) => `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": ${condition}}]}`;
const template = (condition: string) => `{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"PolicyDocument": ${policy(condition)}}}}}`;

/** The Condition after the first test is moved; undefined where it is not. */
function moved(text: string, operator: string): unknown {
  const [site] = findPolicies(text, { name: 'p.json', kind: 'queue' }).policies;
  const [first] = site!.policy.statements[0]!.condition!.tests;
  const edits = moveTest(first!, operator);
  if (!edits) return undefined;
  const after = findPolicies(applyChanges(text, site!.tree.write(edits)), { name: 'p.json', kind: 'queue' }).policies[0]!;
  const { range } = after.policy.statements[0]!.condition!.member.value!;
  return JSON.parse(after.tree.text.slice(range.start, range.end));
}

test.each<[string, string, string, unknown]>([
  ['alone', '{"StringEquals": {"a:B": "*"}}', 'StringLike', { StringLike: { 'a:B': '*' } }],
  ['beside another key', '{"StringEquals": {"a:B": ["*", "x"], "a:C": "y"}}', 'StringLike', { StringEquals: { 'a:C': 'y' }, StringLike: { 'a:B': ['*', 'x'] } }],
  ['to an operator that is there', '{"StringEquals": {"a:B": "*"}, "StringLike": {"a:C": "y*"}}', 'StringLike', { StringLike: { 'a:C': 'y*', 'a:B': '*' } }],
  ['to one that has the key', '{"StringEquals": {"a:B": "*"}, "StringLike": {"A:b": "y*"}}', 'StringLike', undefined],
  ['to one that differs by letter case', '{"StringEquals": {"a:B": "*"}, "stringlike": {"a:C": "y*"}}', 'StringLike', undefined],
  ['to one that is no map', '{"StringEquals": {"a:B": "*"}, "StringLike": "y"}', 'StringLike', undefined],
])('%s', (_, condition, operator, expected) => {
  expect(moved(policy(condition), operator)).toEqual(expected);
});

test('a reference is not written as text', () => {
  expect(moved(template('{"StringEquals": {"aws:SourceArn": {"Ref": "Topic"}}}'), 'StringLike')).toEqual({ StringLike: { 'aws:SourceArn': { Ref: 'Topic' } } });
  expect(moved(template('{"StringEquals": {"aws:SourceArn": {"Ref": "Topic"}, "a:C": "y"}}'), 'StringLike')).toBeUndefined();
});

test('an operator is renamed where no other has the name', () => {
  const [site] = findPolicies(policy('{"Equals": {"a:B": "x"}, "StringEquals": {"a:C": "y"}}'), { name: 'p.json', kind: 'queue' }).policies;
  const { operators, operatorMember } = site!.policy.statements[0]!.condition!.tests[0]!;
  expect([renameOperator(operators, operatorMember, 'StringEquals'), renameOperator(operators, operatorMember, 'StringLike')?.length]).toEqual([undefined, 1]);
});
