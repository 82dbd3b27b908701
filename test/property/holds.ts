/** What holds of every rule on every text. Throws where it does not; nothing here asks which findings there are. */
import { facts } from '../../server/src/aws';
import { findPolicies, type PolicySite } from '../../server/src/documents';
import type { PolicyKind } from '../../server/src/policy';
import { isFinding, type Finding, type Level, type Profile, type Rule, type RuleMeta } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/runner';
import { defaultWorkspace } from '../../server/src/service';
import type { Span } from '../../server/src/syntax';
import { applyChanges } from '../apply';

export interface Reading {
  readonly name?: string;
  readonly kind?: PolicyKind;
  readonly profile?: Profile;
}

/** From the most that a fix may promise to the least: a single fix may be more careful than its rule. One without fixes has none. */
const CLASSES: readonly RuleMeta['fix'][] = ['safe', 'repair', 'decision', 'none'];

/** How many findings and fixes were looked at: a property over none proves nothing. */
export interface Seen {
  readonly findings: number;
  readonly fixes: number;
}

export function holds(rules: readonly Rule[], text: string, { name = 'queue-policy.json', kind, profile = 'strict' }: Reading = {}): Seen {
  const document = findPolicies(text, { name, ...(kind && { kind }) });
  let findings = 0;
  let fixes = 0;
  for (const site of document.policies) {
    const raw: Finding[] = [];
    const result = runRules(rules.map((rule) => watched(rule, raw)), site.policy, {
      facts,
      kind: site.kind,
      owner: site.owner,
      zone: defaultWorkspace.zone,
      profile,
      // A rule that is off in the profile must hold too.
      levels: Object.fromEntries(rules.filter(({ meta }) => meta.levels[profile] === 'off').map(({ meta }): [string, Level] => [meta.id, 'warning'])),
      syntaxReportedElsewhere: false,
      template: document.template,
      onError: (meta, error) => {
        throw new Error(`${meta.id} throws: ${error instanceof Error ? error.stack : String(error)}`);
      },
    });
    for (const finding of result.findings) {
      const told = (fault: string) => `${finding.rule.id} at ${finding.range.start}-${finding.range.end} of ${text.length} (${JSON.stringify(finding.message)}): ${fault}`;
      check(within(finding.range, text), told('the range lies outside the document'));
      // Nothing of an empty text can be pointed at.
      check(finding.range.start < finding.range.end || text.length === 0, told('the range is empty'));
      check(!coversStatement(site, finding.range, text), told('the range holds a whole statement'));
      check(finding.message.trim() !== '', told('there is no message'));
      check(!/\p{Cc}/u.test(finding.message), told('the message holds a control character'));
      for (const related of finding.related) check(within(related.range, text), told('a related range lies outside the document'));
      for (const fix of finding.fixes) {
        fixes++;
        check(fix.title.trim() !== '', told('a fix has no title'));
        check(CLASSES.indexOf(fix.class) >= CLASSES.indexOf(finding.rule.fix), told(`"${fix.title}" is ${fix.class}, the rule's fixes are ${finding.rule.fix}`));
        const changes = site.tree.write(fix.edits());
        for (const change of changes) check(within(change.range, text), told(`"${fix.title}" changes text outside the document`));
        // Throws where they overlap.
        applyChanges(text, changes);
      }
      findings++;
    }
    for (const finding of raw) checkToken(site, finding);
  }
  return { findings, fixes };
}

/** The rule, each finding of which is noted as well. */
function watched(rule: Rule, into: Finding[]): Rule {
  return {
    meta: rule.meta,
    *check(policy, context) {
      for (const outcome of rule.check(policy, context)) {
        if (isFinding(outcome)) into.push(outcome);
        yield outcome;
      }
    },
  };
}

/** A span is one of the decoded value: it must be a part of it, or the range that comes of it is another's. */
function checkToken(site: PolicySite, { node, span, at, message }: Finding): void {
  const told = (fault: string) => `${JSON.stringify(message)}: ${fault}`;
  if (at) check(within(at, site.tree.text), told('`at` lies outside the text'));
  else if (span) {
    check(node.kind === 'scalar', told(`a span in a node that is ${node.kind}`));
    if (node.kind === 'scalar') check(within(span, node.value), told(`the span ${span.start}-${span.end} lies outside of ${JSON.stringify(node.value)}`));
  }
}

/** Whether the whole of a statement that takes several lines lies in the range. */
function coversStatement(site: PolicySite, range: Span, text: string): boolean {
  return site.policy.statements.some((statement) => {
    const whole = site.tree.locate(statement.node.range);
    return range.start <= whole.start && whole.end <= range.end && text.slice(whole.start, whole.end).includes('\n');
  });
}

function within(range: Span, text: string): boolean {
  return range.start >= 0 && range.start <= range.end && range.end <= text.length;
}

function check(holding: boolean, otherwise: string): void {
  if (!holding) throw new Error(otherwise);
}
