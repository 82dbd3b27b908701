/** Statements behind what is none: a hole, a choice of the template, a number. What is said of a statement is said of that one. */
import { expect, test } from 'vitest';
import { rules } from '../../server/src/rules';
import { read, run } from './harness';

const RECEIVE = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' }, Action: 'sqs:ReceiveMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' };
const other = (sid: string) => JSON.stringify({ ...RECEIVE, Sid: sid, Principal: { AWS: `arn:aws:iam::111122223333:role/${sid}` } });
const receive = JSON.stringify({ ...RECEIVE, Sid: 'Receive' });
const never = JSON.stringify({ ...RECEIVE, Sid: 'Never', Effect: 'Deny' });
const list = (...items: string[]): string => `{"Version": "2012-10-17", "Statement": [${items.join(', ')}]}`;
const template = (policy: string): string => `{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": ${policy}}}}}`;

const rule = rules.find(({ meta }) => meta.id === 'no-shadowed-allow')!;

test.each([
  ['nothing', list(receive, never)],
  ['a hole', list('${first}', other('one'), receive, never)],
  ['a number', list('7', receive, other('one'), never)],
  ['null and a text', list('null', '"x"', other('one'), never, receive)],
  ['a list', list(`[${other('one')}, ${other('two')}]`, receive, never)],
  ['a choice', template(list(`{"Fn::If": ["Chosen", ${other('one')}, ${other('two')}]}`, receive, never))],
  ['a choice between them', template(list(receive, `{"Fn::If": ["Chosen", ${other('one')}, ${other('two')}]}`, never))],
])('%s before: the Deny is named', (_, text) => {
  const document = read(text, { file: 'queue-policy.json' });
  const [finding, ...more] = run(rule, document, document.policies[0]!).findings;
  expect(more).toEqual([]);
  expect(finding!.statement!.sid!.value!.text).toBe('Receive');
  expect(finding!.message).toMatch(/^Statement Never denies/);
  expect(finding!.related.map(({ range }) => document.text.slice(range.start, range.end))).toEqual(['"Never"']);
});
