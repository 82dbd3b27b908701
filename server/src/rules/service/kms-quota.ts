import { checkBytes } from '../quotas';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'kms-quota',
    category: 'service',
    kinds: ['key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    summary: 'A key policy over the 32,768 bytes that KMS takes, or near them.',
    accessAnalyzer: ['POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA'],
  },
  *check(policy, { facts }) {
    if (policy.form === 'policy') yield* checkBytes(policy, facts.quotas.keyBytes, 'KMS refuses it');
  },
};
