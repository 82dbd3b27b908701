/** What `check` found, independent of how it is printed. Its fields are those of the JSON format, version 1. */
import type { PolicyKind } from '../policy';
import type { Fix, FixClass, Severity } from '../rules/rule';
import type { Reported } from '../rules/runner';
import type { PolicyReport } from '../service/validate';
import { lineIndex, rangeAt, type Range } from './positions';

export interface CheckReport {
  readonly version: 1;
  readonly files: readonly FileReport[];
  /** Configuration files with something to say about them, where there is one. */
  readonly configuration?: readonly ConfigurationReport[];
  readonly summary: Summary;
}

export interface Summary {
  readonly files: number;
  readonly policies: number;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
  /** Findings that the configuration accepts; they are counted nowhere else. Left out where there are none. */
  readonly suppressed?: number;
}

export interface ConfigurationReport {
  readonly path: string;
  readonly findings: readonly CheckedFinding[];
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
  /** What the configuration accepts, with the reason that it gives. Left out where there is nothing. */
  readonly suppressed?: readonly (CheckedFinding & { readonly reason: string })[];
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

/** Characters that are read again to try fixes, in one file: past them none is listed. */
const TRIED = 500_000;

/** The reports of one file's policies, with lines and characters. `text` is the one that they were made from. */
export function fileReport(path: string, text: string, reports: readonly PolicyReport[]): FileReport {
  const positionAt = lineIndex(text);
  let left = TRIED;
  // What --fix may apply is tried; of decisions, which a person makes in an editor, the proposals are listed.
  const fixesOf = (finding: PolicyReport['findings'][number]): readonly Fix[] => {
    if (finding.proposed.every((fix) => fix.class === 'decision')) return finding.proposed;
    left -= finding.proposed.length * text.length;
    return left < 0 ? [] : finding.fixes;
  };
  return {
    path,
    policies: reports.map(({ site, findings, undecided, suppressed }) => ({
      address: site.address,
      kind: site.kind,
      range: rangeAt(positionAt, site.range),
      findings: findings.map((finding) => toChecked(path, positionAt, finding, fixesOf(finding))),
      undecided: undecided.map(({ rule, holes }) => ({ rule: rule.id, holes: [...new Set(holes.map((hole) => hole.label))] })),
      ...(suppressed.length > 0 && { suppressed: suppressed.map(({ finding, by }) => ({ ...toChecked(path, positionAt, finding, finding.fixes), reason: by.reason })) }),
    })),
  };
}

export function checkedFinding(path: string, text: string, finding: Reported): CheckedFinding {
  return toChecked(path, lineIndex(text), finding, finding.fixes);
}

function toChecked(path: string, positionAt: ReturnType<typeof lineIndex>, { rule, severity, message, range, statement, related }: Reported, fixes: readonly Fix[]): CheckedFinding {
  return {
    rule: rule.id,
    severity,
    message,
    range: rangeAt(positionAt, range),
    statement: statement ? { index: statement.index, sid: statement.sid?.value?.text ?? null } : null,
    related: related.map((r) => ({ path, message: r.message, range: rangeAt(positionAt, r.range) })),
    fixes: fixes.map((fix) => ({ title: fix.title, class: fix.class })),
  };
}

export function summaryOf(files: readonly FileReport[], configuration: readonly ConfigurationReport[]): Summary {
  const policies = files.flatMap((file) => file.policies);
  const findings = [...policies, ...configuration].flatMap((holder) => holder.findings);
  const count = (severity: Severity): number => findings.filter((f) => f.severity === severity).length;
  const suppressed = policies.reduce((sum, policy) => sum + (policy.suppressed?.length ?? 0), 0);
  return {
    files: files.length,
    policies: policies.length,
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
    hints: count('hint'),
    ...(suppressed > 0 && { suppressed }),
  };
}
