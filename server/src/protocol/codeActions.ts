/** Fixes, explanations and fix-all -> code actions of the protocol. */
import { CodeActionKind, type CodeAction as LspCodeAction, type CodeActionContext, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, FixReference, PolicyLanguageService } from '../service';
import type { Span } from '../syntax';
import { FIX_ALL, type ClientAbilities } from './capabilities';
import { SOURCE } from './diagnostics';
import { label } from './label';
import { EXPLAIN, IGNORE, type IgnoreParams } from './messages';
import type { MendableDocument } from './openDocuments';
import { toWorkspaceEdit } from './workspaceEdit';

/** What an action needs to be resolved later. */
export interface FixData extends FixReference {
  readonly uri: string;
  readonly stamp: number;
}

export async function codeActions(service: PolicyLanguageService, reading: MendableDocument, range: Span, context: CodeActionContext, can: ClientAbilities): Promise<LspCodeAction[]> {
  const { document, accepting } = reading;
  const path = accepting && can.appliesEdits && (accepting.exists || can.createsFiles) ? accepting.path : undefined;
  const actions: LspCodeAction[] = [];
  if (wants(context, CodeActionKind.QuickFix)) {
    const diagnosticsOf = matching(document, context);
    const syntax = new Map<string, Diagnostic[]>();
    for (const action of service.codeActions(await reading.reports(), range, path)) {
      const diagnostics = diagnosticsOf(action);
      if (action.rule === 'valid-json' && action.kind === 'fix') syntax.set(action.finding.address, diagnostics);
      const title = label(action.title);
      const lsp = { title, kind: CodeActionKind.QuickFix, diagnostics };
      if (action.suppression && accepting) {
        const params: IgnoreParams = { configuration: accepting.configuration, document: document.uri, suppression: action.suppression };
        actions.push({ ...lsp, command: { title, command: IGNORE, arguments: [params] } });
        continue;
      }
      if (action.reference === undefined) {
        actions.push({ ...lsp, command: { title, command: EXPLAIN, arguments: [service.rulePage(action.rule)] } });
        continue;
      }
      const fix: LspCodeAction = { ...lsp, ...(action.preferred && { isPreferred: true }), data: dataOf(reading, action.reference) };
      const complete = can.resolvesEdits ? fix : await resolveCodeAction(service, reading, fix, can);
      if (can.resolvesEdits || complete.edit) actions.push(complete);
    }
    for (const [address, diagnostics] of syntax) {
      const change = reading.fixSyntax?.(address);
      if (change) actions.push({ title: 'Fix all JSON mistakes of this policy', kind: CodeActionKind.QuickFix, diagnostics, edit: toWorkspaceEdit(document, [change], can) });
    }
  }
  // Only when it is asked for: an editor does on save, a person through the menu of source actions.
  if (context.only && wants(context, FIX_ALL)) {
    const change = await reading.fixAll();
    if (change) actions.push({ title: 'Apply all safe fixes', kind: FIX_ALL, edit: toWorkspaceEdit(document, [change], can) });
  }
  return actions;
}

/** The action with its edit; as it was where the document has moved on, so that the client asks again. */
export async function resolveCodeAction(service: PolicyLanguageService, reading: MendableDocument, action: LspCodeAction, can: ClientAbilities): Promise<LspCodeAction> {
  const data = action.data as FixData;
  const changes = data.stamp === reading.stamp ? service.resolveFix(await reading.reports(), data) : undefined;
  return changes ? { ...action, edit: toWorkspaceEdit(reading.document, changes, can) } : action;
}

function dataOf({ document, stamp }: MendableDocument, reference: NonNullable<CodeAction['reference']>): FixData {
  return { uri: document.uri, stamp, ...reference };
}

/** The diagnostics that an action mends: our own by rule and place, the editor's own about JSON where they touch its lines. */
function matching(document: TextDocument, { diagnostics }: CodeActionContext): (action: CodeAction) => Diagnostic[] {
  const own = new Map<string, Diagnostic[]>();
  const others: Diagnostic[] = [];
  const key = (rule: unknown, start: number, end: number): string => `${String(rule)} ${start} ${end}`;
  for (const diagnostic of diagnostics) {
    if (diagnostic.source !== SOURCE) {
      others.push(diagnostic);
      continue;
    }
    const id = key(diagnostic.code, document.offsetAt(diagnostic.range.start), document.offsetAt(diagnostic.range.end));
    own.set(id, [...(own.get(id) ?? []), diagnostic]);
  }
  return ({ rule, finding: { start, end } }) => {
    const found = own.get(key(rule, start, end));
    if (found || rule !== 'valid-json') return found ?? [];
    const [first, last] = [document.positionAt(start).line, document.positionAt(end).line];
    return others.filter(({ range }) => range.start.line <= last && range.end.line >= first);
  };
}

function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}
