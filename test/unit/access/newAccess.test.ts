import { describe, expect, test } from 'vitest';
import { newAccess } from '../../../server/src/access';
import type { PolicyKind } from '../../../server/src/policy';
import { allow, deny, options, OWNER, policyOf, role, SNS, TOPIC } from './policies';

const TLS = deny('sqs:*', { Bool: { 'aws:SecureTransport': 'false' } });
const ROOT = allow({ AWS: `arn:aws:iam::${OWNER}:root` }, 'kms:*');
const send = allow({ AWS: role('a') }, 'sqs:SendMessage');

function gained(old: unknown[], current: unknown[], kind: PolicyKind = 'queue'): string[] {
  const { witnesses } = newAccess(policyOf(old, kind), policyOf(current, kind), options(kind));
  return [...new Set(witnesses.map(({ action, caller }) => `${action.split(':')[1]} ${caller.kind === 'principal' ? caller.arn.replace('arn:aws:iam::', '') : caller.kind === 'service' ? caller.name : 'anonymous'}`))];
}

describe('new access', () => {
  test.each<[name: string, old: unknown[], current: unknown[], gained: string[]]>([
    ['nothing', [send, TLS], [send, TLS], []],
    ['another order and another spelling', [send, TLS], [TLS, { ...send, Action: ['SQS:sendmessage'] }], []],
    ['less', [send], [send, TLS], []],
    ['an action', [send], [allow({ AWS: role('a') }, ['sqs:SendMessage', 'sqs:ReceiveMessage'])], [`ReceiveMessage ${OWNER}:role/a`]],
    ['an account', [send], [send, allow({ AWS: '444455556666' }, 'sqs:SendMessage')], ['SendMessage 444455556666:role/somebody']],
    ['everybody, told once', [send], [allow('*', 'sqs:SendMessage')], ['SendMessage anonymous']],
    ['a wider source', [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } })], [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': `${TOPIC}*` } })], ['SendMessage sns.amazonaws.com']],
    ['a narrower source', [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': `${TOPIC}*` } })], [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } })], []],
    ['a condition that says the same', [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } })], [allow(SNS, 'sqs:SendMessage', { ArnEquals: { 'aws:SourceArn': [TOPIC, TOPIC] } })], []],
    // IAM policies of the account may then allow what they could not.
    ['a Deny that is gone', [send, deny('sqs:PurgeQueue')], [send], [`PurgeQueue ${OWNER}:role/somebody`]],
    ['a Deny that spares one more', [send, deny('sqs:PurgeQueue')], [send, deny('sqs:PurgeQueue', { ArnNotEquals: { 'aws:PrincipalArn': role('admin') } })], [`PurgeQueue ${OWNER}:role/admin`]],
    ['an Allow that a Deny stops all the same', [deny('sqs:PurgeQueue')], [deny('sqs:PurgeQueue'), allow('*', 'sqs:PurgeQueue')], []],
    ['what a queue policy can never give another account', [], [allow({ AWS: '444455556666' }, 'sqs:SetQueueAttributes')], []],
  ])('queue: %s', (_, old, current, expected) => {
    expect(gained(old, current)).toEqual(expected);
  });

  test.each<[name: string, old: unknown[], current: unknown[], gained: string[]]>([
    ['a role by name, though the account had it', [ROOT], [ROOT, allow({ AWS: role('a') }, 'kms:Decrypt')], [`Decrypt ${OWNER}:role/a`]],
    ['the account, where a role had it', [allow({ AWS: role('a') }, 'kms:Decrypt')], [allow({ AWS: [role('a'), OWNER] }, 'kms:Decrypt')], [`Decrypt ${OWNER}:role/somebody`]],
    ['the account by another name', [allow({ AWS: OWNER }, 'kms:Decrypt')], [allow({ AWS: `arn:aws:iam::${OWNER}:root` }, 'kms:Decrypt')], []],
    ['the account of a stranger', [ROOT], [ROOT, allow({ AWS: 'arn:aws:iam::444455556666:root' }, 'kms:Decrypt')], ['Decrypt 444455556666:role/somebody']],
    ['no IAM policy alone is enough for a key', [ROOT, deny('kms:Decrypt')], [deny('kms:Encrypt')], []],
  ])('key: %s', (_, old, current, expected) => {
    expect(gained(old, current, 'key')).toEqual(expected);
  });
});

test('holes', () => {
  const { witnesses, depends } = newAccess(policyOf([send]), policyOf([send, allow({ AWS: 'arn:aws:iam::<account>:role/a' }, 'sqs:SendMessage')]), options());
  expect([witnesses, depends]).toEqual([[], true]);
});
