/** What the client can do, and what this server offers. */
import { CodeActionKind, InsertTextMode, PositionEncodingKind, TextDocumentSyncKind, type InitializeParams, type ServerCapabilities } from 'vscode-languageserver';
import { EXPLAIN, IGNORE } from './messages';

/** Capabilities that change what is sent. Whatever a client does not say, it cannot do. */
export interface ClientAbilities {
  /** The edit of a code action may come when it is asked for. */
  readonly resolvesEdits: boolean;
  readonly snippetEdits: boolean;
  readonly versionedEdits: boolean;
  readonly snippetCompletions: boolean;
  /** Completions may say that their lines are indented already. */
  readonly completionsAsIs: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly watch: boolean;
  readonly refreshesLenses: boolean;
  readonly showDocument: boolean;
  readonly appliesEdits: boolean;
  /** An edit may create a file. */
  readonly createsFiles: boolean;
}

export function abilitiesOf({ capabilities: { workspace, textDocument, window } }: InitializeParams): ClientAbilities {
  const { codeAction, completion } = textDocument ?? {};
  return {
    resolvesEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippetCompletions: completion?.completionItem?.snippetSupport === true,
    completionsAsIs: completion?.completionItem?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    appliesEdits: workspace?.applyEdit === true,
    createsFiles: workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    showDocument: window?.showDocument?.support === true,
  };
}

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.sqsKmsPolicy`;

export const serverCapabilities: ServerCapabilities = {
  // The one encoding that every client knows, and the tree's own.
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: ['"', ':'] },
  hoverProvider: true,
  documentSymbolProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL], resolveProvider: true },
  executeCommandProvider: { commands: [EXPLAIN, IGNORE] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
