/** LSP <-> service. No policy knowledge here: positions, versions, when to work. */
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
  type CancellationToken,
  type CodeAction as LspCodeAction,
  type Connection,
  type Diagnostic,
  type DocumentSymbol,
  type InitializeParams,
  type Range,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createPolicyLanguageService, type CompletionKind, type FixReference, type PolicyReport, type Symbol, type Workspace } from '../service';
import { CONFIGURATION_FILE } from '../service/configuration';
import type { Span, TextChange } from '../syntax';
import { Configurations } from './configurations';
import { EXPLAIN, NEW_POLICY, PARAMETERS, STATUS, type InitializationOptions, type NewPolicyParams, type NewPolicyResult, type ParameterQuestion, type ParametersParams, type StatusParams } from './messages';
import type { Runtime } from './runtime';
import { toSnippet, toSnippetEdit } from './snippet';

const SOURCE = 'sqs-kms-policy';
const FIX_ALL = `${CodeActionKind.SourceFixAll}.sqsKmsPolicy`;

interface Validated {
  readonly version: number;
  readonly workspace: Workspace;
  readonly path: string;
  readonly document: ReturnType<ReturnType<typeof createPolicyLanguageService>['read']>;
  readonly reports: readonly PolicyReport[];
}

interface FixData extends FixReference {
  readonly uri: string;
  readonly version: number;
}

