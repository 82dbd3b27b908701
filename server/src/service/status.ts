/** What each policy is taken for, and why. */
import type { Facts } from '../aws';
import { minifiedSize, type PolicyKind } from '../policy';
import type { PolicyReport } from './validate';

export interface PolicyStatus {
  readonly address: string;
  readonly kind: PolicyKind;
  readonly kindReason: string;
  readonly owner?: string;
  readonly ownerReason: string;
  /** How many rules could not say, for what is still to be filled in. */
  readonly undecided: number;
  /** How many findings the configuration accepts. */
  readonly ignored: number;
  /** How much of AWS's quotas is used; absent for kinds that are not checked. */
  readonly usage?: PolicyUsage;
}

export interface PolicyUsage {
  /** Of the minified policy. With `exact` false at least so many: something is still to be filled in. */
  readonly bytes: number;
  readonly exact: boolean;
  readonly mostBytes: number;
  /** SQS alone counts them. */
  readonly statements?: number;
  readonly mostStatements?: number;
}

export function status(reports: readonly PolicyReport[], facts: Facts): PolicyStatus[] {
  return reports.map(({ site, undecided, suppressed }) => ({
    address: site.address,
    kind: site.kind,
    kindReason: site.kindReason,
    ...(site.owner.account !== undefined && { owner: site.owner.account }),
    ownerReason: site.owner.reason,
    undecided: undecided.length,
    ignored: suppressed.length,
    ...usage(site, facts),
  }));
}

function usage({ kind, policy }: PolicyReport['site'], { quotas }: Facts): { readonly usage?: PolicyUsage } {
  if (policy.form !== 'policy' || !['queue', 'dead-letter-queue', 'key'].includes(kind)) return {};
  const size = minifiedSize(policy.node, policy.tree.text);
  if (kind === 'key') return { usage: { ...size, mostBytes: quotas.keyBytes.limit } };
  return { usage: { ...size, mostBytes: quotas.queueBytes.limit, statements: policy.statements.length, mostStatements: quotas.queueStatements.limit } };
}
