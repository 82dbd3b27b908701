import { describe, expect, test } from 'vitest';
import { facts } from '../../../server/src/aws';
import { complete, type CompletionItem } from '../../../server/src/service/completion';
import { forms, withCursor, type Form } from './forms';

const statement = (elements: string, more = ''): string => `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders", ${elements}}${more}]}`;
const keyStatement = (elements: string): string => `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:Decrypt", ${elements}}]}`;

function itemAt(text: string, label: string, form: Form = 'plain'): { item: CompletionItem; result: string } {
  const { document, offset, after } = withCursor(text, form);
  const items = complete(document, offset, facts).filter((i) => i.label === label);
  expect(items, `${label} at ${text}`).toHaveLength(1);
  const [item] = items as [CompletionItem];
  expect(item.edit.range.start).toBeLessThanOrEqual(offset);
  expect(item.edit.range.end).toBeGreaterThanOrEqual(offset);
  // An editor matches what stands between the start of the range and the cursor with the filter text.
  const typed = document.text.slice(item.edit.range.start, offset);
  expect([...typed].every((c) => item.filterText.toLowerCase().includes(c.toLowerCase())), `${typed} in ${item.filterText}`).toBe(true);
  // Where the cursor goes is shown by a bar.
  const encodedBar = item.caret === undefined ? item.edit : { ...item.edit, newText: `${item.edit.newText.slice(0, item.caret)}|${item.edit.newText.slice(item.caret)}` };
  return { item, result: after([encodedBar, ...item.additional]) };
}

function labelsAt(text: string, form: Form = 'plain', name?: string): string[] {
  const { document, offset } = withCursor(text, form, name);
  return complete(document, offset, facts).sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).map((i) => i.label);
}

/** Before, the label that is chosen, after. */
const inEveryForm: readonly (readonly [string, string, string])[] = [
  // Keys
  [statement('|'), 'Sid', statement('"Sid": "|"')],
  [statement('"S|"'), 'Sid', statement('"Sid": "|"')],
  [statement('"|": "x"'), 'Sid', statement('"Sid": "x"')],
  [statement('"Sid": "x", |'), 'Condition', statement('"Sid": "x", "Condition": {|}')],
  ['{"Version": "2012-10-17", "Statement": [{"Action": "sqs:SendMessage" |}]}', 'Effect', '{"Version": "2012-10-17", "Statement": [{"Action": "sqs:SendMessage", "Effect": "Allow"}]}'],
  ['{"Version": "2012-10-17", "Statement": [{| "Action": "sqs:SendMessage"}]}', 'Effect', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage"}]}'],
  // Values
  ['{"Version": "|", "Statement": [{"Action": "sqs:SendMessage"}]}', '2012-10-17', '{"Version": "2012-10-17", "Statement": [{"Action": "sqs:SendMessage"}]}'],
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "A|", "Action": "sqs:SendMessage"}]}', 'Allow', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage"}]}'],
  [statement('"NotResource": |'), '*', statement('"NotResource": "*"')],
  // Actions
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage", "sqs:Rec|"]}]}', 'sqs:ReceiveMessage', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"]}]}'],
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage" |]}]}', 'sqs:ReceiveMessage', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"]}]}'],
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": [| "sqs:SendMessage"]}]}', 'sqs:ReceiveMessage', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sqs:ReceiveMessage", "sqs:SendMessage"]}]}'],
  // Principals
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": |, "Action": "sqs:SendMessage"}]}', 'Service', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": { "Service": "|" }, "Action": "sqs:SendMessage"}]}'],
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {|}, "Action": "sqs:SendMessage"}]}', 'Service', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "|"}, "Action": "sqs:SendMessage"}]}'],
  ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "s|"}, "Action": "sqs:SendMessage"}]}', 's3.amazonaws.com', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage"}]}'],
  [keyStatement('"Resource": "*", "NotPrincipal": {"AWS": ["|"]}'), 'arn:aws:iam::111122223333:root', keyStatement('"Resource": "*", "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:root"]}')],
  // Conditions
  [statement('"Condition": {|}'), 'ArnLike', statement('"Condition": {"ArnLike": {|}}')],
  [statement('"Condition": {"Arn|"}'), 'ArnLike', statement('"Condition": {"ArnLike": {|}}')],
  [statement('"Condition": {"ArnLike": {"|"}}'), 'aws:SourceArn', statement('"Condition": {"ArnLike": {"aws:SourceArn": "|"}}')],
  [statement('"Condition": {"ArnLike": {"aws:SourceArn": "|"}}'), 'arn:aws:sns:eu-west-1:111122223333:<topic-name>', statement('"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:<topic-name>"}}')],
  [statement('"Condition": {"StringEquals": {"aws:SourceAccount": |}}'), '111122223333', statement('"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}')],
  [statement('"Condition": {"Bool": {"aws:SecureTransport": "|"}}'), 'false', statement('"Condition": {"Bool": {"aws:SecureTransport": "false"}}')],
  [statement('"Condition": {"Null": {"aws:SourceArn": "|"}}'), 'true', statement('"Condition": {"Null": {"aws:SourceArn": "true"}}')],
  [keyStatement('"Resource": "*", "Condition": {"StringEquals": {"kms:|"}}'), 'kms:ViaService', keyStatement('"Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "|"}}')],
  [keyStatement('"Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "|"}}'), 'sqs.<region>.amazonaws.com', keyStatement('"Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "sqs.<region>.amazonaws.com"}}')],
  [keyStatement('"Resource": "|"'), '*', keyStatement('"Resource": "*"')],
];