export function startServer(connection: Connection, runtime: Runtime): void {
  const documents = new TextDocuments(TextDocument);
  const service = createPolicyLanguageService({ onRuleError: (rule, error) => connection.console.error(`${rule.id}: ${String(error)}`) });
  const validated = new Map<string, Validated>();
  const dirty = new Set<string>();
  let roots: readonly string[] = [];
  let options: InitializationOptions = {};
  let can = { resolveEdits: false, snippetEdits: false, versionedEdits: false, configuration: false, watch: false, showDocument: false };
  const configurations = new Configurations(runtime, () => roots, () => options.syntaxErrors === 'client');

  connection.onInitialize((params: InitializeParams) => {
    options = (params.initializationOptions ?? {}) as InitializationOptions;
    roots = (params.workspaceFolders?.map((f) => f.uri) ?? (params.rootUri ? [params.rootUri] : [])).map((uri) => uri.replace(/\/$/, ''));
    const { workspace, textDocument, window } = params.capabilities;
    can = {
      resolveEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true && textDocument.codeAction.dataSupport === true,
      snippetEdits: (workspace?.workspaceEdit as { snippetEditSupport?: boolean } | undefined)?.snippetEditSupport === true,
      versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
      configuration: workspace?.configuration === true,
      watch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      showDocument: window?.showDocument?.support === true,
    };
    return {
      serverInfo: { name: 'sqs-kms-policy-language-server', version: '0.1.0' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        completionProvider: { triggerCharacters: ['"', ':'] },
        hoverProvider: true,
        documentSymbolProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL], resolveProvider: true },
        executeCommandProvider: { commands: [EXPLAIN] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(
    safely(connection, async () => {
      if (can.configuration) await connection.client.register(DidChangeConfigurationNotification.type, { section: 'sqsKmsPolicy' });
      if (can.watch) await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: `**/${CONFIGURATION_FILE}` }] });
      await readSettings();
      refresh();
    }, undefined),
  );

  async function readSettings(): Promise<void> {
    if (can.configuration) configurations.settings = ((await connection.workspace.getConfiguration('sqsKmsPolicy')) ?? {}) as typeof configurations.settings;
  }

  /** The configuration has changed: every open document is looked at again. */
  function refresh(): void {
    configurations.clear();
    validated.clear();
    for (const document of documents.all()) touch(document.uri);
  }

  connection.onDidChangeConfiguration(
    safely(connection, async (params: { settings?: { sqsKmsPolicy?: object } }) => {
      if (can.configuration) await readSettings();
      else configurations.settings = params.settings?.sqsKmsPolicy ?? {};
      refresh();
    }, undefined),
  );
  connection.onDidChangeWatchedFiles(() => refresh());

  documents.onDidChangeContent(({ document }) => touch(document.uri));
  documents.onDidClose(({ document }) => {
    dirty.delete(document.uri);
    validated.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  /** Marks a document dirty; the work runs when the messages that have arrived are handled, on the newest text. */
  function touch(uri: string): void {
    if (dirty.size === 0) runtime.defer(drain);
    dirty.add(uri);
  }

  function drain(): void {
    const uris = [...dirty];
    dirty.clear();
    for (const uri of uris) void publish(uri);
  }

  async function publish(uri: string): Promise<void> {
    try {
      const result = await current(uri);
      const document = documents.get(uri);
      if (!result || !document || document.version !== result.version) return;
      const diagnostics = result.reports.flatMap((report) => report.findings.map((finding) => toDiagnostic(document, finding)));
      await connection.sendDiagnostics({ uri, version: result.version, diagnostics });
      const status: StatusParams = {
        uri,
        policies: result.reports.map(({ site, undecided }) => ({ address: site.address, kind: site.kind, kindReason: site.kindReason, ...(site.owner.account !== undefined && { owner: site.owner.account }), ownerReason: site.owner.reason, undecided: undecided.length })),
      };
      await connection.sendNotification(STATUS, status);
    } catch (error) {
      connection.console.error(`${uri}: ${String(error)}`);
    }
  }

  /** The newest text of a document, validated once. */
  async function current(uri: string): Promise<Validated | undefined> {
    const { workspace, path } = await configurations.of(uri);
    const document = documents.get(uri);
    if (!document) return undefined;
    const known = validated.get(uri);
    if (known && known.version === document.version) return known;
    const read = service.read(document.getText(), path, workspace);
    const result: Validated = { version: document.version, workspace, path, document: read, reports: service.validate(read, workspace) };
    validated.set(uri, result);
    return result;
  }

  function toDiagnostic(document: TextDocument, finding: PolicyReport['findings'][number]): Diagnostic {
    return {
      range: toRange(document, finding.range),
      severity: SEVERITY[finding.severity],
      source: SOURCE,
      code: finding.rule.id,
      codeDescription: { href: service.rulePage(finding.rule.id) },
      message: finding.message,
      data: { rule: finding.rule.id, fixes: finding.fixes.map((f) => ({ title: f.title, class: f.class })) },
      ...(finding.related.length > 0 && { relatedInformation: finding.related.map((r) => ({ location: { uri: document.uri, range: toRange(document, r.range) }, message: r.message })) }),
    };
  }

  connection.onCompletion(
    safely(connection, async ({ textDocument, position }, token: CancellationToken) => {
      const result = await current(textDocument.uri);
      const document = documents.get(textDocument.uri);
      if (!result || !document || token.isCancellationRequested) return null;
      return {
        isIncomplete: false,
        items: service.complete(result.document, document.offsetAt(position)).map((item) => ({
          label: item.label,
          kind: COMPLETION_KIND[item.kind],
          detail: item.detail,
          ...(item.documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }),
          filterText: item.filterText,
          sortText: item.sortText,
          ...(item.edit.placeholders ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
          // It is indented as it has to be.
          ...(item.edit.newText.includes('\n') && { insertTextMode: InsertTextMode.asIs }),
          textEdit: { range: toRange(document, item.edit.range), newText: item.edit.placeholders ? toSnippet(item.edit.newText, item.edit.placeholders) : item.edit.newText },
          ...(item.additional.length > 0 && { additionalTextEdits: item.additional.map((c) => ({ range: toRange(document, c.range), newText: c.newText })) }),
        })),
      };
    }, null),
  );

  connection.onHover(
    safely(connection, async ({ textDocument, position }) => {
      const result = await current(textDocument.uri);
      const document = documents.get(textDocument.uri);
      const hover = result && document && service.hover(result.document, document.offsetAt(position));
      return hover ? { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: toRange(document, hover.range) } : null;
    }, null),
  );

  connection.onDocumentSymbol(
    safely(connection, async ({ textDocument }) => {
      const result = await current(textDocument.uri);
      const document = documents.get(textDocument.uri);
      return result && document ? service.symbols(result.document).map((s) => toSymbol(document, s)) : [];
    }, []),
  );

  connection.onCodeAction(
    safely(connection, async ({ textDocument, range, context }) => {
      const result = await current(textDocument.uri);
      const document = documents.get(textDocument.uri);
      if (!result || !document) return [];
      const wants = (kind: string): boolean => context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
      const actions: LspCodeAction[] = [];
      if (wants(CodeActionKind.QuickFix))
        for (const action of service.codeActions(result.reports, { start: document.offsetAt(range.start), end: document.offsetAt(range.end) })) {
          const diagnostics = context.diagnostics.filter((d) => d.source === SOURCE && d.code === action.rule && document.offsetAt(d.range.start) === action.finding.start && document.offsetAt(d.range.end) === action.finding.end);
          if (action.kind === 'explain') {
            actions.push({ title: action.title, kind: CodeActionKind.QuickFix, diagnostics, command: { title: action.title, command: EXPLAIN, arguments: [service.rulePage(action.rule)] } });
            continue;
          }
          const data: FixData = { uri: document.uri, version: document.version, ...action.reference! };
          const lsp: LspCodeAction = { title: action.title, kind: CodeActionKind.QuickFix, diagnostics, ...(action.preferred && { isPreferred: true }), data };
          actions.push(can.resolveEdits ? lsp : resolve(lsp, result, document));
        }
      // Only when asked for: an editor asks for it on save, a person through the menu of source actions.
      if (context.only?.some((only) => FIX_ALL === only || FIX_ALL.startsWith(`${only}.`))) {
        const change = service.fixAll(document.getText(), result.path, result.workspace, new Set(['safe']));
        if (change) actions.push({ title: 'Apply all safe fixes', kind: FIX_ALL, edit: toWorkspaceEdit(document, [change]) });
      }
      return actions.filter((a) => a.command !== undefined || a.data !== undefined || a.edit !== undefined);
    }, []),
  );

  connection.onCodeActionResolve(async (action) => {
    try {
      const data = action.data as FixData | undefined;
      const result = data && (await current(data.uri));
      const document = data && documents.get(data.uri);
      // The document has moved on: the client asks again.
      if (!result || !document || data.version !== document.version) return action;
      return resolve(action, result, document);
    } catch (error) {
      connection.console.error(String(error));
      return action;
    }
  });

  function resolve(action: LspCodeAction, result: Validated, document: TextDocument): LspCodeAction {
    const changes = service.resolveFix(result.reports, action.data as FixData);
    return changes ? { ...action, edit: toWorkspaceEdit(document, changes) } : action;
  }

  function toWorkspaceEdit(document: TextDocument, changes: readonly TextChange[]): WorkspaceEdit {
    const edits = changes.map((change) => {
      const range = toRange(document, change.range);
      // A snippet edit stands alone among edits in VS Code; the first one with placeholders gets the cursor.
      const indent = /^[ \t]*/.exec(document.getText({ start: { line: range.start.line, character: 0 }, end: range.start }))![0];
      const value = can.snippetEdits && change.placeholders ? toSnippetEdit(change.newText, change.placeholders, indent) : undefined;
      return value === undefined ? { range, newText: change.newText } : { range, snippet: { kind: 'snippet' as const, value } };
    });
    if (!can.versionedEdits) return { changes: { [document.uri]: changes.map((c) => ({ range: toRange(document, c.range), newText: c.newText })) } };
    return { documentChanges: [{ textDocument: { uri: document.uri, version: document.version }, edits: edits as TextDocumentEdit['edits'] }] };
  }

  connection.onExecuteCommand(
    safely(connection, async ({ command, arguments: args }) => {
      const uri: unknown = args?.[0];
      if (command === EXPLAIN && typeof uri === 'string' && can.showDocument) await connection.window.showDocument({ uri, external: true });
      return null;
    }, null),
  );

  connection.onRequest(
    NEW_POLICY,
    (params: NewPolicyParams): NewPolicyResult => service.newPolicy(params.kind, recipeValues(params.values)),
  );
  connection.onRequest(PARAMETERS, (params: ParametersParams): ParameterQuestion[] =>
    service.parameters(params.kind, recipeValues(params.values)).map((parameter) => ({ ...parameter, pattern: parameter.pattern.source })),
  );

  connection.onNotification('workspace/didChangeWorkspaceFolders', ({ event }: { event: { added: { uri: string }[]; removed: { uri: string }[] } }) => {
    const removed = new Set(event.removed.map((f) => f.uri.replace(/\/$/, '')));
    roots = [...roots.filter((r) => !removed.has(r)), ...event.added.map((f) => f.uri.replace(/\/$/, ''))];
    refresh();
  });

  documents.listen(connection);
  connection.listen();
}

const SEVERITY = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint } as const;

