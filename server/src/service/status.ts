/** What each policy is taken for, and why. */
import type { PolicyKind } from '../policy';
import type { PolicyReport } from './validate';

export interface PolicyStatus {
  readonly address: string;
  readonly kind: PolicyKind;
  readonly kindReason: string;
  readonly owner?: string;
  readonly ownerReason: string;
  /** How many rules could not say, for what is still to be filled in. */
  readonly undecided: number;
}

export function status(reports: readonly PolicyReport[]): PolicyStatus[] {
  return reports.map(({ site, undecided }) => ({
    address: site.address,
    kind: site.kind,
    kindReason: site.kindReason,
    ...(site.owner.account !== undefined && { owner: site.owner.account }),
    ownerReason: site.owner.reason,
    undecided: undecided.length,
  }));
}
