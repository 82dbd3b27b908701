import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-vpc-endpoint',
  kinds: ['queue', 'dead-letter-queue'],
  levels: { recommended: 'off', strict: 'off' },
  recipes: ['DenyReceivingIfNotThroughVPCE'],
  summary: 'Receiving is not bound to a VPC endpoint (opt-in).',
  message: 'Messages may be received from outside your VPC. Deny receiving unless the request comes through your VPC endpoint.',
});
