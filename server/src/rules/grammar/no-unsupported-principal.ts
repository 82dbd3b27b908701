import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-unsupported-principal',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    scope: 'statement',
    summary: 'A kind of principal that SQS and KMS do not take: Federated belongs into trust policies, CanonicalUser to S3.',
    accessAnalyzer: ['FEDERATED_PRINCIPAL_NOT_SUPPORTED', 'INVALID_PRINCIPAL_KEY'],
  },
  *check(policy, { kind }) {
    const place = kind === 'key' ? 'a key policy' : 'a queue policy';
    for (const statement of policy.statements)
      for (const element of [statement.principal, statement.notPrincipal])
        for (const { type, member } of element?.entries ?? []) {
          if (type !== 'Federated' && type !== 'CanonicalUser') continue;
          yield {
            node: member.key,
            statement,
            message: type === 'Federated' ? `Federated is for trust policies: ${place} does not take it. Name the role that federated users assume, under AWS.` : `CanonicalUser is for S3: ${place} does not take it. Name the account or the role, under AWS.`,
          };
        }
  },
};
