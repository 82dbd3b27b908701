/** The one entry that the server and the command share: a document in, the report of each of its policies out. */
import type { Facts } from '../aws';
import { findPolicies, type PolicyDocument, type PolicySite } from '../documents';
import { Memory } from '../policy';
import { rules } from '../rules';
import type { RuleMeta } from '../rules/rule';
import type { Suppression } from '../rules/configurationRule';
import { runRules, type Reported, type RunResult } from '../rules/runner';
import { suppressionOf } from './configuration';
import { withOffers, type OfferedFinding } from './offers';
import { atOnce, type Steps } from './steps';
import type { Workspace } from './workspace';

export interface PolicyReport extends RunResult {
  readonly site: PolicySite;
  readonly findings: readonly OfferedFinding[];
  /** Findings that the configuration accepts; they are not among `findings`. */
  readonly suppressed: readonly { readonly finding: Reported; readonly by: Suppression }[];
}

/** What the rules are told beside the document. */
interface Circumstances {
  readonly workspace: Workspace;
  readonly facts: Facts;
  readonly onError: ((rule: RuleMeta, error: unknown) => void) | undefined;
  readonly memory: Memory | undefined;
}

/** `memory`: what is known of the texts before. */
export function validate(...of: Parameters<typeof validateInSteps>): PolicyReport[] {
  return atOnce(validateInSteps(...of));
}

/** A policy at a time. */
export function* validateInSteps(document: PolicyDocument, workspace: Workspace, facts: Facts, onError?: (rule: RuleMeta, error: unknown) => void, memory?: Memory): Steps<PolicyReport[]> {
  const reports: PolicyReport[] = [];
  // Texts that are only tried leave nothing in what is known of those that were typed.
  let tried: Memory | undefined;
  for (const site of document.policies) {
    const { findings, ...report } = judge(document, site, { workspace, facts, onError, memory });
    const again = (text: string) => {
      tried ??= new Memory();
      const other = findPolicies(text, { name: document.path, kind: site.kind, memory: tried, ...(workspace.account !== undefined && { account: workspace.account }) });
      const same = other.policies.find(({ address }) => address === site.address);
      return same && { site: same, findings: judge(other, same, { workspace, facts, onError, memory: tried }).findings };
    };
    const offered: readonly OfferedFinding[] = findings.map((finding) => withOffers(finding, () => ({ site, findings: offered, text: document.text, judge: again })));
    reports.push({ ...report, site, findings: offered });
    yield;
  }
  return reports;
}

/** One policy of a document. */
function judge(document: PolicyDocument, site: PolicySite, { workspace, facts, onError, memory }: Circumstances): Omit<PolicyReport, 'site' | 'findings'> & { readonly findings: readonly Reported[] } {
  const result = runRules(rules, site.policy, {
    facts,
    kind: site.kind,
    owner: site.owner,
    ...(site.own && { own: site.own }),
    zone: workspace.zone,
    profile: workspace.profile,
    levels: workspace.levels,
    // The editor's JSON service reads the document, not the policy inside one of its strings.
    syntaxReportedElsewhere: workspace.syntaxReportedElsewhere && site.tree.text === document.text,
    template: document.template,
    ...(onError && { onError }),
    memory,
  });
  // What a policy is for is then for a person to say, and so is each fix that takes it for this.
  const findings = site.kindGuessed ? result.findings.map((finding) => ({ ...finding, fixes: finding.fixes.map((fix) => ({ ...fix, class: 'decision' as const })) })) : result.findings;
  return accept({ ...result, findings }, (finding) => suppressionOf(workspace, document.path, site, finding));
}

function accept(result: RunResult, suppressionOf: (finding: Reported) => Suppression | undefined): ReturnType<typeof judge> {
  const suppressed: { finding: Reported; by: Suppression }[] = [];
  const findings = result.findings.filter((finding) => {
    const by = suppressionOf(finding);
    if (by) suppressed.push({ finding, by });
    return !by;
  });
  return { ...result, findings, suppressed };
}
