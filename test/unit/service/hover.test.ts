import { describe, expect, test } from 'vitest';
import { facts } from '../../../server/src/aws';
import { hover } from '../../../server/src/service/hover';
import { defaultWorkspace } from '../../../server/src/service/workspace';
import { forms, withCursor, type Form } from './forms';

const statement = (elements: string): string => `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com", "AWS": "arn:aws:iam::111122223333:root"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"${elements}}]}`;

function hoverAt(text: string, form: Form = 'plain'): { markdown: string; over: string } | undefined {
  const { document, offset } = withCursor(text, form);
  const found = hover(document, offset, defaultWorkspace, facts);
  return found && { markdown: found.markdown, over: document.text.slice(found.range.start, found.range.end) };
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['an action', statement('').replace('sqs:SendMessage', 'sqs:|SendMessage'), ['`sqs:SendMessage`', 'Write', 'API_SendMessage.html']],
  ['an action in another letter case', statement('').replace('sqs:SendMessage', 'SQS:send|message'), ['`sqs:SendMessage`']],
  ['a wildcard', statement('').replace('sqs:SendMessage', 'sqs:Re|*'), ['2 actions: ReceiveMessage, RemovePermission']],
  ['a service principal', statement('').replace('sns.amazonaws', 'sns.|amazonaws'), ['Amazon SNS', 'must allow it']],
  ['an account', statement('').replace('iam::', 'iam::|'), ['Account 111122223333', 'IAM policies decide']],
  ['a principal type', statement('').replace('"AWS"', '"A|WS"'), ['accounts']],
  ['an ARN', statement('').replace('orders', 'ord|ers'), ['`sqs`', '`orders`', 'Region `eu-west-1`', 'account `111122223333`']],
  ['an element', statement('').replace('"Effect"', '"Eff|ect"'), ['Allow or Deny', 'reference_policies_elements_effect.html']],
  ['an operator', statement(', "Condition": {"ArnNot|LikeIfExists": {"aws:SourceArn": "x"}}'), ['no value matches', 'wildcards', 'IfExists', 'Conditions_ARN']],
  ['a negated operator', statement(', "Condition": {"StringNot|Equals": {"aws:SourceAccount": "x"}}'), ['also holds when the key is absent']],
  ['a condition key', statement(', "Condition": {"ArnLike": {"aws:Source|Arn": "x"}}'), ['`aws:SourceArn`', 'ARN', 'condition-keys-sourcearn']],
  ['a key that services lack', statement(', "Condition": {"StringEquals": {"aws:PrincipalOrg|ID": "x"}}'), ['Services calling directly never send it']],
];

describe.each(forms)('%s', (form) => {
  test.each(cases)('%s', (_, text, parts) => {
    const found = hoverAt(text, form);
    for (const part of parts) expect(found?.markdown).toContain(part);
    expect(found?.markdown).toMatch(/\[AWS documentation\]\(https:\/\/docs\.aws\.amazon\.com\//);
    expect(found?.over).toMatch(/^\\?".*"$/);
  });
});

test.each([
  ['white space', statement('').replace('"Effect"', '| "Effect"')],
  ['an unknown action', statement('').replace('sqs:SendMessage', 'sqs:|Nothing')],
  ['an unknown key', statement(', "Condition": {"ArnLike": {"aws:Nothing|": "x"}}')],
  ['a name of JavaScript', statement(', "constr|uctor": 1')],
  ['a document without a policy', '{"name": "arn:aws:|sqs:eu-west-1:111122223333:orders"}'],
])('nothing over %s', (_, text) => {
  expect(hoverAt(text)).toBeUndefined();
});

test.each([
  ['a Sid', statement(', "Sid": "O|ne"')],
  ['the word Sid', statement(', "S|id": "One"')],
  ['an Effect', statement('').replace('"Allow"', '"All|ow"')],
  ['the word Effect', statement('').replace('"Effect"', '"Eff|ect"')],
])('the statement as a sentence over %s', (_, text) => {
  expect(hoverAt(text)?.markdown).toContain('may call sqs:SendMessage');
});

test('the verdict over the words of the policy', () => {
  expect(hoverAt(statement('').replace('"Version"', '"Ver|sion"'))?.markdown).toMatch(/^Not public · no access from outside/);
  expect(hoverAt(statement('').replace('"Statement"', '"State|ment"'))?.markdown).toMatch(/^Not public/);
});

test('text of the document is never read as Markdown', () => {
  expect(hoverAt(statement('').replace('orders', '[x|](command:y)'))?.markdown).toContain('`[x](command:y)`');
});
