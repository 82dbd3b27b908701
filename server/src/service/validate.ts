/** The one entry that the server and the command share: a document in, the report of each of its policies out. */
import type { Facts } from '../aws';
import type { PolicyDocument, PolicySite } from '../documents';
import type { Memory } from '../policy';
import { rules } from '../rules';
import type { RuleMeta } from '../rules/rule';
import type { Suppression } from '../rules/configurationRule';
import { runRules, type Reported, type RunResult } from '../rules/runner';
import { suppressionOf } from './configuration';
import type { Workspace } from './workspace';

export interface PolicyReport extends RunResult {
  readonly site: PolicySite;
  /** Findings that the configuration accepts; they are not among `findings`. */
  readonly suppressed: readonly { readonly finding: Reported; readonly by: Suppression }[];
}

/** `memory`: what is known of the texts before. */
export function validate(document: PolicyDocument, workspace: Workspace, facts: Facts, onError?: (rule: RuleMeta, error: unknown) => void, memory?: Memory): PolicyReport[] {
  return document.policies.map((site) => {
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
    return { site, ...accept(result, (finding) => suppressionOf(workspace, document.path, site, finding)) };
  });
}

function accept(result: RunResult, suppressionOf: (finding: Reported) => Suppression | undefined): Omit<PolicyReport, 'site'> {
  const suppressed: { finding: Reported; by: Suppression }[] = [];
  const findings = result.findings.filter((finding) => {
    const by = suppressionOf(finding);
    if (by) suppressed.push({ finding, by });
    return !by;
  });
  return { findings, undecided: result.undecided, suppressed };
}
