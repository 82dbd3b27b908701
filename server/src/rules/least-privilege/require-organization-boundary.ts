import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-organization-boundary',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['DenyQueueActionsOutsideOrg'],
  summary: 'No statement keeps callers outside the organization from managing the queue and receiving from it.',
  message: 'Nothing keeps callers outside your organization out. Deny receiving and managing unless aws:PrincipalOrgID is yours.',
});
