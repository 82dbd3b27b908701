/** Fixes, explanations and fix-all -> code actions of the protocol. */
import { CodeActionKind, type CodeAction as LspCodeAction, type CodeActionContext } from 'vscode-languageserver';
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
  readonly version: number;
}

export function codeActions(service: PolicyLanguageService, reading: MendableDocument, range: Span, context: CodeActionContext, can: ClientAbilities): LspCodeAction[] {
  const { document, accepting } = reading;
  const path = accepting && can.appliesEdits && (accepting.exists || can.createsFiles) ? accepting.path : undefined;
  const actions: LspCodeAction[] = [];
  if (wants(context, CodeActionKind.QuickFix))
    for (const action of service.codeActions(reading.reports(), range, path)) {
      const diagnostics = context.diagnostics.filter((d) => d.source === SOURCE && d.code === action.rule && document.offsetAt(d.range.start) === action.finding.start && document.offsetAt(d.range.end) === action.finding.end);
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
      const fix: LspCodeAction = { ...lsp, ...(action.preferred && { isPreferred: true }), data: dataOf(document, action.reference) };
      const complete = can.resolvesEdits ? fix : resolveCodeAction(service, reading, fix, can);
      if (can.resolvesEdits || complete.edit) actions.push(complete);
    }
  // Only when it is asked for: an editor does on save, a person through the menu of source actions.
  if (context.only && wants(context, FIX_ALL)) {
    const change = reading.fixAll();
    if (change) actions.push({ title: 'Apply all safe fixes', kind: FIX_ALL, edit: toWorkspaceEdit(document, [change], can) });
  }
  return actions;
}

/** The action with its edit; as it was where the document has moved on, so that the client asks again. */
export function resolveCodeAction(service: PolicyLanguageService, reading: MendableDocument, action: LspCodeAction, can: ClientAbilities): LspCodeAction {
  const data = action.data as FixData;
  const changes = data.version === reading.version ? service.resolveFix(reading.reports(), data) : undefined;
  return changes ? { ...action, edit: toWorkspaceEdit(reading.document, changes, can) } : action;
}

function dataOf(document: TextDocument, reference: NonNullable<CodeAction['reference']>): FixData {
  return { uri: document.uri, version: document.version, ...reference };
}

function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}
