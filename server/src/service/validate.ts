/** The one entry that the server and the command share: a document in, the report of each of its policies out. */
import type { Facts } from '../aws';
import type { PolicyDocument, PolicySite } from '../documents';
import { rules } from '../rules';
import type { RuleMeta } from '../rules/rule';
import { runRules, type RunResult } from '../rules/runner';
import type { Workspace } from './workspace';

export interface PolicyReport extends RunResult {
  readonly site: PolicySite;
}

export function validate(document: PolicyDocument, workspace: Workspace, facts: Facts, onError?: (rule: RuleMeta, error: unknown) => void): PolicyReport[] {
  return document.policies.map((site) => ({
    site,
    ...runRules(rules, site.policy, {
      facts,
      kind: site.kind,
      owner: site.owner,
      zone: workspace.zone,
      profile: workspace.profile,
      levels: workspace.levels,
      // The editor's JSON service reads the document, not the policy inside one of its strings.
      syntaxReportedElsewhere: workspace.syntaxReportedElsewhere && site.tree.text === document.text,
      template: document.template,
      ...(onError && { onError }),
    }),
  }));
}
