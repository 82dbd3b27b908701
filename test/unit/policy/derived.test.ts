import { expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';
import { derive, deriveFromText, forgetWritten, minifiedSize, numberOf, type Statement } from '../../../server/src/policy';

/** The last of a policy's statements. */
const read = (...statements: readonly unknown[]): Statement => findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { name: 'p.json', kind: 'queue' }).policies[0]!.policy.statements.at(-1)!;

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

test('what rests on the text is worked out once for a text, whatever the Sid, and anew for a copy with something else in it', () => {
  let times = 0;
  const actions = deriveFromText((statement: Statement) => {
    times++;
    return statement.action?.values.length ?? 0;
  });
  const [one, other] = [read({ Sid: 'One', Effect: 'Allow', Action: ['sqs:SendMessage'] }), read({ Sid: 'Other', Effect: 'Allow', Action: ['sqs:SendMessage'] })];
  expect([actions(one), actions(one), actions(other), times]).toEqual([1, 1, 1, 1]);
  expect(actions({ ...one, action: undefined })).toBe(0);
  expect(actions(read({ Sid: 'One', Effect: 'Deny', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'] }))).toBe(2);
  expect(actions(one)).toBe(1);
  forgetWritten();
  expect([actions(read({ Sid: 'One', Effect: 'Allow', Action: ['sqs:SendMessage'] })), times]).toEqual([1, 4]);
});

test('statements of one text have one number, wherever they stand; others never, however many there were', () => {
  const numbers = new Map<string, number>();
  for (let i = 0; i < 2_500; i++) {
    const written = { Effect: 'Allow', Action: `sqs:Action${i}` };
    const number = numberOf(read({ Sid: 'One', ...written }));
    expect(numberOf(read({ Effect: 'Deny' }, { Sid: `S${i}`, ...written }))).toBe(number);
    numbers.set(written.Action, number);
  }
  expect(new Set(numbers.values()).size).toBe(2_500);
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
