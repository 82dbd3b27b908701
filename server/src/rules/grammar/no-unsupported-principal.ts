import type { Rule } from '../rule';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html (2026-11) */
const IDENTITY = /^arn:[^:]+:iam::cloudfront:user\//;

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
        for (const { type, member, list } of element?.entries ?? []) {
          for (const { node, text } of type === 'AWS' ? list.values : [])
            if (IDENTITY.test(text)) yield { node, statement, severity: 'warning', message: `An origin access identity of CloudFront only reads S3 buckets, so it never calls ${kind === 'key' ? 'KMS' : 'SQS'}. Remove it.` };
          if (type !== 'Federated' && type !== 'CanonicalUser') continue;
          yield {
            node: member.key,
            statement,
            message: type === 'Federated' ? `Federated is for trust policies: ${place} does not take it. Name the role that federated users assume, under AWS.` : `CanonicalUser is for S3: ${place} does not take it. Name the account or the role, under AWS.`,
          };
        }
  },
};
