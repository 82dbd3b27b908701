/** What `check` found, independent of how it is printed. Its fields are those of the JSON format, version 1. */
import type { PolicyKind } from '../policy';
import type { FixClass, Severity } from '../rules/rule';
import type { PolicyReport } from '../service/validate';
import { lineIndex, rangeAt, type Range } from './positions';

export interface CheckReport {
  readonly version: 1;
  readonly files: readonly FileReport[];
  readonly summary: Summary;
}

export interface Summary {
  readonly files: number;
  readonly policies: number;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
}

export interface FileReport {
  /** Relative to the current folder, with `/`. */
  readonly path: string;
  readonly policies: readonly CheckedPolicy[];
}

export interface CheckedPolicy {
  /** Where in the file, as a JSONPath. */
  readonly address: string;
  readonly kind: PolicyKind;
  readonly range: Range;
  readonly findings: readonly CheckedFinding[];
  readonly undecided: readonly { readonly rule: string; readonly holes: readonly string[] }[];
}

export interface CheckedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly statement: { readonly index: number; readonly sid: string | null } | null;
  readonly related: readonly { readonly path: string; readonly message: string; readonly range: Range }[];
  readonly fixes: readonly { readonly title: string; readonly class: FixClass }[];
}

/** The reports of one file's policies, with lines and characters. `text` is the one that they were made from. */
export function fileReport(path: string, text: string, reports: readonly PolicyReport[]): FileReport {
  const positionAt = lineIndex(text);
  return {
    path,
    policies: reports.map(({ site, findings, undecided }) => ({
      address: site.address,
      kind: site.kind,
      range: rangeAt(positionAt, site.range),
      findings: findings.map((finding) => ({
        rule: finding.rule.id,
        severity: finding.severity,
        message: finding.message,
        range: rangeAt(positionAt, finding.range),
        statement: finding.statement ? { index: finding.statement.index, sid: finding.statement.sid?.value?.text ?? null } : null,
        related: finding.related.map((related) => ({ path, message: related.message, range: rangeAt(positionAt, related.range) })),
        fixes: finding.fixes.map((fix) => ({ title: fix.title, class: fix.class })),
      })),
      undecided: undecided.map(({ rule, holes }) => ({ rule: rule.id, holes: [...new Set(holes.map((hole) => hole.label))] })),
    })),
  };
}

export function summaryOf(files: readonly FileReport[]): Summary {
  const count = (severity: Severity): number => files.reduce((sum, file) => sum + file.policies.reduce((n, policy) => n + policy.findings.filter((f) => f.severity === severity).length, 0), 0);
  return {
    files: files.length,
    policies: files.reduce((sum, file) => sum + file.policies.length, 0),
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
    hints: count('hint'),
  };
}
