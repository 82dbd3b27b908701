/** A client and the real server joined by in-memory streams: real JSON-RPC, no process. */
import { PassThrough } from 'node:stream';
import { createConnection, createProtocolConnection, StreamMessageReader, StreamMessageWriter, type CodeAction, type CompletionItem, type Diagnostic, type InitializeParams, type ProtocolConnection, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startServer } from '../../server/src/protocol/startServer';

export interface Session {
  readonly client: ProtocolConnection;
  open(uri: string, text: string): void;
  change(uri: string, text: string): void;
  /** The diagnostics of the newest version, as soon as they are published. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  text(uri: string): string;
  files: Map<string, string>;
  notifications: { method: string; params: unknown }[];
  close(): Promise<void>;
}

export async function connect(client: ProtocolConnection, params: Partial<InitializeParams> = {}): Promise<Session> {
  const published = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
  const waiting = new Set<() => void>();
  const documents = new Map<string, TextDocument>();
  const notifications: { method: string; params: unknown }[] = [];
  client.onNotification('textDocument/publishDiagnostics', (p: { uri: string; version?: number; diagnostics: Diagnostic[] }) => {
    published.set(p.uri, { version: p.version, diagnostics: p.diagnostics });
    for (const check of waiting) check();
  });
  client.onNotification('sqsKmsPolicy/status', (p) => void notifications.push({ method: 'sqsKmsPolicy/status', params: p }));
  client.onRequest('client/registerCapability', () => null);
  client.onRequest('workspace/configuration', (p: { items: unknown[] }) => p.items.map(() => null));
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: 'file:///work',
    workspaceFolders: [{ uri: 'file:///work', name: 'work' }],
    capabilities: { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } }, workspace: { workspaceEdit: { documentChanges: true } } },
    ...params,
  });
  await client.sendNotification('initialized', {});
  return {
    client,
    files: new Map(),
    notifications,
    open(uri, text) {
      documents.set(uri, TextDocument.create(uri, 'json', 1, text));
      void client.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text } });
    },
    change(uri, text) {
      const version = documents.get(uri)!.version + 1;
      documents.set(uri, TextDocument.create(uri, 'json', version, text));
      void client.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    },
    diagnostics(uri) {
      return new Promise((resolve) => {
        const check = (): void => {
          const last = published.get(uri);
          if (!last || last.version !== documents.get(uri)!.version) return;
          waiting.delete(check);
          resolve(last.diagnostics);
        };
        waiting.add(check);
        check();
      });
    },
    text: (uri) => documents.get(uri)!.getText(),
    async close() {
      await client.sendRequest('shutdown');
      client.end();
    },
  };
}

export async function startSession(params?: Partial<InitializeParams>, files: ReadonlyMap<string, string> = new Map()): Promise<Session> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(server, { read: async (uri) => files.get(uri), defer: (task) => void setImmediate(task) });
  return connect(createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer), undefined), params);
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///x', 'json', 1, text), [...edits]);
}

export type { CodeAction, CompletionItem, Diagnostic };
