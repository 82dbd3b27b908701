import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'restrict-purge',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'information' },
  recipes: ['DenyPurgeExceptAdmins'],
  summary: 'No statement restricts sqs:PurgeQueue, which deletes every message.',
  message: 'Anybody whose IAM policy says so may purge this queue. Deny sqs:PurgeQueue to all but the administrators.',
});
