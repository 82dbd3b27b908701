import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-consumer-boundary',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['DenyOtherConsumersFromReceiving'],
  summary: 'No statement keeps all but the consumers from receiving.',
  message: 'Any role of the account whose IAM policy says so may receive from this queue. Deny it to all but the consumers.',
});
