/** One line per finding, made to be read by its author and clicked in a terminal: `path:line:col severity message [rule]`. */
import type { PolicyKind } from '../../policy';
import type { FixClass, Severity } from '../../rules/rule';
import type { Line, Style, Styled } from '../lines';
import type { Position } from '../positions';
import type { CheckReport, CheckedFinding, CheckedPolicy } from '../report';

export interface TextOptions {
  /** Fixes that were applied. */
  readonly fixed: number;
  /** Whether fixes were asked for: then none is advertised. */
  readonly fixing: boolean;
}

/** Kinds that are told apart and not checked. */
const UNCHECKED: Partial<Record<PolicyKind, string>> = { identity: 'an identity policy', 'resource-control': 'a resource control policy', other: "another service's policy" };

export function formatText(report: CheckReport, options: TextOptions): Line[] {
  const lines: Line[] = [];
  const place = (path: string, { line, character }: Position): Styled => style('path', `${path}:${line + 1}:${character + 1}`);
  const print = (path: string, finding: CheckedFinding): void => {
    lines.push([place(path, finding.range.start), ' ', style(finding.severity, finding.severity), ` ${finding.message} `, style('rule', `[${finding.rule}]`)]);
    for (const related of finding.related) lines.push(`    ${related.path}:${related.range.start.line + 1}:${related.range.start.character + 1} ${related.message}`);
  };
  for (const { path, policies } of report.files) {
    for (const policy of policies) {
      for (const finding of policy.findings) print(path, finding);
      const undecided = undecidedLine(policy);
      if (undecided) lines.push([place(path, policy.range.start), ' ', style('hint', 'undecided'), ` ${undecided}`]);
    }
  }
  for (const { path, findings } of report.configuration ?? []) for (const finding of findings) print(path, finding);
  if (lines.length > 0) lines.push('');
  return [...lines, ...summaryLines(report, options)];
}

/** `3 rules cannot be decided: they depend on ${Account}, ${Topic}` */
function undecidedLine({ undecided }: CheckedPolicy): string | undefined {
  if (undecided.length === 0) return undefined;
  const holes = [...new Set(undecided.flatMap((u) => u.holes))];
  const named = undecided.length <= 3 ? undecided.map((u) => u.rule).join(', ') : `${undecided.length} rules`;
  return `${named} cannot be decided${holes.length > 0 ? `: ${undecided.length === 1 ? 'it depends' : 'they depend'} on ${listed(holes, 4)}` : ''}`;
}

function style(name: Style, text: string): Styled {
  return { style: name, text };
}

function summaryLines(report: CheckReport, options: TextOptions): Line[] {
  const { summary } = report;
  const policies = report.files.flatMap((file) => file.policies);
  const findings = policies.flatMap((policy) => policy.findings);
  const listedFindings = [...findings, ...(report.configuration ?? []).flatMap((file) => file.findings)];
  const lines: Line[] = [];
  if (options.fixed > 0) lines.push([style('good', `${counted(options.fixed, 'fix', 'fixes')} applied`)]);
  if (policies.length === 0) return [...lines, `No policy was found in ${counted(summary.files, 'file')}.`];
  const where = `${counted(policies.length, 'policy', 'policies')} in ${counted(summary.files, 'file')}`;
  const counts = ([['error', summary.errors, 'error'], ['warning', summary.warnings, 'warning'], ['information', summary.information, 'information', 'information'], ['hint', summary.hints, 'hint']] as const)
    .filter(([, count]) => count > 0)
    .flatMap(([severity, count, one, many], i) => [...(i > 0 ? [', '] : []), style(severity as Severity, counted(count, one, many))]);
  const undecided = policies.filter((policy) => policy.undecided.length > 0).length;
  const clean = listedFindings.length === 0 && undecided === 0;
  const found = counts.length > 0 ? counts : [clean ? style('good', 'no findings') : 'no findings'];
  lines.push([`${where}: `, ...found, `${undecided > 0 ? `; ${counted(undecided, 'policy', 'policies')} not wholly decided, see above` : ''}${summary.suppressed ? `; ${counted(summary.suppressed, 'finding')} ignored as configured` : ''}`]);
  const unchecked = uncheckedLine(policies);
  if (unchecked) lines.push(unchecked);
  const hint = options.fixing ? undefined : fixHint(findings);
  if (hint) lines.push(hint);
  return lines;
}

function uncheckedLine(policies: readonly CheckedPolicy[]): string | undefined {
  const found = policies.filter((policy) => UNCHECKED[policy.kind] && policy.findings.length === 0);
  if (found.length === 0) return undefined;
  if (found.length === 1) return `Not checked: 1 is ${UNCHECKED[found[0]!.kind]}. If it is a queue or key policy, say so with --kind.`;
  return `Not checked: ${found.length} are identity policies or other services' policies.`;
}

function fixHint(findings: readonly CheckedFinding[]): string | undefined {
  const by = (fixClass: FixClass): number => findings.filter((f) => f.fixes.find((fix) => fix.class !== 'decision')?.class === fixClass).length;
  const safe = by('safe');
  const repair = by('repair');
  if (safe + repair === 0) return undefined;
  if (repair === 0) return `${safe} can be mended with --fix.`;
  return safe === 0 ? `${repair} can be mended with --fix=repair.` : `${safe} can be mended with --fix, ${safe + repair} with --fix=repair.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function listed(items: readonly string[], most: number): string {
  return items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}
