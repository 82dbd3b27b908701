import { expect, test } from 'vitest';
import { summarize } from '../../../server/src/access';
import { allow, deny, OWNER, policyOf, role, SNS, TOPIC } from './policies';

test.each<[statement: unknown, sentence: string]>([
  [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } }), `sns.amazonaws.com may call sqs:SendMessage when aws:SourceArn is ${TOPIC}.`],
  [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': `${TOPIC}*` } }), `sns.amazonaws.com may call sqs:SendMessage when aws:SourceArn is like ${TOPIC}*.`],
  [allow({ AWS: [role('a'), `arn:aws:iam::${OWNER}:root`] }, ['sqs:SendMessage', 'sqs:ReceiveMessage']), `Role a of ${OWNER} and account ${OWNER} may call sqs:SendMessage and sqs:ReceiveMessage.`],
  [allow('*', 'sqs:*'), 'Anybody may do everything.'],
  [allow({ AWS: '*' }, 'sqs:SendMessage', { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', 'o-b1b2c3d4e5'] } }), 'Anybody may call sqs:SendMessage when aws:PrincipalOrgID is o-a1b2c3d4e5 or o-b1b2c3d4e5.'],
  [allow('*', 'sqs:SendMessage', { IpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } }), 'Anybody may call sqs:SendMessage when aws:SourceIp is in 203.0.113.0/24 or is absent.'],
  [allow('*', 'sqs:SendMessage', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }), 'Anybody may call sqs:SendMessage when aws:SourceVpce is not vpce-1, or is absent.'],
  [allow('*', 'sqs:SendMessage', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }), 'Anybody may call sqs:SendMessage when a value of aws:PrincipalOrgPaths is like o-a1b2c3d4e5/*.'],
  [allow('*', 'sqs:SendMessage', { Null: { 'aws:SourceArn': 'false' } }), 'Anybody may call sqs:SendMessage when aws:SourceArn is present.'],
  [allow('*', 'sqs:SendMessage', { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }), 'Anybody may call sqs:SendMessage when aws:CurrentTime is less than 2027-01-01T00:00:00Z.'],
  [deny('sqs:SendMessage', { Bool: { 'aws:SecureTransport': 'false' } }), 'Nobody may call sqs:SendMessage when the call is not over TLS.'],
  [deny('sqs:SendMessage', { ArnNotLike: { 'aws:SourceArn': TOPIC }, StringNotLike: { 'aws:PrincipalArn': role('*') } }), `Nobody may call sqs:SendMessage unless aws:SourceArn is ${TOPIC} or aws:PrincipalArn is like ${role('*')}.`],
  [deny('sqs:SendMessage', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }), 'Nobody may call sqs:SendMessage unless aws:PrincipalOrgID is o-a1b2c3d4e5 or aws:PrincipalIsAWSService is true.'],
  [deny('sqs:SendMessage', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, StringEquals: { 'aws:PrincipalTag/network': ['a', 'b'] } }), 'Nobody may call sqs:SendMessage when aws:PrincipalTag/network is a or b, unless aws:SourceVpce is vpce-1.'],
  [allow({ AWS: ['arn:aws:iam::<account>:root', 'arn:aws:iam::${account}:role/worker'] }, 'sqs:SendMessage'), 'Account <account> and role worker of ${account} may call sqs:SendMessage.'],
  [deny('sqs:*', undefined, { AWS: '444455556666' }), 'Account 444455556666 may not do anything.'],
  [{ Effect: 'Deny', Principal: '*', NotAction: 'sqs:GetQueueUrl', Resource: '*' }, 'Nobody may do anything but sqs:GetQueueUrl.'],
  [deny('sqs:SendMessage', undefined, { AWS: '444455556666' }), 'Account 444455556666 may not call sqs:SendMessage.'],
  [{ Effect: 'Deny', NotPrincipal: { AWS: role('a') }, Action: 'sqs:*', Resource: '*' }, `Nobody but role a of ${OWNER} may do anything; AWS services are never excepted.`],
  [{ Effect: 'Allow', Principal: { AWS: role('a') }, NotAction: ['sqs:DeleteQueue', 'sqs:PurgeQueue'], Resource: '*' }, `Role a of ${OWNER} may do everything but sqs:DeleteQueue and sqs:PurgeQueue.`],
  [allow({ AWS: role('a') }, ['sqs:A', 'sqs:B', 'sqs:C', 'sqs:D', 'sqs:E']), `Role a of ${OWNER} may call sqs:A, sqs:B, sqs:C and 2 more.`],
  [allow({ AWS: '<role-arn>' }, 'sqs:SendMessage'), '<role-arn> may call sqs:SendMessage.'],
  [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }, 'Allows nobody anything: it has no principal.'],
  [{ Effect: 'Perhaps', Principal: '*', Action: 'sqs:*', Resource: '*' }, 'Neither allows nor denies: Effect is Allow or Deny.'],
])('%j', (statement, sentence) => {
  expect(summarize(policyOf([statement]).statements[0]!)).toBe(sentence);
});
