/** LSP <-> service. No policy knowledge here: positions, versions, when to work. */
import { CodeLensRefreshRequest, DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, type CancellationToken, type CodeActionParams, type Connection, type ExecuteCommandParams, type InitializeParams, type InitializeResult, type WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { createPolicyLanguageService, defaultWorkspace } from '../service';
import { CONFIGURATION_FILE } from '../service/configuration';
import { abilitiesOf, serverCapabilities, type ClientAbilities } from './capabilities';
import { codeActions, resolveCodeAction, type FixData } from './codeActions';
import { toCompletionItem } from './completionItems';
import { Configurations, type EditorSettings } from './configurations';
import { Handling } from './handling';
import { ignoreEdit, isIgnore } from './ignore';
import { label, logged } from './label';
import { EXPLAIN, IGNORE, READ_FILE, type InitializationOptions } from './messages';
import { OpenDocuments, type Reading } from './openDocuments';
import { answerOwnRequests } from './ownRequests';
import { toOffset, toRange, toSpan } from './positions';
import type { Runtime } from './runtime';
import { toSymbol } from './symbols';

const SECTION = 'sqsKmsPolicy';

export function startServer(connection: Connection, runtime: Runtime): void {
  const handling = new Handling(connection);
  const { safely, log } = { safely: handling.safely.bind(handling), log: handling.log };
  const service = createPolicyLanguageService({ onRuleError: (rule, error) => connection.console.error(`${rule.id}: ${logged(error)}`) });
  let can: ClientAbilities = abilitiesOf({ capabilities: {}, processId: null, rootUri: null });
  let options: InitializationOptions = {};
  let configurations = new Configurations(textOf, defaultWorkspace);
  const documents = new OpenDocuments(connection, runtime, service, () => configurations, log, read);

  /** Virtual folders are the client's to read; a client without that request has none. */
  async function read(uri: string): Promise<string | undefined> {
    if (options.fileSystem !== 'client') return runtime.read(uri);
    return (await connection.sendRequest<string | null>(READ_FILE, { uri })) ?? undefined;
  }

  function textOf(uri: string): Promise<string | undefined> {
    return documents.textOf(uri);
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    options = (params.initializationOptions ?? {}) as InitializationOptions;
    can = abilitiesOf(params);
    configurations = new Configurations(textOf, { ...defaultWorkspace, syntaxReportedElsewhere: options.syntaxErrors === 'client' });
    configurations.setRoots(params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []));
    return { serverInfo: { name: 'sqs-kms-policy-language-server', version: '0.1.0' }, capabilities: serverCapabilities };
  });

  connection.onInitialized(
    safely(async () => {
      if (can.configurationRegistration) connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION }).catch(log);
      if (can.watch) connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: `**/${CONFIGURATION_FILE}` }] }).catch(log);
      await fetchSettings();
    }, undefined),
  );

  /** What the settings or a configuration file say has changed. */
  function refresh(): void {
    documents.refresh();
    if (can.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(log);
  }

  /** Settings may differ from root to root. */
  async function fetchSettings(): Promise<void> {
    if (!can.configuration) return;
    const wanted = ['', ...configurations.roots];
    const found = (await connection.workspace.getConfiguration(wanted.map((root) => ({ section: SECTION, ...(root !== '' && { scopeUri: root }) })))) as (EditorSettings | null)[];
    configurations.setSettings(new Map(wanted.flatMap((root, i) => (found[i] ? [[root, found[i]] as const] : []))));
    refresh();
  }

  connection.onDidChangeConfiguration(
    safely(async ({ settings }: { settings?: { [SECTION]?: EditorSettings } }) => {
      if (can.configuration) return fetchSettings();
      configurations.setSettings(new Map([['', settings?.[SECTION] ?? {}]]));
      refresh();
    }, undefined),
  );
  connection.onDidChangeWatchedFiles(safely(async () => refresh(), undefined));
  connection.onNotification(
    'workspace/didChangeWorkspaceFolders',
    safely(async ({ event }: { event: WorkspaceFoldersChangeEvent }) => {
      const removed = new Set(event.removed.map((folder) => folder.uri.replace(/\/$/, '')));
      configurations.setRoots([...configurations.roots.filter((root) => !removed.has(root)), ...event.added.map((folder) => folder.uri)]);
      documents.refresh();
      await fetchSettings();
    }, undefined),
  );

  /** A request about a document: nothing where it is not open, or nobody waits for the answer any more. */
  function about<P extends { readonly textDocument: { readonly uri: string } }, R>(answer: (reading: Reading, params: P) => R, nothing: R): (params: P, token: CancellationToken) => Promise<R> {
    return safely(async (params: P, token: CancellationToken) => {
      const reading = await documents.reading(params.textDocument.uri);
      return reading && !token.isCancellationRequested ? answer(reading, params) : nothing;
    }, nothing);
  }

  connection.onCompletion(
    about(({ document, policies }, { position }) => {
      const offset = toOffset(document, position);
      const items = offset === undefined ? [] : service.complete(policies, offset);
      return { isIncomplete: false, items: items.map((item) => toCompletionItem(document, item, can, options.suggestCommand)) };
    }, null),
  );

  connection.onHover(
    about(({ document, policies, workspace }, { position }) => {
      const offset = toOffset(document, position);
      const hover = offset === undefined ? undefined : service.hover(policies, offset, workspace);
      return hover ? { contents: { kind: 'markdown' as const, value: hover.markdown }, range: toRange(document, hover.range) } : null;
    }, null),
  );

  connection.onDocumentSymbol(about(({ document, policies }) => service.symbols(policies).map((symbol) => toSymbol(document, symbol)), []));

  // A lens without a command of its own is text.
  connection.onCodeLens(about(({ document, policies, workspace }) => service.lenses(policies, workspace).map(({ title, range }) => ({ range: toRange(document, range), command: { title: label(title), command: '' } })), []));

  connection.onCodeAction(
    safely(async ({ textDocument, range, context }: CodeActionParams, token: CancellationToken) => {
      const mendable = await documents.mendable(textDocument.uri);
      const span = mendable && !token.isCancellationRequested ? toSpan(mendable.document, range) : undefined;
      return mendable && span ? codeActions(service, mendable, span, context, can) : [];
    }, []),
  );

  connection.onCodeActionResolve((action) =>
    safely(async () => {
      const data = action.data as FixData | undefined;
      const mendable = data && (await documents.mendable(data.uri));
      return mendable ? resolveCodeAction(service, mendable, action, can) : action;
    }, action)(),
  );

  connection.onExecuteCommand(
    safely(async ({ command, arguments: args }: ExecuteCommandParams) => {
      if (command === IGNORE) return ignore(args?.[0]);
      const uri: unknown = args?.[0];
      // An argument may come from anywhere: nothing but pages of rules is opened.
      if (command !== EXPLAIN || typeof uri !== 'string' || !service.isRulePage(uri)) return null;
      if (can.showDocument) await connection.window.showDocument({ uri, external: true });
      else connection.window.showInformationMessage(uri);
      return null;
    }, null),
  );

  /** Whether the client has taken the edit. */
  async function ignore(params: unknown): Promise<boolean> {
    if (!isIgnore(params)) return false;
    const { workspace } = await configurations.of(params.document);
    const text = await documents.textOf(params.configuration);
    const edit = ignoreEdit(params, { text, version: documents.texts.get(params.configuration)?.version ?? null }, workspace, can);
    return edit !== undefined && (await connection.workspace.applyEdit({ label: label(`Ignore ${params.suppression.rule}`), edit })).applied;
  }

  answerOwnRequests(connection, service, documents, handling);
  documents.texts.listen(connection);
  connection.listen();
}
