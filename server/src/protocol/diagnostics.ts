/** Findings -> diagnostics. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Reported } from '../rules/runner';
import type { ConfigurationProblem } from '../service/configuration';
import { label } from './label';
import { toRange } from './positions';

export const SOURCE = 'sqs-kms-policy';

const SEVERITY = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint } as const;

/** Editors show a thousand of a file, and more would take longer to send than to find. */
const MOST = 1_000;
const BY_WEIGHT = ['error', 'warning', 'information', 'hint'] as const;

/** The weightiest, where there are too many; a last one then says how many are left. */
export function toDiagnostics(document: TextDocument, findings: readonly Reported[], rulePage: (id: string) => string): Diagnostic[] {
  if (findings.length <= MOST) return findings.map((finding) => toDiagnostic(document, finding, rulePage));
  const shown = findings.toSorted((a, b) => BY_WEIGHT.indexOf(a.severity) - BY_WEIGHT.indexOf(b.severity)).slice(0, MOST);
  return [...shown.map((finding) => toDiagnostic(document, finding, rulePage)), { range: toRange(document, { start: 0, end: 1 }), severity: DiagnosticSeverity.Information, source: SOURCE, message: `Only ${MOST} of ${findings.length} findings in this file are shown. Run "sqs-kms-policy check" to see all of them.` }];
}

/** `data` tells a client the rule. The fixes are asked for as code actions: each is tried before it is offered, which is not done at every key. */
function toDiagnostic(document: TextDocument, finding: Reported, rulePage: (id: string) => string): Diagnostic {
  const { rule, severity, message, related } = finding;
  return {
    range: toRange(document, finding.range),
    severity: SEVERITY[severity],
    source: SOURCE,
    code: rule.id,
    codeDescription: { href: rulePage(rule.id) },
    message,
    data: { rule: rule.id },
    ...(related.length > 0 && { relatedInformation: related.map((r) => ({ location: { uri: document.uri, range: toRange(document, r.range) }, message: r.message })) }),
  };
}

/** Of a document that is larger than any that AWS takes. */
export function unreadDiagnostic(document: TextDocument): Diagnostic {
  return { range: toRange(document, { start: 0, end: 1 }), severity: DiagnosticSeverity.Information, source: SOURCE, message: 'This file was not checked: it is over 1 MB, and AWS accepts no policy or template of this size.' };
}

/** A mistake in `.sqs-kms-policy.json` itself. */
export function toConfigurationDiagnostic(document: TextDocument, problem: ConfigurationProblem): Diagnostic {
  return { range: toRange(document, problem.range), severity: DiagnosticSeverity.Error, source: SOURCE, message: label(problem.message) };
}
