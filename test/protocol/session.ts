/** A client and the real server joined by in-memory streams: real JSON-RPC, no process. */
import { PassThrough } from 'node:stream';
import { createConnection, createProtocolConnection, StreamMessageReader, StreamMessageWriter, type CodeAction, type CompletionItem, type Diagnostic, type InitializeParams, type InitializeResult, type Position, type ProtocolConnection, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startServer } from '../../server/src/protocol/startServer';

export interface Session {
  readonly client: ProtocolConnection;
  open(uri: string, text: string): void;
  change(uri: string, text: string): void;
  /** The diagnostics of the newest version, as soon as they are published. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** The publication of this version after the document was last closed, as soon as there is one. */
  newest(uri: string, version: number): Promise<Session['published'][number]>;
  /** Leaves of each document the last publication, in a session that is long. */
  forgetPublished(): void;
  /** Asks the question about a place of an open document. */
  at<R>(method: string, uri: string, position: Position, more?: object): Promise<R>;
  /** Every publication so far. */
  readonly published: readonly { readonly uri: string; readonly version?: number; readonly diagnostics: readonly Diagnostic[] }[];
  /** Resolves as soon as there is a publication that passes. */
  publication(passes: (publication: Session['published'][number]) => boolean): Promise<Session['published'][number]>;
  readonly initialized: InitializeResult;
  notifications: { method: string; params: unknown }[];
  /** Requests of the server's. */
  requests: { method: string; params: unknown }[];
  close(): Promise<void>;
}

/** What the client answers. */
export interface ClientAnswers {
  /** Settings under `sqsKmsPolicy`, by root; the empty string: everywhere else. */
  readonly settings?: Map<string, unknown>;
  /** Files that the client reads for the server. */
  readonly files?: { get(uri: string): string | undefined | Promise<string> };
}

export async function connect(client: ProtocolConnection, params: Partial<InitializeParams> = {}, answers: ClientAnswers = {}): Promise<Session> {
  const published: { uri: string; version?: number; diagnostics: Diagnostic[] }[] = [];
  const waiting = new Set<() => void>();
  const documents = new Map<string, TextDocument>();
  const notifications: { method: string; params: unknown }[] = [];
  const requests: { method: string; params: unknown }[] = [];
  client.onNotification('textDocument/publishDiagnostics', (p: { uri: string; version?: number; diagnostics: Diagnostic[] }) => {
    published.push(p);
    for (const check of waiting) check();
  });
  for (const method of ['sqsKmsPolicy/status', 'window/logMessage', 'window/showMessage']) client.onNotification(method, (p) => void notifications.push({ method, params: p }));
  const answer = <P>(method: string, result: (params: P) => unknown): void => {
    client.onRequest(method, (p: P) => {
      requests.push({ method, params: p });
      return result(p);
    });
  };
  answer('client/registerCapability', () => null);
  answer('workspace/configuration', (p: { items: { scopeUri?: string }[] }) => p.items.map((item) => answers.settings?.get(item.scopeUri ?? '') ?? null));
  answer('workspace/codeLens/refresh', () => null);
  answer('window/showDocument', () => ({ success: true }));
  answer('workspace/applyEdit', () => ({ applied: true }));
  answer('sqsKmsPolicy/readFile', async (p: { uri: string }) => (await answers.files?.get(p.uri)) ?? null);
  client.listen();
  const initialized = await client.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: 'file:///work',
    workspaceFolders: [{ uri: 'file:///work', name: 'work' }],
    capabilities: { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } }, workspace: { workspaceEdit: { documentChanges: true } } },
    ...params,
  });
  await client.sendNotification('initialized', {});
  const until = <T>(found: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = (): void => {
        const value = found();
        if (value === undefined) return;
        waiting.delete(check);
        resolve(value);
      };
      waiting.add(check);
      check();
    });
  return {
    client,
    initialized,
    published,
    notifications,
    requests,
    open(uri, text) {
      documents.set(uri, TextDocument.create(uri, 'json', 1, text));
      void client.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text } });
    },
    change(uri, text) {
      const version = documents.get(uri)!.version + 1;
      documents.set(uri, TextDocument.create(uri, 'json', version, text));
      void client.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    },
    async diagnostics(uri) {
      const last = await until(() => published.findLast((p) => p.uri === uri && p.version === documents.get(uri)!.version));
      return last.diagnostics;
    },
    newest: (uri, version) =>
      until(() => {
        const last = published.findLast((p) => p.uri === uri);
        return last?.version === version ? last : undefined;
      }),
    forgetPublished() {
      const last = new Map(published.map((p) => [p.uri, p]));
      published.splice(0, published.length, ...last.values());
    },
    publication: (passes) => until(() => published.find(passes)),
    at: (method, uri, position, more = {}) => client.sendRequest(method, { textDocument: { uri }, position, ...more }),
    async close() {
      await client.sendRequest('shutdown');
      client.end();
    },
  };
}

export interface SessionOptions {
  /** How the server puts work off. */
  readonly defer?: (task: () => void) => void;
  /** How the server waits; absent: until the end of the test. */
  readonly after?: (milliseconds: number, task: () => void) => void;
  /** How the server reads files; absent: from `files`. */
  readonly read?: (uri: string) => Promise<string | undefined>;
  readonly answers?: ClientAnswers;
}

/** `files` are those that the server reads itself. */
export async function startSession(params?: Partial<InitializeParams>, files: ReadonlyMap<string, string> = new Map(), { defer = (task) => void setImmediate(task), after = () => undefined, read = async (uri) => files.get(uri), answers }: SessionOptions = {}): Promise<Session> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(server, { read, defer, after });
  return connect(createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer), undefined), params, answers);
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///x', 'json', 1, text), [...edits]);
}

export type { CodeAction, CompletionItem, Diagnostic };
