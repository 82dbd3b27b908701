import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-secure-transport',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['DenyUnsecureTransport'],
  summary: 'No statement denies sending and receiving over plain HTTP.',
  message: 'Messages may travel over plain HTTP. Deny sending and receiving where aws:SecureTransport is false.',
});
