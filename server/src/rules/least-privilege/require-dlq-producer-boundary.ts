import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-dlq-producer-boundary',
  kinds: ['dead-letter-queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['DenyAnyProducersExceptSQS'],
  summary: 'No statement keeps all but queues from sending to the dead-letter queue.',
  message: 'Anybody whose IAM policy says so may put messages into this dead-letter queue. Deny it to all but queues of the account.',
});
