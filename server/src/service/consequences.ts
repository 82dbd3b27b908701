/** What a change of a policy brings: faults that were not there, access that was not there, a lockout that was not there. */
import { lockout, newAccess, publicVerdict } from '../access';
import type { PolicySite } from '../documents';
import { statementForm, type Policy } from '../policy';
import type { FixClass } from '../rules/rule';
import type { Reported, RunResult } from '../rules/runner';
import type { TreeNode } from '../syntax';

/** A policy with what the rules say of it. */
export interface Judged extends Pick<RunResult, 'findings'> {
  readonly site: PolicySite;
}

/** Steps of the engine for each question about a change. */
const STEPS = 4_000;

/** A finding and the class of the fix that mends it. */
export interface Mended {
  readonly finding: Reported;
  readonly class: FixClass;
}

/**
 * Whether the change leaves text that is not JSON, a key twice, or a finding that was not there: an error, or a warning about what the statements
 * do together.
 */
export function bringsFault(before: Judged, after: Judged, mended: readonly Mended[]): boolean {
  // Broken text is read for the first time: its other faults were there.
  if (mended.some(({ finding }) => finding.rule.id === 'valid-json')) return false;
  if (after.site.tree.faults.length > before.site.tree.faults.length || doubles(after.site.policy.node) > doubles(before.site.policy.node)) return true;
  return newFindings(before, after, mended).length > 0;
}

/** Of these two the engine knows better than their findings, which may have yielded to another. */
const PUBLIC = 'no-public-access';
const LOCKOUT: ReadonlySet<string> = new Set(['kms-no-lockout', 'sqs-no-lockout']);
const TOGETHER: ReadonlySet<string> = new Set(['no-shadowed-allow', 'no-dead-deny', 'no-stopped-forwarding', 'sqs-no-lockout']);
const DEAD: ReadonlySet<string> = new Set(['no-dead-allow', 'no-dead-deny']);

function newFindings(before: Judged, after: Judged, mended: readonly Mended[]): readonly Reported[] {
  const aboutForm = mended.every(({ finding: { rule } }) => isAboutForm(rule.category));
  const isGrave = ({ rule, severity }: Reported): boolean => severity === 'error' || (severity === 'warning' && !aboutForm && TOGETHER.has(rule.id));
  const left = before.findings.filter((finding) => isGrave(finding) && !mended.some((one) => one.finding === finding));
  const take = (same: (other: Reported) => boolean): boolean => {
    const at = left.findIndex(same);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const sameRule = (one: Reported, other: Reported): boolean => one.rule.id === other.rule.id;
  const rest = after.findings.filter((finding) => isGrave(finding) && !take((other) => sameRule(finding, other) && other.message === finding.message));
  // Words may name what the change has renamed.
  const aligned = before.site.policy.statements.length === after.site.policy.statements.length;
  const place = (judged: Judged, { statement }: Reported): unknown => (!statement ? 'policy' : aligned ? statement.index : judged.site.tree.text.slice(statement.node.range.start, statement.node.range.end));
  const isUncovered = (finding: Reported): boolean => mended.some((one) => one.class === 'repair' && place(before, one.finding) === place(after, finding) && uncovers(one.finding, finding));
  const fresh = rest.filter((finding) => !take((other) => sameRule(finding, other) && place(before, other) === place(after, finding)) && !isUncovered(finding));
  // Where it was not sure before, the change has not brought it; nor has a person who completes one of the statements of a policy.
  const completed = aboutForm && mended.every((one) => one.class === 'decision');
  return fresh.filter(({ rule: { id } }) => (id === PUBLIC ? publicTruth(before.site) === 'no' : LOCKOUT.has(id) ? !completed && lockoutTruth(before.site) === 'no' : true));
}

function isAboutForm(category: Reported['rule']['category']): boolean {
  return category === 'grammar' || category === 'service';
}

/** What a repair of a statement's form shows was there: another slip of its form, or that it never applies, which it did not before either. */
function uncovers({ rule: mended }: Reported, { rule }: Reported): boolean {
  return isAboutForm(mended.category) && ((isAboutForm(rule.category) && rule.id !== 'no-duplicate-key') || DEAD.has(rule.id));
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

/** Whether both versions mean the same, names aside: then nothing about access is asked. */
function saysTheSame({ site: { policy: before } }: Judged, { site: { policy: after } }: Judged): boolean {
  const forms = ({ statements }: Policy): readonly string[] => statements.map(({ node, sid, certain }) => statementForm(node, sid?.member, certain));
  const now = forms(after);
  return before.version?.value?.text === after.version?.value?.text && before.open === after.open && before.statements.length === now.length && forms(before).every((form, i) => form === now[i]);
}

/** Whether anybody gets in who did not, or nobody is left to change the policy. What then depends on something is worse than "no". */
export function opensOrLocks(before: Judged, after: Judged): boolean {
  return !saysTheSame(before, after) && (isWorse(publicTruth, before, after) || isWorse(lockoutTruth, before, after));
}

type Answer = 'no' | 'depends' | 'yes';

function isWorse(truthOf: (site: PolicySite) => Answer, before: Judged, after: Judged): boolean {
  const now = truthOf(after.site);
  return now !== 'no' && RANKS[now] > RANKS[truthOf(before.site)];
}

const RANKS: Readonly<Record<Answer, number>> = { no: 0, depends: 1, yes: 2 };

function publicTruth(site: PolicySite): Answer {
  return publicVerdict(site.policy, optionsFor(site)).is;
}

function lockoutTruth(site: PolicySite): Answer {
  return lockout(site.policy, optionsFor(site)).is;
}

/** More than SQS takes; each pair of them is a question. */
const MOST_STATEMENTS = 40;

/** Whether any request is let in that was not, as far as the engine can say: a second opinion, which a large policy goes without. */
export function grantsMore(before: Judged, after: Judged): boolean {
  const [old, current] = [before.site.policy, after.site.policy];
  if (old.statements.length > MOST_STATEMENTS || saysTheSame(before, after)) return false;
  return newAccess(old, current, optionsFor(before.site)).witnesses.length > 0;
}

function optionsFor({ kind, owner }: PolicySite) {
  return { kind, owner: owner.account, budget: { left: STEPS } };
}
