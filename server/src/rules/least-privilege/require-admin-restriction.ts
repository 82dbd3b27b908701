import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-admin-restriction',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['RestrictAdminQueueActions'],
  summary: 'No statement keeps everybody but the administrators from changing the queue, its policy, or deleting it.',
  message: 'Any principal of the account whose IAM policy says so may change or delete this queue. Deny it to all but the administrators.',
});
