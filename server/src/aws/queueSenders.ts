/**
 * How AWS services reach a queue. `policy` services call as their service principal and must be named in the queue policy (and, for an
 * encrypted queue, in the key policy); `role` services use a role of the account, so naming their principal does nothing.
 */
import type { Known, QueueSender, SourceShape } from './facts';

const sqsGuide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
/** "Configure KMS permissions for AWS services": the services whose key statement may carry aws:SourceArn. */
const keyPage = `${sqsGuide}/sqs-key-management.html#compatibility-with-aws-services`;

const sendMessage = ['sqs:SendMessage'];
const dataKey = ['kms:GenerateDataKey', 'kms:Decrypt'];
const keys = (sendsSourceArn: Known, sendsSourceAccount: Known) => ({ sendsSourceArn, sendsSourceAccount });

export const topicShape: SourceShape = {
  service: 'sns', arn: 'arn:${Partition}:sns:${Region}:${Account}:${TopicName}', noun: 'a topic', resource: /^[A-Za-z0-9_-]{1,256}(\.fifo)?$/, plainName: true, hasRegion: true, hasAccount: true,
};
/** No account in it, and a deleted bucket's name is free for anybody. */
export const bucketShape: SourceShape = {
  service: 's3', arn: 'arn:${Partition}:s3:::${BucketName}', noun: 'a bucket', resource: /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/, plainName: true, hasRegion: false, hasAccount: false,
};
/**
 * `rule/NAME` on the default bus, else `rule/BUS/NAME`, where a partner's bus has slashes of its own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html#amazoneventbridge-resources-for-iam-policies (2026-11)
 */
export const ruleShape: SourceShape = {
  service: 'events', arn: 'arn:${Partition}:events:${Region}:${Account}:rule/${RuleName}', noun: 'a rule', resource: /^rule\/(?!default\/)[A-Za-z0-9_./-]+$/, hasRegion: true, hasAccount: true,
};
/**
 * To a key, for a bus that it encrypts: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html (2026-11).
 * A bus may have a dead-letter queue too; no page says what it sends then.
 */
const busShape: SourceShape = {
  service: 'events', arn: 'arn:${Partition}:events:${Region}:${Account}:event-bus/${EventBusName}', noun: 'an event bus', resource: /^(event-bus|archive)\/[A-Za-z0-9_./-]+$/, hasRegion: true, hasAccount: true,
};
const chimeShape: SourceShape = {
  service: 'chime', arn: 'arn:${Partition}:chime:${Region}:${Account}:*', noun: 'any Chime resource', resource: /^.+$/, hasRegion: true, hasAccount: true,
};

const policy = (shapes: readonly SourceShape[], source: string, rest: Partial<QueueSender> = {}): QueueSender => ({
  kind: 'policy', shapes, queueActions: sendMessage, keyActions: dataKey, onQueue: keys(true, true), onKey: keys(true, true),
  listedBySqs: true, verified: true, source, date: '2026-11', ...rest,
});
const role = (source: string, rest: Partial<QueueSender> = {}): QueueSender => ({
  kind: 'role', shapes: [], queueActions: sendMessage, keyActions: dataKey, onQueue: keys(false, false), onKey: keys(false, false),
  listedBySqs: false, verified: false, source, date: '2026-11', ...rest,
});

/** By the name before `.amazonaws.com`. */
export const queueSenders: Readonly<Record<string, QueueSender>> = {
  sns: policy([topicShape], 'https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html', {
    note: 'A topic in an opt-in Region that delivers to another Region calls as sns.REGION.amazonaws.com.',
  }),
  s3: policy([bucketShape], 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html', {
    note: 'A bucket ARN has no account: pair aws:SourceArn with aws:SourceAccount.',
  }),
  events: policy([ruleShape, busShape], 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions', {
    // The SNS guide says that EventBridge sets no aws:Source… key towards the key of a topic, SQS's own list says it does.
    onKey: keys('unknown', 'unknown'),
    note: 'Whether it sends aws:SourceArn to the key of a queue is not settled by AWS\'s pages.',
  }),
  'meetings.chime': policy(
    [chimeShape],
    'https://docs.aws.amazon.com/chime-sdk/latest/dg/mtgs-sdk-notifications.html',
    { queueActions: ['sqs:SendMessage', 'sqs:GetQueueUrl'] },
  ),
  chime: policy(
    [chimeShape],
    'https://docs.aws.amazon.com/chime-sdk/latest/dg/mtgs-sdk-notifications.html',
    { queueActions: ['sqs:SendMessage', 'sqs:GetQueueUrl'], note: 'The older namespace; new meetings use meetings.chime.amazonaws.com.' },
  ),
  profile: policy([], 'https://docs.aws.amazon.com/connect/latest/adminguide/customer-profiles-object-type-mappings.html', {
    kind: 'unknown', onQueue: keys('unknown', 'unknown'), onKey: keys(true, 'unknown'), verified: false, note: 'Dead-letter queue of Amazon Connect Customer Profiles.',
  }),
  codebuild: policy([], keyPage, { kind: 'unknown', onQueue: keys('unknown', 'unknown'), onKey: keys(true, 'unknown'), verified: false }),

  lambda: role('https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html', {
    listedBySqs: true, verified: true, queueActions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    note: 'Lambda reads and writes queues with the function\'s execution role.',
  }),
  autoscaling: role('https://docs.aws.amazon.com/autoscaling/ec2/userguide/prepare-for-lifecycle-notifications.html', {
    listedBySqs: true, note: 'A lifecycle hook notifies with the role it names.',
  }),
  scheduler: role('https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role', { verified: true }),
  pipes: role('https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html', { verified: true }),
  apigateway: role('https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-kinesis.html'),
  states: role('https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html'),
  appsync: role('https://docs.aws.amazon.com/appsync/latest/devguide/attaching-a-data-source.html'),
  iot: role('https://docs.aws.amazon.com/iot/latest/developerguide/sqs-rule-action.html'),
  dms: role('https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html'),
  firehose: role('https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html'),

  sqs: role(`${sqsGuide}/sqs-dead-letter-queues.html`, {
    kind: 'none', queueActions: [], keyActions: [], verified: true,
    note: 'SQS moves messages to a dead-letter queue itself and calls KMS with the caller\'s identity; it never calls as its own principal.',
  }),
};
