/** The rules with what they remember, or without; a module of its own, so that a test can have it twice. */
import { forget } from '../../server/src/access/answers';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import type { PolicyKind } from '../../server/src/policy';
import { rules } from '../../server/src/rules';
import { QuietStatements } from '../../server/src/rules/quietStatements';
import type { Profile, Rule } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/runner';

export { forget };
export const remember = (): QuietStatements => new QuietStatements(facts);
export const copyOf = (id: string): Rule => ({ ...rules.find(({ meta }) => meta.id === id)! });

const zone = { accounts: [], organizations: ['o-a1b2c3d4e5'] };

/** Everything that is said of a text, a line each. */
export function judge(text: string, kind: PolicyKind, profile: Profile, quiet: QuietStatements | undefined, of: readonly Rule[] = rules): readonly string[] {
  const document = findPolicies(text, { name: 'policy.json', kind });
  return document.policies.flatMap((site) => {
    const { findings, undecided } = runRules(of, site.policy, { facts, kind: site.kind, owner: site.owner, zone, profile, syntaxReportedElsewhere: false, template: document.template, ...(quiet && { quiet }) });
    return [
      ...findings.map((f) => `${f.rule.id} ${f.severity} ${f.range.start}-${f.range.end} ${f.message} ${f.fixes.map(({ title }) => title).join('; ')} ${f.related.map((r) => `${r.range.start} ${r.message}`).join('; ')}`),
      ...undecided.map(({ rule, holes }) => `undecided ${rule.id} ${holes.map(({ label, node }) => `${label} ${node.range.start}`).join('; ')}`),
    ];
  });
}
