/** How large a policy may be. */
import type { Provenance, QuotaFact, QuotaName } from './facts';

const queuePage: Provenance = { source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html', date: '2026-11' };
const keyPage: Provenance = { source: 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html', date: '2026-11' };

export const quotas: Readonly<Record<QuotaName, QuotaFact>> = {
  queueBytes: { limit: 8_192, unit: 'bytes', certain: true, ...queuePage },
  queueStatements: { limit: 20, unit: 'statements', certain: true, ...queuePage },
  // A wildcard counts as one.
  queueActions: { limit: 7, unit: 'actions per statement', certain: true, ...queuePage },
  // The page does not say whether these two count per policy or per statement.
  queuePrincipals: { limit: 50, unit: 'principals', certain: false, ...queuePage },
  queueConditions: { limit: 10, unit: 'conditions', certain: false, ...queuePage },
  keyBytes: { limit: 32_768, unit: 'bytes', certain: true, ...keyPage },
};