const COMPLETION_KIND: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  element: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  action: CompletionItemKind.Function,
  principal: CompletionItemKind.Class,
  operator: CompletionItemKind.Operator,
  key: CompletionItemKind.Field,
  statement: CompletionItemKind.Snippet,
};

function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

function toSymbol(document: TextDocument, symbol: Symbol): DocumentSymbol {
  return { name: symbol.name, detail: symbol.detail, kind: symbol.children.length > 0 ? SymbolKind.Namespace : SymbolKind.Object, range: toRange(document, symbol.range), selectionRange: toRange(document, symbol.selection), children: symbol.children.map((c) => toSymbol(document, c)) };
}

/** The repeatable ones are lists, and may have been sent as one string. */
function recipeValues({ 'admin-role': admins, 'consumer-role': consumers, ...single }: NewPolicyParams['values']): Parameters<ReturnType<typeof createPolicyLanguageService>['newPolicy']>[1] {
  const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
  return { ...single, ...(admins !== undefined && { 'admin-role': list(admins) }), ...(consumers !== undefined && { 'consumer-role': list(consumers) }) };
}

/** An exception becomes a logged default: a request on any text at any position answers. */
function safely<P extends readonly unknown[], R>(connection: Connection, handler: (...params: P) => Promise<R>, otherwise: R): (...params: P) => Promise<R> {
  return async (...params) => {
    try {
      return await handler(...params);
    } catch (error) {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return otherwise;
    }
  };
}
