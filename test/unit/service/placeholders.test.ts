import { expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';
import { placeholders } from '../../../server/src/service/placeholders';

const statement = (elements: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', ...elements }] });
const template = (resource: unknown) => JSON.stringify({ Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '<principal>' }, Action: 'sqs:SendMessage', Resource: resource }] } } } } });

test.each<[name: string, text: string, file: string, expected: string[]]>([
  ['each once, with its places', statement({ Principal: { AWS: 'arn:aws:iam::<account-id>:root' }, Resource: 'arn:aws:sqs:<region>:<account-id>:q' }), 'p.json', ['<account-id> 2', '<region> 1']],
  ['as the documentation prints them', statement({ Principal: { AWS: '111122223333' }, Resource: 'arn:aws:sqs:region:account-id:q' }), 'p.json', ['region 1', 'account-id 1']],
  ['words of all kinds', statement({ Principal: { AWS: 'arn:aws:iam::YOUR_ACCOUNT_ID:root' }, Condition: { StringEquals: { 'aws:SourceAccount': 'bucket-owner-account-id' } } }), 'p.json', ['YOUR_ACCOUNT_ID 1', 'bucket-owner-account-id 1']],
  ['of an engine, where none fills them in', statement({ Principal: { AWS: '111122223333' }, Resource: 'arn:aws:sqs:eu-west-1:111122223333:${name}' }), 'p.json', ['${name} 1']],
  ['what an engine fills in', statement({ Principal: { AWS: 'arn:aws:iam::${account}:root' }, Resource: '${queue}' }), 'p.json', []],
  ['what a person fills in before an engine does', statement({ Principal: { AWS: 'arn:aws:iam::${account}:role/<role>' } }), 'p.json.tpl', ['<role> 1']],
  ['policy variables are none', statement({ Principal: '*', Condition: { StringEquals: { 'aws:userid': '${aws:username}' } } }), 'p.json', []],
  ['without quotes', '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": <account-id> }, "Action": "sqs:SendMessage" }] }', 'p.json', ['<account-id> 1']],
  ['in a template, beside what it refers to', template({ 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:<account-id>:q' }), 't.json', ['<principal> 1', '<account-id> 1']],
  ['in the escaped policy of a queue', JSON.stringify({ Policy: statement({ Principal: { AWS: '<role-arn>' } }) }), 'a.json', ['<role-arn> 1']],
  ['of a document without a policy', '{ "a": "<account-id> {{ x }}", "b": ["<account-id>"] }', 'x.json', ['<account-id> 2']],
])('%s', (_, text, file, expected) => {
  const found = placeholders(findPolicies(text, { name: file }));
  expect(found.map((placeholder) => `${placeholder.text} ${placeholder.ranges.length}`)).toEqual(expected);
  for (const placeholder of found) for (const { start, end } of placeholder.ranges) expect(text.slice(start, end)).toBe(placeholder.text);
});
