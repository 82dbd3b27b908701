import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-producer-boundary',
  kinds: ['queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['DenyAllProducersExceptSNSFromSending'],
  summary: 'No statement keeps all but the producer from sending.',
  message: 'Any role of the account whose IAM policy says so may send to this queue. Deny it to all but the producers.',
});
