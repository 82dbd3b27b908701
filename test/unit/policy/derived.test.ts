import { expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';
import { derive, minifiedSize, type Statement } from '../../../server/src/policy';

const read = (statement: unknown): Statement => findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), { name: 'p.json', kind: 'queue' }).policies[0]!.policy.statements[0]!;

test('what is derived is worked out once for a statement, and anew for a copy with something else in it', () => {
  let times = 0;
  const actions = derive((statement: Statement) => {
    times++;
    return statement.action?.values.length ?? 0;
  });
  const statement = read({ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'] });
  expect([actions(statement), actions(statement), times]).toEqual([2, 2, 1]);
  expect(actions({ ...statement, action: undefined })).toBe(0);
  expect(actions(statement)).toBe(2);
});

test('two derived things of a statement do not take each other’s place', () => {
  const [effect, sid] = [derive((s: Statement) => s.effect?.value?.text ?? ''), derive((s: Statement) => s.sid?.value?.text ?? '')];
  const statement = read({ Sid: 'A', Effect: 'Deny' });
  expect([effect(statement), sid(statement), effect(statement)]).toEqual(['Deny', 'A', 'Deny']);
});

test.each([
  ['the Sid alone', { Sid: 'A', Effect: 'Deny' }, { Sid: 'B', Effect: 'Deny' }, true],
  ['another effect', { Sid: 'A', Effect: 'Deny' }, { Sid: 'A', Effect: 'Allow' }, false],
  ['a Sid that is no string', { Sid: 5, Effect: 'Deny' }, { Sid: '', Effect: 'Deny' }, false],
])('statements that differ in %s', (_, a, b, same) => expect(read(a).written === read(b).written).toBe(same));

test.each(['{"a":"plain"}', '{"a":"\\"quoted\\" and \\\\"}', '{"a":["é","😀","\\u0001"],"b":{}}', '{ "Sid" : [ 1, true, null ] }'])('the size of %s is that of the minified text in UTF-8', (text) => {
  const { tree } = findPolicies(text, { name: 'p.json' });
  expect(minifiedSize(tree.root, text)).toEqual({ bytes: new TextEncoder().encode(JSON.stringify(JSON.parse(text))).length, exact: true });
});
