/** Statements that differ in one key alone become one; what is no alternative is left apart. */
import { expect, test } from 'vitest';
import { contains } from '../../../server/src/access/containment';
import { findPolicies } from '../../../server/src/documents';
import { mergeFix } from '../../../server/src/rules/mergeStatements';
import { applyChanges } from '../../apply';

const topic = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const from = (name: string, more: object = {}, operator = 'ArnEquals') => ({ Sid: name, Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*', Condition: { [operator]: { 'aws:SourceArn': topic(name) } }, ...more });
const read = (text: string) => findPolicies(text, { name: 'p.json', kind: 'queue' }).policies[0]!;

function merged(...statements: readonly object[]) {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
  const site = read(text);
  const [fix] = mergeFix(site.policy);
  return { title: fix?.title, after: fix && read(applyChanges(text, site.tree.write(fix.edits()))), before: site };
}

test('sources of one service', () => {
  const { title, after, before } = merged(from('a'), from('b'), from('other', { Action: 'sqs:*' }), from('c'));
  expect(title).toBe('Merge 3 statements that differ only in aws:SourceArn');
  expect(JSON.parse(after!.tree.text)).toEqual({ Version: '2012-10-17', Statement: [from('a', { Condition: { ArnEquals: { 'aws:SourceArn': [topic('a'), topic('b'), topic('c')] } } }), from('other', { Action: 'sqs:*' })] });
  // Each of them is contained in the one.
  const both = read(JSON.stringify({ Version: '2012-10-17', Statement: [...before.policy.statements, ...after!.policy.statements].map(({ node }, i) => JSON.parse((i < 4 ? before : after!).tree.text.slice(node.range.start, node.range.end)) as object) }));
  for (const i of [0, 1, 3]) expect(contains(both.policy, both.policy.statements[4]!, both.policy.statements[i]!)).toBe(true);
});

test.each<[string, readonly object[]]>([
  ['exceptions of a Deny', [from('a', {}, 'ArnNotLike'), from('b', {}, 'ArnNotLike')]],
  ['all of several values', [from('a', {}, 'ForAllValues:ArnLike'), from('b', {}, 'ForAllValues:ArnLike')]],
  ['two keys that differ', [from('a', { Condition: { ArnEquals: { 'aws:SourceArn': topic('a') }, StringEquals: { 'aws:SourceAccount': '111122223333' } } }), from('b', { Condition: { ArnEquals: { 'aws:SourceArn': topic('b') }, StringEquals: { 'aws:SourceAccount': '444455556666' } } })]],
  ['another effect', [from('a'), from('b', { Effect: 'Deny' })]],
  ['without conditions', [from('a', { Condition: undefined }), from('b', { Condition: undefined })]],
])('%s', (_, statements) => {
  expect(merged(...statements).title).toBeUndefined();
});
