import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-consumer',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['AllowConsumersToReceiveFromTheQueue'],
  summary: 'Nobody is allowed to receive by this policy.',
  message: 'This policy lets nobody receive, so the consumers depend on IAM policies elsewhere. Allow them here by role.',
});
