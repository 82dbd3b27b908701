/** The class that a fix claims, held against what the access engine says of before and after. */
import { expect } from 'vitest';
import { evaluate, newAccess, requestsFor, type AccessRequest } from '../../server/src/access';
import type { PolicySite } from '../../server/src/documents';
import type { Fix } from '../../server/src/rules/rule';
import type { Reported } from '../../server/src/rules/runner';

export interface NewlyAllowed {
  readonly request: AccessRequest;
  /** Indexes of the statements that allow it after. */
  readonly by: readonly number[];
}

/** Requests that are allowed after and were not (nor perhaps) before. */
export function newlyAllowed(before: PolicySite, after: PolicySite): NewlyAllowed[] {
  const options = { kind: before.kind, owner: before.owner.account ?? after.owner.account };
  const found: NewlyAllowed[] = [];
  for (const request of requestsFor([before.policy, after.policy], { ...options, limit: 1200 })) {
    const now = evaluate(after.policy, request, options);
    if (now.decision !== 'allowed') continue;
    const then = evaluate(before.policy, request, options).decision;
    if (then === 'allowed' || then === 'depends') continue;
    found.push({ request, by: now.statements.filter((s) => s.matched.is === 'yes' && s.statement.effect?.value?.text === 'Allow').map((s) => s.statement.index) });
  }
  return found;
}

/** What the decision procedure finds over all requests. A Deny that bites less is no grant of a statement: it is told with none. */
export function provedNew(before: PolicySite, after: PolicySite): NewlyAllowed[] {
  const options = { kind: before.kind, owner: before.owner.account ?? after.owner.account };
  return newAccess(before.policy, after.policy, options).witnesses.map(({ onlyIf, ...request }) => ({ request, by: evaluate(after.policy, { ...request, ...(onlyIf?.resource !== undefined && { resource: onlyIf.resource }) }, options).statements.filter((s) => s.matched.is === 'yes' && s.statement.effect?.value?.text === 'Allow').map((s) => s.statement.index) }));
}

export function proveClass(fix: Fix, finding: Reported, before: PolicySite, after: PolicySite): void {
  if (fix.class === 'decision') return;
  const more = [...newlyAllowed(before, after), ...provedNew(before, after)];
  if (fix.class === 'safe') {
    expect(more, `"${fix.title}" calls itself safe and allows more`).toEqual([]);
    expect(after.policy.statements.length).toBeLessThanOrEqual(before.policy.statements.length);
    return;
  }
  // A repair of the policy's form as a whole opens nothing.
  if (!finding.statement) expect(more, `"${fix.title}" mends the form and allows more`).toEqual([]);
  else expect(more.filter(({ by }) => !by.includes(finding.statement!.index)), `"${fix.title}" grants beyond the statement it mends`).toEqual([]);
}
