/** The outline of a document: its policies and their statements, by Sid. */
import type { PolicyDocument } from '../documents';
import type { Statement } from '../policy';
import type { Span } from '../syntax';

export interface Symbol {
  readonly name: string;
  readonly detail: string;
  readonly range: Span;
  readonly selection: Span;
  readonly children: readonly Symbol[];
}

export function symbols(document: PolicyDocument): Symbol[] {
  return document.policies.map((site) => ({
    name: site.address === '$' ? kindTitle(site.kind) : `${kindTitle(site.kind)} ${site.address}`,
    detail: site.kindReason,
    range: site.range,
    selection: { start: site.range.start, end: Math.min(site.range.start + 1, site.range.end) },
    children: site.policy.statements.map((statement) => ({
      name: statement.sid?.value?.text || label(statement),
      detail: label(statement),
      range: site.tree.locate(statement.node.range),
      selection: site.tree.locate(statement.sid?.value?.node.range ?? { start: statement.node.range.start, end: statement.node.range.start + 1 }),
      children: [],
    })),
  }));
}

function kindTitle(kind: string): string {
  return `${kind[0]!.toUpperCase()}${kind.slice(1).replaceAll('-', ' ')} policy`;
}

/** `Allow sns.amazonaws.com sqs:SendMessage` */
function label(statement: Statement): string {
  const who = [...(statement.principal?.bare?.values ?? []), ...(statement.principal?.entries ?? []).flatMap((e) => e.list.values)].map((v) => v.text.replace(/^arn:[^:]+:iam::/, ''));
  const what = (statement.action ?? statement.notAction)?.values.map((v) => v.text) ?? [];
  const short = (texts: readonly string[]): string => (texts.length > 1 ? `${texts[0]}, …` : (texts[0] ?? '?'));
  return `${statement.effect?.value?.text ?? '?'} ${short(who)} ${statement.notAction ? 'all but ' : ''}${short(what)}`;
}
