/** What a change of a policy brings: faults that were not there, access that was not there, a lockout that was not there. */
import { lockout, newAccess, publicVerdict } from '../access';
import type { PolicySite } from '../documents';
import type { Reported, RunResult } from '../rules/runner';
import type { TreeNode } from '../syntax';

/** A policy with what the rules say of it. */
export interface Judged extends Pick<RunResult, 'findings'> {
  readonly site: PolicySite;
}

/** Steps of the engine for each question about a change. */
const STEPS = 4_000;

/**
 * Whether the change leaves text that is not JSON, a key twice, or a finding that was not there: an error, or a warning about what the statements
 * do together. `mended` are the findings that the change is to mend.
 */
export function bringsFault(before: Judged, after: Judged, mended: readonly Reported[]): boolean {
  // What stands in broken text, or under a name that no policy has, is read for the first time: its own faults were there.
  const uncovers = (id: string): boolean => mended.some(({ rule }) => rule.id === id);
  if (uncovers('valid-json')) return false;
  if (after.site.tree.faults.length > before.site.tree.faults.length || doubles(after.site.policy.node) > doubles(before.site.policy.node)) return true;
  const fresh = newFindings(before, after, mended);
  return uncovers('known-element') ? fresh.some(({ rule }) => rule.category !== 'grammar' && rule.category !== 'service') : fresh.length > 0;
}

function isGrave({ rule, severity }: Reported): boolean {
  return severity === 'error' || (severity === 'warning' && rule.category === 'reach');
}

/** Those of one rule that say the same are one; so are those about one statement, whose words may name what the change has renamed. */
function newFindings(before: Judged, after: Judged, mended: readonly Reported[]): readonly Reported[] {
  const left = before.findings.filter((finding) => isGrave(finding) && !mended.includes(finding));
  const take = (same: (other: Reported) => boolean): boolean => {
    const at = left.findIndex(same);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const rest = after.findings.filter((finding) => isGrave(finding) && !take((other) => other.rule.id === finding.rule.id && other.message === finding.message));
  const aligned = before.site.policy.statements.length === after.site.policy.statements.length;
  const place = (judged: Judged, { statement }: Reported): unknown => (!statement ? 'policy' : aligned ? statement.index : judged.site.tree.text.slice(statement.node.range.start, statement.node.range.end));
  return rest.filter((finding) => !take((other) => other.rule.id === finding.rule.id && place(before, other) === place(after, finding)));
}

/** How many keys stand twice in an object, letter case aside. */
function doubles(node: TreeNode | undefined): number {
  switch (node?.kind) {
    case 'object': {
      const names = new Set(node.members.map(({ key }) => key.value.toLowerCase()));
      return node.members.reduce((sum, { value }) => sum + doubles(value), node.members.length - names.size);
    }
    case 'array':
      return node.items.reduce((sum, item) => sum + doubles(item), 0);
    case 'choice':
      return node.alternatives.reduce((sum, alternative) => sum + doubles(alternative), 0);
    default:
      return 0;
  }
}

/** Whether anybody gets in who did not, or nobody is left to change the policy. What then depends on something is worse than "no". */
export function opensOrLocks(before: PolicySite, after: PolicySite): boolean {
  return RANKS[publicTruth(after)] > RANKS[publicTruth(before)] || RANKS[lockoutTruth(after)] > RANKS[lockoutTruth(before)];
}

const RANKS = { no: 0, depends: 1, yes: 2 } as const;

function publicTruth(site: PolicySite): keyof typeof RANKS {
  return publicVerdict(site.policy, optionsFor(site)).is;
}

function lockoutTruth(site: PolicySite): keyof typeof RANKS {
  return lockout(site.policy, optionsFor(site)).is;
}

/** Whether any request is let in that was not, as far as the engine can say. */
export function grantsMore(before: PolicySite, after: PolicySite): boolean {
  return newAccess(before.policy, after.policy, optionsFor(before)).witnesses.length > 0;
}

function optionsFor({ kind, owner }: PolicySite) {
  return { kind, owner: owner.account, budget: { left: STEPS } };
}
