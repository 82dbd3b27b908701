/** Fixes for what is found under the cursor, and the page that explains it. */
import type { Span, TextChange } from '../syntax';
import type { PolicyReport } from './validate';

export interface FixReference {
  readonly address: string;
  readonly rule: string;
  readonly start: number;
  readonly fix: number;
}

export interface CodeAction {
  readonly title: string;
  readonly kind: 'fix' | 'explain';
  readonly rule: string;
  readonly preferred: boolean;
  /** The finding it belongs to. */
  readonly finding: { readonly address: string; readonly start: number; readonly end: number; readonly message: string };
  readonly reference?: FixReference;
}

/** In the same order everywhere: the fix, other fixes, explain. */
export function codeActions(reports: readonly PolicyReport[], range: Span): CodeAction[] {
  const actions: CodeAction[] = [];
  for (const report of reports)
    for (const finding of report.findings) {
      if (finding.range.end < range.start || finding.range.start > range.end) continue;
      const of = { address: report.site.address, start: finding.range.start, end: finding.range.end, message: finding.message };
      finding.fixes.forEach((fix, i) =>
        actions.push({ title: fix.title, kind: 'fix', rule: finding.rule.id, preferred: i === 0 && !actions.some((a) => a.preferred), finding: of, reference: { address: report.site.address, rule: finding.rule.id, start: finding.range.start, fix: i } }),
      );
      actions.push({ title: `Explain ${finding.rule.id}`, kind: 'explain', rule: finding.rule.id, preferred: false, finding: of });
    }
  return [...actions.filter((a) => a.kind === 'fix'), ...actions.filter((a) => a.kind === 'explain')];
}

/** The changes of one fix; undefined where the document no longer has the finding. */
export function resolveFix(reports: readonly PolicyReport[], reference: FixReference): TextChange[] | undefined {
  const report = reports.find((r) => r.site.address === reference.address);
  const finding = report?.findings.find((f) => f.rule.id === reference.rule && f.range.start === reference.start);
  const fix = finding?.fixes[reference.fix];
  return fix && report!.site.tree.write(fix.edits());
}
