import { expect, test } from 'vitest';
import { readValue } from '../../../server/src/policy';
import { parseJson, type ScalarNode } from '../../../server/src/syntax';

const pieces = (text: string) =>
  readValue(parseJson(JSON.stringify(text)).root as ScalarNode).pieces.map((p) => (p.kind === 'text' ? p.text : `[${p.kind} ${p.text}]`)).join('');

const LONG = `${'aB-'.repeat(300_000)} CHANGE`;

test.each([
  ['arn:aws:sqs:eu-west-1:111122223333:orders', 'arn:aws:sqs:eu-west-1:111122223333:orders'],
  ['arn:aws:sqs:${region}:${AWS::AccountId}:q', 'arn:aws:sqs:[hole ${region}]:[hole ${AWS::AccountId}]:q'],
  ['arn:aws:iam::111122223333:user/${aws:username}', 'arn:aws:iam::111122223333:user/[variable ${aws:username}]'],
  ["${aws:PrincipalTag/team, 'none'}", "[variable ${aws:PrincipalTag/team, 'none'}]"],
  ['${self:custom.queue}', '[hole ${self:custom.queue}]'],
  ['${*}', '[variable ${*}]'],
  ['<account-id>', '[hole <account-id>]'],
  ['<name – of x>', '[hole <name – of x>]'],
  ['arn:aws:iam::<account - of x>:root', 'arn:aws:iam::[hole <account - of x>]:root'],
  ['{{ account }}', '[hole {{ account }}]'],
  ['#{AWS::AccountId}', '[hole #{AWS::AccountId}]'],
  ['arn:aws:iam::YOUR_ACCOUNT_ID:root', 'arn:aws:iam::[hole YOUR_ACCOUNT_ID]:root'],
  ['arn:aws:sqs:region:account-id:queue', 'arn:aws:sqs:[hole region]:[hole account-id]:queue'],
  ['arn:aws:sqs:eu-west-1:account-id:queue', 'arn:aws:sqs:eu-west-1:[hole account-id]:queue'],
  ['arn:aws:iam::Your_account_ID:root', 'arn:aws:iam::[hole Your_account_ID]:root'],
  ['arn:aws:iam::SOURCE_ACCOUNT_ID:root', 'arn:aws:iam::[hole SOURCE_ACCOUNT_ID]:root'],
  ['arn:aws:sqs:eu-west-1:yourAccountNumber:q', 'arn:aws:sqs:eu-west-1:[hole yourAccountNumber]:q'],
  ['bucket-owner-account-id', '[hole bucket-owner-account-id]'],
  ['arn:aws:iam::source-account-id:root', 'arn:aws:iam::[hole source-account-id]:root'],
  ['${join(",", [x])}', '[hole ${join(",", [x])}]'],
  ['arn:${jsonencode({ a = "}" })}:q', 'arn:[hole ${jsonencode({ a = "}" })}]:q'],
  ['<%= account %>', '[hole <%= account %>]'],
  ['{{resolve:ssm:/${stage}/topic}}', '[hole {{resolve:ssm:/${stage}/topic}}]'],
  ['${open', '${open'],
  ['account-events', 'account-events'],
  ['bucket-owner-account-ids', 'bucket-owner-account-ids'],
  ['sqs_arn_here', '[hole sqs_arn_here]'],
  // Were the search quadratic, this would take minutes.
  [LONG, LONG],
  ['SYMMETRIC_DEFAULT', 'SYMMETRIC_DEFAULT'],
  ['arn:aws:sqs:eu-west-1:111122223333:my-queue', 'arn:aws:sqs:eu-west-1:111122223333:my-queue'],
  ['', ''],
])('%#: %.60s', (text, expected) => {
  expect(pieces(text)).toBe(expected);
});
