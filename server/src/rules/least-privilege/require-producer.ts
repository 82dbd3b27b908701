import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-producer',
  kinds: ['queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['AllowSNSToSendToTheQueue', 'AllowS3ToSendToTheQueue', 'AllowEventBridgeToSendToTheQueue'],
  summary: 'No producer is allowed to send by this policy.',
  message: 'This policy lets nobody send. Allow the producer: an SNS topic, an S3 bucket, an EventBridge rule or a role.',
});
