/** Fixes for what is found under the cursor, and the page that explains it. */
import type { Span, TextChange } from '../syntax';
import type { PolicyReport } from './validate';

/** A fix of a document's report: which policy, which of its findings, which of its fixes. */
export interface FixReference {
  readonly address: string;
  readonly rule: string;
  readonly finding: number;
  readonly fix: number;
}

export interface CodeAction {
  readonly title: string;
  readonly kind: 'fix' | 'explain';
  readonly rule: string;
  /** Of all actions for a range at most one. */
  readonly preferred: boolean;
  /** The finding it belongs to. */
  readonly finding: { readonly address: string; readonly start: number; readonly end: number; readonly message: string };
  readonly reference?: FixReference;
}

/** In the same order everywhere: the fixes of each finding, then the explanations, each page once. */
export function codeActions(reports: readonly PolicyReport[], range: Span): CodeAction[] {
  const fixes: CodeAction[] = [];
  const explanations = new Map<string, CodeAction>();
  for (const { site, findings } of reports)
    findings.forEach((finding, index) => {
      if (finding.range.end < range.start || finding.range.start > range.end) return;
      const rule = finding.rule.id;
      const of = { address: site.address, start: finding.range.start, end: finding.range.end, message: finding.message };
      finding.fixes.forEach((fix, i) => fixes.push({ title: fix.title, kind: 'fix', rule, preferred: fixes.length === 0, finding: of, reference: { address: site.address, rule, finding: index, fix: i } }));
      if (!explanations.has(rule)) explanations.set(rule, { title: `Explain ${rule}`, kind: 'explain', rule, preferred: false, finding: of });
    });
  return [...fixes, ...explanations.values()];
}

/** The changes of one fix; undefined where the document no longer has the finding. */
export function resolveFix(reports: readonly PolicyReport[], reference: FixReference): TextChange[] | undefined {
  const report = reports.find((r) => r.site.address === reference.address);
  const finding = report?.findings[reference.finding];
  if (!report || finding?.rule.id !== reference.rule) return undefined;
  const edits = finding.fixes[reference.fix]?.edits();
  return edits && report.site.tree.write(edits);
}
