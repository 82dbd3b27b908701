import { expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';
import { derive, deriveFromText, Memory, minifiedSize, numberOf, type Statement } from '../../../server/src/policy';

/** The last of a policy's statements. */
const reading = (memory?: Memory) => (...statements: readonly unknown[]): Statement => findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { name: 'p.json', kind: 'queue', memory }).policies[0]!.policy.statements.at(-1)!;
const read = reading();

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

test('what rests on the shape is worked out once for it, whatever the Sid, and anew for a copy with something else in it', () => {
  let times = 0;
  const actions = deriveFromText((statement: Statement) => {
    times++;
    return statement.action?.values.length ?? 0;
  });
  const memory = new Memory();
  const read = reading(memory);
  const [one, other] = [read({ Sid: 'One', Effect: 'Allow', Action: ['sqs:SendMessage'] }), read({ Sid: 'Other', Effect: 'Allow', Action: ['sqs:SendMessage'] })];
  expect([actions(one), actions(one), actions(other), times]).toEqual([1, 1, 1, 1]);
  expect(actions({ ...one, action: undefined })).toBe(0);
  expect(actions(read({ Sid: 'One', Effect: 'Deny', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'] }))).toBe(2);
  expect(actions(one)).toBe(1);
  memory.forget();
  expect([actions(read({ Sid: 'One', Effect: 'Allow', Action: ['sqs:SendMessage'] })), times]).toEqual([1, 4]);
});

test('without a memory it is worked out once for each statement', () => {
  let times = 0;
  const actions = deriveFromText(() => ++times);
  const [one, other] = [read({ Effect: 'Allow' }), read({ Effect: 'Allow' })];
  expect([actions(one), actions(one), actions(other)]).toEqual([1, 1, 2]);
  expect(numberOf(one)).not.toBe(numberOf(other));
});

test('a copy is nobody else', () => {
  const statement = reading(new Memory())({ Effect: 'Allow' });
  expect(numberOf(statement)).toBe(numberOf(statement));
  expect(numberOf({ ...statement, action: undefined })).not.toBe(numberOf(statement));
});

test.each(['{"a":"plain"}', '{"a":"\\"quoted\\" and \\\\"}', '{"a":["é","😀","\\u0001"],"b":{}}', '{ "Sid" : [ 1, true, null ] }'])('the size of %s is that of the minified text in UTF-8', (text) => {
  const { tree } = findPolicies(text, { name: 'p.json' });
  expect(minifiedSize(tree.root, text)).toEqual({ bytes: new TextEncoder().encode(JSON.stringify(JSON.parse(text))).length, exact: true });
});
