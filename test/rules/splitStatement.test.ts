import { expect, test } from 'vitest';
import { findPolicies } from '../../server/src/documents';
import { canSplit, splitStatement, type Split } from '../../server/src/rules/splitStatement';
import { applyChanges } from '../apply';

const site = (text: string) => findPolicies(text, { name: 'p.json', kind: 'queue' }).policies[0]!;
const policy = (...statements: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

function split(text: string, moved: Split['moved']): unknown {
  const { policy: read, tree } = site(text);
  return (JSON.parse(applyChanges(text, tree.write(splitStatement(read, read.statements[0]!, { moved })))) as { Statement: unknown }).Statement;
}

const actions = ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'];

test.each<[string, unknown[], Split['moved'], unknown[]]>([
  ['one action is written by itself', [{ Sid: 'A', Effect: 'Allow', Action: actions }], [[2]], [{ Sid: 'A', Effect: 'Allow', Action: actions.slice(0, 2) }, { Sid: 'A2', Effect: 'Allow', Action: 'sqs:DeleteMessage' }]],
  ['several are a list', [{ Effect: 'Allow', Action: actions }], [[1, 2]], [{ Effect: 'Allow', Action: ['sqs:SendMessage'] }, { Effect: 'Allow', Action: actions.slice(1) }]],
  ['into two, whose names differ', [{ Sid: 'A', Effect: 'Allow', Action: actions }, { Sid: 'A2', Effect: 'Deny' }], [[1], [2]], [{ Sid: 'A', Effect: 'Allow', Action: ['sqs:SendMessage'] }, { Sid: 'A3', Effect: 'Allow', Action: 'sqs:ReceiveMessage' }, { Sid: 'A4', Effect: 'Allow', Action: 'sqs:DeleteMessage' }, { Sid: 'A2', Effect: 'Deny' }]],
  ['an empty name stays one', [{ Sid: '', Effect: 'Allow', Action: actions.slice(0, 2) }], [[1]], [{ Sid: '', Effect: 'Allow', Action: ['sqs:SendMessage'] }, { Sid: '', Effect: 'Allow', Action: 'sqs:ReceiveMessage' }]],
])('%s', (_, statements, moved, after) => expect(split(policy(...statements), moved)).toEqual(after));

test.each<[string, string, boolean]>([
  ['a list of actions', policy({ Effect: 'Allow', Action: actions }), true],
  ['one action', policy({ Effect: 'Allow', Action: 'sqs:*' }), false],
  ['no action', policy({ Effect: 'Allow' }), false],
  ['a statement that stands alone', JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions } }), false],
  ['a list with something odd in it', policy({ Effect: 'Allow', Action: ['sqs:SendMessage', ['sqs:ReceiveMessage']] }), false],
  ['a list that is still typed', '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"', false],
  ['a list to which a template adds', '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", ${more}] }] }', false],
])('whether it can be split: %s', (_, text, can) => {
  const { policy: read } = site(text);
  expect(canSplit(read, read.statements[0]!)).toBe(can);
  if (!can) expect(splitStatement(read, read.statements[0]!, { moved: [[0]] })).toEqual([]);
});
