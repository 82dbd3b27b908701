/** Findings -> diagnostics. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Reported } from '../rules/runner';
import type { ConfigurationProblem } from '../service/configuration';
import { label } from './label';
import { toRange } from './positions';

export const SOURCE = 'sqs-kms-policy';

const SEVERITY = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint } as const;

/** `data` tells a client the rule. The fixes are asked for as code actions: each is tried before it is offered, which is not done at every key. */
export function toDiagnostic(document: TextDocument, finding: Reported, rulePage: (id: string) => string): Diagnostic {
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

/** A mistake in `.sqs-kms-policy.json` itself. */
export function toConfigurationDiagnostic(document: TextDocument, problem: ConfigurationProblem): Diagnostic {
  return { range: toRange(document, problem.range), severity: DiagnosticSeverity.Error, source: SOURCE, message: label(problem.message) };
}
