/** The statements for the key of an encrypted queue. */
import { given, givenList } from './parameters';
import type { Recipe } from './recipe';

const ADMIN_ACTIONS = ['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*', 'kms:Update*', 'kms:Revoke*', 'kms:Disable*', 'kms:Get*', 'kms:Delete*', 'kms:TagResource', 'kms:UntagResource', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion'] as const;

export const keyRecipes: readonly Recipe[] = [
  {
    id: 'AllowKeyAdminPermissions',
    sid: 'AllowKeyAdminPermissions',
    title: 'Administrators manage the key',
    description: 'Allows the administrators to manage the key, without using it.',
    kinds: ['key'],
    parameters: ['admin-role'],
    achieves: { kind: 'allows-named', actions: ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'], caller: 'principal' },
    build: (values) => ({ Sid: 'AllowKeyAdminPermissions', Effect: 'Allow', Principal: { AWS: givenList(values, 'admin-role') }, Action: ADMIN_ACTIONS, Resource: '*' }),
  },
  {
    id: 'AllowReadAccessToKeyMetaData',
    sid: 'AllowReadAccessToKeyMetaData',
    title: 'The account reads the key’s metadata',
    description: 'Lets the IAM policies of the account grant reading the key’s metadata.',
    kinds: ['key'],
    parameters: ['partition', 'account'],
    achieves: { kind: 'allows-account', actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'] },
    build: (values) => ({
      Sid: 'AllowReadAccessToKeyMetaData',
      Effect: 'Allow',
      Principal: { AWS: [`arn:${given(values, 'partition')}:iam::${given(values, 'account')}:root`] },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*'],
      Resource: '*',
    }),
  },
  sender('AllowSNSToSendToSQS', 'SNS writes to the encrypted queue', 'sns.amazonaws.com'),
  sender('AllowS3ToSendToSQS', 'S3 writes to the encrypted queue', 's3.amazonaws.com'),
  sender('AllowEventBridgeToSendToSQS', 'EventBridge writes to the encrypted queue', 'events.amazonaws.com'),
  {
    id: 'AllowConsumersToReceiveFromTheQueue',
    sid: 'AllowConsumersToReceiveFromTheQueue',
    title: 'Consumers decrypt messages',
    description: 'Allows the consumers to decrypt the messages they receive.',
    kinds: ['key'],
    parameters: ['consumer-role'],
    achieves: { kind: 'allows-named', actions: ['kms:Decrypt'], caller: 'principal' },
    build: (values) => ({ Sid: 'AllowConsumersToReceiveFromTheQueue', Effect: 'Allow', Principal: { AWS: givenList(values, 'consumer-role') }, Action: ['kms:Decrypt'], Resource: '*' }),
  },
];

/**
 * EventBridge has no condition here: AWS's pages disagree on whether it sends aws:Source… keys to KMS, and a condition on a key that never
 * comes would stop its deliveries. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (2026-11)
 */
function sender(id: string, title: string, service: string): Recipe {
  const pinned = !service.startsWith('events.');
  return {
    id,
    sid: id,
    title,
    description: `Allows ${service} to encrypt what it sends to the queue.`,
    kinds: ['key'],
    parameters: pinned ? ['account', 'source-account'] : [],
    achieves: { kind: 'allows-named', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], caller: 'service' },
    build: (values) => ({
      Sid: id,
      Effect: 'Allow',
      Principal: { Service: [service] },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
      ...(pinned && { Condition: { StringEquals: { 'aws:SourceAccount': given(values, 'source-account') } } }),
    }),
  };
}
