/** The rules with what they remember, or without. */
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import type { Memory, PolicyKind } from '../../server/src/policy';
import { rules } from '../../server/src/rules';
import type { Profile, Rule } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/runner';
import { lenses } from '../../server/src/service/lenses';
import { defaultWorkspace } from '../../server/src/service';

/** Beside the text, what is known of it. */
export interface Setting {
  readonly kind: PolicyKind;
  readonly profile: Profile;
  readonly account?: string | undefined;
  readonly zone: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
}

/** Everything that is said of a text, a line each. */
export function judge(text: string, { kind, profile, account, zone }: Setting, memory: Memory | undefined, of: readonly Rule[] = rules): readonly string[] {
  const document = findPolicies(text, { name: 'policy.json', kind, memory, ...(account !== undefined && { account }) });
  const found = document.policies.flatMap((site) => {
    const { findings, undecided } = runRules(of, site.policy, { facts, kind: site.kind, owner: site.owner, zone, profile, syntaxReportedElsewhere: false, template: document.template, memory });
    return [
      ...findings.map((f) => `${f.rule.id} ${f.severity} ${f.range.start}-${f.range.end} ${f.message} ${f.fixes.map(({ title }) => title).join('; ')} ${f.related.map((r) => `${r.range.start} ${r.message}`).join('; ')}`),
      ...undecided.map(({ rule, holes }) => `undecided ${rule.id} ${holes.map(({ label, node }) => `${label} ${node.range.start}`).join('; ')}`),
    ];
  });
  return of === rules ? [...found, ...lenses(document, { ...defaultWorkspace, zone }, memory).map(({ title }) => title)] : found;
}
