import { expect, test } from 'vitest';
import { contextOf, explain, type Caller } from '../../../server/src/access';
import { allow, deny, options, policyOf, SNS, TOPIC } from './policies';

const sns: Caller = { kind: 'service', name: 'sns.amazonaws.com' };
const ask = (statement: unknown, caller: Caller = sns, context: Record<string, readonly string[]> = {}) => explain(policyOf([statement]), { action: 'sqs:SendMessage', caller, context: contextOf(caller, context) }, options()).statements[0]!;

test.each<[name: string, statement: unknown, because: string]>([
  ['action', allow(SNS, ['sqs:ReceiveMessage', 'sqs:Delete*']), 'Action: sqs:SendMessage is not among sqs:ReceiveMessage, sqs:Delete*'],
  ['principal', allow({ Service: 's3.amazonaws.com' }, 'sqs:SendMessage'), 'Principal: sns.amazonaws.com is not named'],
  ['a key that is absent', allow(SNS, 'sqs:SendMessage', { StringEquals: { 'aws:SourceAccount': '111122223333' } }), 'Condition aws:SourceAccount: StringEquals 111122223333, and the request does not carry the key'],
  ['a key of another value', allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': `${TOPIC}-2` } }), `Condition aws:SourceArn: ArnLike ${TOPIC}-2, and the request carries ${TOPIC}`],
  ['a hole', allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': '<topic>' } }), `Condition aws:SourceArn: ArnLike <topic>, and the request carries ${TOPIC}`],
  ['nothing', deny('sqs:*'), 'every element matches'],
])('%s', (_, statement, because) => {
  expect(ask(statement, sns, { 'aws:SourceArn': [TOPIC] }).because).toBe(because);
});

test('every element says what it says', () => {
  const { checks } = ask(allow({ Service: 's3.amazonaws.com' }, 'sqs:*', { Bool: { 'aws:SecureTransport': 'true' } }));
  expect(checks.map(({ element, matched }) => [element, matched])).toEqual([['Action', 'yes'], ['Principal', 'no'], ['Resource', 'yes'], ['Condition aws:SecureTransport', 'yes']]);
});