describe.each(forms)('what is chosen stands where the cursor was: %s', (form) => {
  test.each(inEveryForm)('%s %s', (before, label, after) => {
    expect(itemAt(before, label, form).result).toBe(after);
  });
});

const lines = (...all: readonly string[]): string => all.join('\n');

const halfTyped: readonly (readonly [string, string, string])[] = [
  ['{|}', 'Version', '{"Version": "2012-10-17"}'],
  ['{ Stat| }', 'Statement', '{ "Statement": [|] }'],
  ['{"Statement": [{ Eff| }]}', 'Effect', '{"Statement": [{ "Effect": "Allow" }]}'],
  // A quote without its second one: the rest of the line is kept.
  ['{"Version": "2012-10-17", "Statement": [{"Eff| }]}', 'Effect', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow" }]}'],
  [lines('{"Version": "2012-10-17", "Statement": [{', '  "Action": [', '    "sqs:Se|', '  ]', '}]}'), 'sqs:SendMessage', lines('{"Version": "2012-10-17", "Statement": [{', '  "Action": [', '    "sqs:SendMessage"', '  ]', '}]}')],
  [lines('{"Version": "2012-10-17", "Statement": [{', '  "Effect": |', '  "Action": "sqs:SendMessage"', '}]}'), 'Deny', lines('{"Version": "2012-10-17", "Statement": [{', '  "Effect": "Deny",', '  "Action": "sqs:SendMessage"', '}]}')],
  [lines('{"Version": "2012-10-17", "Statement": [{', '  "Action": "sqs:SendMessage"', '  "|"', '}]}'), 'Effect', lines('{"Version": "2012-10-17", "Statement": [{', '  "Action": "sqs:SendMessage",', '  "Effect": "Allow"', '}]}')],
];

test.each(halfTyped)('half-typed: %s %s', (before, label, after) => {
  expect(itemAt(before, label).result).toBe(after);
});

describe('whole statements', () => {
  const one = '{"Sid": "One", "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"}';
  const policyOf = (text: string) => JSON.parse(text) as { Statement: Record<string, unknown>[] };

  describe.each(forms)('%s', (form) => {
    test.each([
      ['behind another, a comma is missing', `{"Version": "2012-10-17", "Statement": [${one} |]}`, 1],
      ['behind another and its comma', `{"Version": "2012-10-17", "Statement": [${one}, |]}`, 1],
      ['before another', `{"Version": "2012-10-17", "Statement": [|${one}]}`, 0],
      ['between quotes', `{"Version": "2012-10-17", "Statement": [${one}, "|"]}`, 1],
    ])('%s', (_, text, index) => {
      const { result, item } = itemAt(text, 'DenyUnsecureTransport', form);
      expect(policyOf(result).Statement[index]).toMatchObject({ Sid: 'DenyUnsecureTransport', Effect: 'Deny', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' });
      expect(item.kind).toBe('statement');
    });
  });

  test('in an empty array, and where the array is missing', () => {
    expect(policyOf(itemAt('{"Version": "2012-10-17", "Statement": [|]}', 'DenyUnsecureTransport').result).Statement).toHaveLength(1);
    expect(policyOf(itemAt('{"Version": "2012-10-17", "Statement": |}', 'DenyUnsecureTransport').result).Statement).toHaveLength(1);
  });

  test('a Sid that is taken gets a number', () => {
    const taken = one.replace('One', 'DenyUnsecureTransport');
    expect(policyOf(itemAt(`{"Version": "2012-10-17", "Statement": [${taken}, |]}`, 'DenyUnsecureTransport').result).Statement[1]!['Sid']).toBe('DenyUnsecureTransport2');
  });

  test('what is still to be filled in is named', () => {
    const { item } = itemAt(`{"Version": "2012-10-17", "Statement": [${one}, |]}`, 'DenyQueueActionsOutsideOrg');
    expect(item.edit.placeholders).toEqual(['<organization-id>']);
  });

  test('are indented like their surroundings', () => {
    const text = lines('{', '  "Version": "2012-10-17",', '  "Statement": [', '    {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"},', '    |', '  ]', '}');
    expect(itemAt(text, 'DenyUnsecureTransport').result).toContain('\n    {\n      "Sid": "DenyUnsecureTransport",\n');
  });
});

describe('what is offered', () => {
  test('senders come first among service principals', () => {
    const labels = labelsAt('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "|"}, "Action": "sqs:SendMessage"}]}');
    expect(new Set(labels.slice(0, 3))).not.toContain('lambda.amazonaws.com');
    expect(labels.indexOf('sns.amazonaws.com')).toBeLessThan(labels.indexOf('lambda.amazonaws.com'));
  });

  test('elements that are there, or whose opposite is, are not offered again', () => {
    expect(labelsAt(statement('|'))).toEqual(['Sid', 'Condition']);
  });

  test('actions of the policy’s service alone, not those that are listed', () => {
    const labels = labelsAt('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage", "|"]}]}');
    expect(labels).not.toContain('sqs:SendMessage');
    expect(labels.every((l) => l.startsWith('sqs:'))).toBe(true);
  });

  test('a placeholder is not offered to somebody who is filling it in', () => {
    const condition = (value: string): string => statement(`"Condition": {"ArnLike": {"aws:SourceArn": "${value}|"}}`);
    const shape = 'arn:aws:sns:eu-west-1:111122223333:<topic-name>';
    for (const typed of ['', 'arn:aws', 'arn:aws:sns:eu-west-1:111122223333:', 'arn:aws:sns:eu-west-1:111122223333:<top']) expect(labelsAt(condition(typed)), typed).toContain(shape);
    for (const typed of ['t', 'topic', 'name']) expect(labelsAt(condition(`arn:aws:sns:eu-west-1:111122223333:${typed}`)), typed).toEqual([]);
  });

  test('keys that the actions cannot carry are not offered', () => {
    expect(labelsAt(statement('"Condition": {"StringEquals": {"|"}}')).some((l) => l.startsWith('kms:'))).toBe(false);
    expect(labelsAt(statement('"Condition": {"ArnLike": {"|"}}')).slice(0, 2)).toEqual(['aws:SourceArn', 'aws:SourceAccount']);
  });

  test('a policy that is just begun gets elements, and actions of both services', () => {
    expect(labelsAt('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", |}]}', 'plain', 'policy.json')).toContain('Principal');
    expect(labelsAt('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "|"}]}', 'plain', 'policy.json')).toEqual(expect.arrayContaining(['sqs:SendMessage', 'kms:Decrypt']));
  });

  test.each([
    ['an identity policy', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", |}]}'],
    ['another service’s policy', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", |}]}'],
    ['a document without a policy', '{"name": "x", |}'],
  ])('nothing in %s', (_, text) => {
    expect(labelsAt(text, 'plain', 'policy.json')).toEqual([]);
  });

  test('nothing on the outer side of a quote', () => {
    expect(labelsAt('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"|, "Action": "sqs:SendMessage"}]}')).toEqual([]);
    expect(labelsAt('{"Version": "2012-10-17", "Statement": [{"Effect": |"Allow", "Action": "sqs:SendMessage"}]}')).toEqual([]);
  });
});
