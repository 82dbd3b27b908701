/** What can be done about what is found under the cursor: its fixes, accepting it, and the page that explains it. */
import type { PolicySite } from '../documents';
import type { Reported } from '../rules/runner';
import type { Span, TextChange } from '../syntax';
import { suppressionFor, type NewSuppression } from './configuration';
import type { OfferedFinding } from './offers';

/** Findings with the tree that mends them: a report about a policy, or one about the configuration file. */
export interface Mendable {
  readonly site: Pick<PolicySite, 'address' | 'tree'> & Partial<Pick<PolicySite, 'policy'>>;
  readonly findings: readonly (Reported | OfferedFinding)[];
  /** Findings that somebody else shows. */
  readonly elsewhere?: readonly Reported[];
  /** Findings that the configuration accepts; they are not among `findings`. */
  readonly suppressed?: readonly { readonly finding: Reported }[];
}

/** A fix of a document's report: which policy, which of its findings, which of its fixes. */
export interface FixReference {
  readonly address: string;
  readonly rule: string;
  readonly finding: number;
  readonly fix: number;
}

export interface CodeAction {
  readonly title: string;
  readonly kind: 'fix' | 'ignore' | 'explain';
  readonly rule: string;
  /** Of all actions for a range at most one. */
  readonly preferred: boolean;
  /** The finding it belongs to. */
  readonly finding: { readonly address: string; readonly start: number; readonly end: number; readonly message: string };
  /** Of a fix. */
  readonly reference?: FixReference;
  /** Of an `ignore`: the entry that the configuration gets, but for the reason. */
  readonly suppression?: NewSuppression;
}

/**
 * In the same order everywhere: the fixes of each finding, then accepting them, then the explanations, each once. `path` is the document's
 * as the configuration's globs see it; without one (a file that is not saved) nothing can be accepted.
 */
export function codeActions(reports: readonly Mendable[], range: Span, path?: string): CodeAction[] {
  const fixes: CodeAction[] = [];
  const ignores = new Map<string, CodeAction>();
  const explanations = new Map<string, CodeAction>();
  let left = TRIED;
  for (const { site, findings, elsewhere = [] } of reports) {
    const { policy } = site;
    elsewhere.forEach((finding, i) => {
      // Another reader may have stumbled over the same mistake elsewhere on its line.
      if (!touches(linesAround(site.tree.text, finding.range), range)) return;
      const rule = finding.rule.id;
      const of = { address: site.address, start: finding.range.start, end: finding.range.end, message: finding.message };
      finding.fixes.forEach((fix, n) => fixes.push({ title: fix.title, kind: 'fix', rule, preferred: fixes.length === 0, finding: of, reference: { address: site.address, rule, finding: findings.length + i, fix: n } }));
    });
    findings.forEach((finding, index) => {
      if (!touches(finding.range, range)) return;
      const rule = finding.rule.id;
      const of = { address: site.address, start: finding.range.start, end: finding.range.end, message: finding.message };
      if (left > 0) finding.fixes.forEach((fix, i) => fixes.push({ title: fix.title, kind: 'fix', rule, preferred: fixes.length === 0, finding: of, reference: { address: site.address, rule, finding: index, fix: i } }));
      if ('proposed' in finding) left -= finding.proposed.length * site.tree.text.length;
      if (policy && path !== undefined) {
        const suppression = suppressionFor(path, { address: site.address, policy }, finding);
        ignores.set(JSON.stringify(suppression), { title: `Ignore ${rule} here with a reason…`, kind: 'ignore', rule, preferred: false, finding: of, suppression });
      }
      if (!explanations.has(rule)) explanations.set(rule, { title: `Explain ${rule}`, kind: 'explain', rule, preferred: false, finding: of });
    });
  }
  return [...fixes, ...ignores.values(), ...explanations.values()];
}

/** Characters that are read again to try fixes: all of a policy within its quota, and of a long text those of the first findings. */
const TRIED = 1_000_000;

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function linesAround(text: string, { start, end }: Span): Span {
  const after = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: after < 0 ? text.length : after };
}

/** The changes of one fix; undefined where the document no longer has the finding. */
export function resolveFix(reports: readonly Mendable[], reference: FixReference): TextChange[] | undefined {
  const report = reports.find((r) => r.site.address === reference.address);
  const finding = report && [...report.findings, ...(report.elsewhere ?? [])][reference.finding];
  if (!report || finding?.rule.id !== reference.rule) return undefined;
  const edits = finding.fixes[reference.fix]?.edits();
  return edits && report.site.tree.write(edits);
}
