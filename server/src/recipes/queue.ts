/** The statements for queues and dead-letter queues. */
import type { PlainValue } from '../syntax';
import { given, givenList, queueArn, sparedServices, type Values } from './parameters';
import type { Recipe, StatementData } from './recipe';

const QUEUES = ['queue', 'dead-letter-queue'] as const;
const EVERYBODY = { AWS: '*' } as const;
const one = (list: readonly PlainValue[]): PlainValue => (list.length === 1 ? list[0]! : list);
const source = (values: Values, placeholder: string): PlainValue => values['source-arn'] ?? placeholder;

export const queueRecipes: readonly Recipe[] = [
  {
    id: 'RestrictAdminQueueActions',
    sid: 'RestrictAdminQueueActions',
    title: 'Only administrators manage the queue',
    description: 'Denies changing the queue, its policy, and deleting it to everybody but the administrators.',
    kinds: QUEUES,
    parameters: ['admin-role', 'partition', 'account', 'region', 'queue'],
    achieves: { kind: 'denies-others', actions: ['sqs:AddPermission', 'sqs:DeleteQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes'] },
    build: (values) => ({
      Sid: 'RestrictAdminQueueActions',
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: ['sqs:AddPermission', 'sqs:DeleteQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes'],
      Resource: queueArn(values),
      Condition: { StringNotLike: { 'aws:PrincipalArn': givenList(values, 'admin-role') } },
    }),
  },
  {
    id: 'DenyQueueActionsOutsideOrg',
    sid: 'DenyQueueActionsOutsideOrg',
    title: 'Nobody outside the organization',
    description: 'Denies managing the queue and receiving from it to callers outside the organization.',
    kinds: QUEUES,
    parameters: ['organization', 'partition', 'account', 'region', 'queue'],
    achieves: {
      kind: 'denies-unless',
      actions: ['sqs:AddPermission', 'sqs:ChangeMessageVisibility', 'sqs:DeleteQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes', 'sqs:ReceiveMessage'],
      key: 'aws:principalorgid',
      outside: 'o-0000000000',
    },
    build: (values) => ({
      Sid: 'DenyQueueActionsOutsideOrg',
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: ['sqs:AddPermission', 'sqs:ChangeMessageVisibility', 'sqs:DeleteQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: queueArn(values),
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': [given(values, 'organization')], ...sparedServices(values) } },
    }),
  },
  {
    id: 'AllowConsumersToReceiveFromTheQueue',
    sid: 'AllowConsumersToReceiveFromTheQueue',
    title: 'Consumers receive from the queue',
    description: 'Allows the consumers to receive and delete messages.',
    kinds: QUEUES,
    parameters: ['consumer-role', 'partition', 'account', 'region', 'queue'],
    achieves: { kind: 'allows-named', actions: ['sqs:ReceiveMessage'], caller: 'principal' },
    build: (values) => ({
      Sid: 'AllowConsumersToReceiveFromTheQueue',
      Effect: 'Allow',
      Principal: { AWS: one(givenList(values, 'consumer-role')) },
      Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: queueArn(values),
    }),
  },
  {
    id: 'DenyOtherConsumersFromReceiving',
    sid: 'DenyOtherConsumersFromReceiving',
    title: 'Nobody but the consumers receives',
    description: 'Denies receiving and deleting messages to everybody but the consumers.',
    kinds: QUEUES,
    parameters: ['consumer-role', 'partition', 'account', 'region', 'queue'],
    achieves: { kind: 'denies-others', actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'] },
    build: (values) => ({
      Sid: 'DenyOtherConsumersFromReceiving',
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
      Resource: queueArn(values),
      Condition: { StringNotLike: { 'aws:PrincipalArn': one(givenList(values, 'consumer-role')) }, ...(values.services && { StringNotEquals: sparedServices(values) }) },
    }),
  },
  {
    id: 'DenyUnsecureTransport',
    sid: 'DenyUnsecureTransport',
    title: 'Only over TLS',
    description: 'Denies sending and receiving over plain HTTP.',
    kinds: QUEUES,
    parameters: ['partition', 'account', 'region', 'queue'],
    achieves: { kind: 'denies-unless', actions: ['sqs:ReceiveMessage', 'sqs:SendMessage'], key: 'aws:securetransport', outside: 'false', inside: 'true' },
    build: (values) => ({
      Sid: 'DenyUnsecureTransport',
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'],
      Resource: queueArn(values),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  },
  sender('AllowSNSToSendToTheQueue', 'An SNS topic sends to the queue', 'sns.amazonaws.com', '<sns-topic-arn>'),
  sender('AllowS3ToSendToTheQueue', 'An S3 bucket sends to the queue', 's3.amazonaws.com', '<s3-bucket-arn>'),
  sender('AllowEventBridgeToSendToTheQueue', 'An EventBridge rule sends to the queue', 'events.amazonaws.com', '<eventbridge-rule-arn>'),
  {
    id: 'DenyAllProducersExceptSNSFromSending',
    sid: 'DenyAllProducersExceptSNSFromSending',
    title: 'Nobody but the producers sends',
    description: 'Denies sending to everybody but the producers that the policy allows.',
    kinds: ['queue'],
    parameters: ['source-arn', 'partition', 'account', 'region', 'queue'],
    achieves: { kind: 'denies-others', actions: ['sqs:SendMessage'], services: true },
    build: (values) => ({
      Sid: boundarySid(values),
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: 'sqs:SendMessage',
      Resource: queueArn(values),
      Condition: values.producers ?? { ArnNotLike: { 'aws:SourceArn': source(values, '<sns-topic-arn>') } },
    }),
  },
  {
    id: 'DenyAnyProducersExceptSQS',
    sid: 'DenyAnyProducersExceptSQS',
    title: 'Only queues of the account send to the dead-letter queue',
    description: 'Denies sending to everybody but the SQS queues of the account.',
    kinds: ['dead-letter-queue'],
    parameters: ['partition', 'account', 'region', 'queue'],
    achieves: { kind: 'denies-others', actions: ['sqs:SendMessage'], services: true },
    build: (values) => ({
      Sid: 'DenyAnyProducersExceptSQS',
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: 'sqs:SendMessage',
      Resource: queueArn(values),
      Condition: values.producers ?? { ArnNotLike: { 'aws:SourceArn': `arn:${given(values, 'partition')}:sqs:${given(values, 'region')}:${given(values, 'account')}:*` } },
    }),
  },
  {
    id: 'DenyReceivingIfNotThroughVPCE',
    sid: 'DenyReceivingIfNotThroughVPCE',
    title: 'Receiving only through a VPC endpoint',
    description: 'Denies receiving unless the request comes through the VPC endpoint.',
    kinds: QUEUES,
    parameters: ['vpc-endpoint', 'partition', 'account', 'region', 'queue'],
    optional: true,
    achieves: { kind: 'denies-unless', actions: ['sqs:ReceiveMessage'], key: 'aws:sourcevpce', outside: 'vpce-00000000' },
    build: (values) => ({
      Sid: 'DenyReceivingIfNotThroughVPCE',
      Effect: 'Deny',
      Principal: '*',
      Action: ['sqs:ReceiveMessage'],
      Resource: queueArn(values),
      Condition: { StringNotEquals: { 'aws:SourceVpce': given(values, 'vpc-endpoint'), ...sparedServices(values) } },
    }),
  },
  {
    id: 'DenyPurgeExceptAdmins',
    sid: 'DenyPurgeExceptAdmins',
    title: 'Only administrators purge the queue',
    description: 'Denies deleting all messages at once to everybody but the administrators. The post leaves this open.',
    kinds: QUEUES,
    parameters: ['admin-role', 'partition', 'account', 'region', 'queue'],
    achieves: { kind: 'denies-others', actions: ['sqs:PurgeQueue'] },
    build: (values) => ({
      Sid: 'DenyPurgeExceptAdmins',
      Effect: 'Deny',
      Principal: EVERYBODY,
      Action: 'sqs:PurgeQueue',
      Resource: queueArn(values),
      Condition: { StringNotLike: { 'aws:PrincipalArn': [...new Set([...givenList(values, 'admin-role'), ...(values.purgers ?? [])])] } },
    }),
  },
];

/** A bucket's ARN has no account, so S3 gets aws:SourceAccount beside it. */
function sender(id: string, title: string, service: string, placeholder: string): Recipe {
  const bucket = service.startsWith('s3.');
  return {
    id,
    sid: id,
    title,
    description: `Allows ${service} to send for one source${bucket ? ' of one account' : ''}.`,
    kinds: ['queue', 'dead-letter-queue'],
    parameters: ['source-arn', ...(bucket ? (['source-account'] as const) : []), 'partition', 'account', 'region', 'queue'],
    achieves: { kind: 'allows-named', actions: ['sqs:SendMessage'], caller: 'any' },
    build: (values): StatementData => ({
      Sid: id,
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sqs:SendMessage',
      Resource: queueArn(values),
      Condition: { ArnLike: { 'aws:SourceArn': source(values, placeholder) }, ...(bucket && { StringEquals: { 'aws:SourceAccount': given(values, 'source-account') } }) },
    }),
  };
}

/** The post's name says SNS; a policy whose producer is another gets a name that is true. */
function boundarySid(values: Values): string {
  const service = typeof values['source-arn'] === 'string' ? values['source-arn'].split(':')[2] : undefined;
  if (values.producers) return 'DenyAllProducersExceptTheAllowedOnes';
  return service === 's3' ? 'DenyAllProducersExceptS3FromSending' : service === 'events' ? 'DenyAllProducersExceptEventBridgeFromSending' : 'DenyAllProducersExceptSNSFromSending';
}

/** The post's first form for S3, which trusts the bucket's name alone: kept for those who look for it. */
export const s3WithoutAccount: Recipe = {
  ...sender('AllowS3ToSendToTheQueue', 'An S3 bucket sends to the queue (bucket alone)', 's3.amazonaws.com', '<s3-bucket-arn>'),
  id: 'AllowS3BucketToSendToTheQueue',
  description: 'Allows S3 to send for one bucket. Whoever owns that name may send; prefer the form with aws:SourceAccount.',
  parameters: ['source-arn', 'partition', 'account', 'region', 'queue'],
  optional: true,
  build: (values) => ({
    Sid: 'AllowS3ToSendToTheQueue',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn(values),
    Condition: { ArnLike: { 'aws:SourceArn': source(values, '<s3-bucket-arn>') } },
  }),
};
