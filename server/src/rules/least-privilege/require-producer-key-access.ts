import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-producer-key-access',
  kinds: ['key'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['AllowSNSToSendToSQS', 'AllowS3ToSendToSQS', 'AllowEventBridgeToSendToSQS'],
  summary: 'No producing service may use the key to write to the queue.',
  message: 'No service may write to an encrypted queue with this key. Allow it kms:GenerateDataKey and kms:Decrypt.',
});
