/** The VS Code side: waits for a document that may hold a policy (or for a command), then starts the language server. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions, PolicyStatus, ReadFileParams, StatusParams } from '../../server/src/protocol/messages';
import { registerCommands } from './commands';
import { fillActions } from './fillAction';
import { askReason } from './ignore';
import { READ_FILE, STATUS } from './methods';
import { readFile } from './fileSystem';
import { looksLikePolicy } from './looksLikePolicy';
import { otherLanguages } from './otherSyntax';
import { PolicyStatusItem } from './status';

export const CLIENT_ID = 'sqsKmsPolicy';
export const CLIENT_NAME = 'SQS & KMS Policy';

/** Any scheme: an unsaved document, a virtual folder and a file of a Git commit are read alike. */
export const documentSelector = [{ language: 'json' }, { language: 'jsonc' }];

/** Loads the language client and creates it; it is not started yet. The platforms differ here alone. */
export type CreateClient = (context: vscode.ExtensionContext, options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/** What the extension's `exports` are. */
export interface SqsKmsPolicyApi {
  /** Whether the language server has been asked for. */
  started(): boolean;
  /** What the server said last about the policies of an open document; undefined before it has said anything. */
  policies(uri: vscode.Uri): readonly PolicyStatus[] | undefined;
  /** The line that the language status item shows; undefined while it shows nothing. */
  statusText(): string | undefined;
}

export function activateExtension(context: vscode.ExtensionContext, createClient: CreateClient): SqsKmsPolicyApi {
  const status = new PolicyStatusItem([...documentSelector, ...otherLanguages]);
  let client: Promise<BaseLanguageClient> | undefined;

  /** Starts the server, once. A start that failed may be tried again by the next command. */
  const start = (): Promise<BaseLanguageClient> => {
    client ??= startClient(context, createClient, status).catch((error: unknown) => {
      client = undefined;
      throw error;
    });
    return client;
  };
  const startQuietly = (): void => void start().catch((error: unknown) => console.error(`${CLIENT_NAME}: the language server did not start`, error));

  /** The range that changed, by whole lines: what was typed completes a word that began before it. */
  const changed = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): string =>
    contentChanges.map(({ range, text }) => `${document.lineAt(Math.min(range.start.line, document.lineCount - 1)).text}\n${text}`).join('\n');
  const selected = (document: vscode.TextDocument): boolean => vscode.languages.match(documentSelector, document) > 0;
  const watching = [
    vscode.workspace.onDidOpenTextDocument((document) => lookAt(document, () => document.getText())),
    vscode.workspace.onDidChangeTextDocument((event) => lookAt(event.document, () => changed(event))),
  ];
  const filling = vscode.languages.registerCodeActionsProvider(documentSelector, fillActions, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
  function lookAt(document: vscode.TextDocument, text: () => string): void {
    if (client === undefined && selected(document) && (isConfiguration(document) || looksLikePolicy(text()))) startQuietly();
  }

  context.subscriptions.push(status, ...watching, ...registerCommands(start, () => status.show()), filling, { dispose: () => void client?.then((running) => running.dispose()).catch(() => {}) });
  for (const document of vscode.workspace.textDocuments) lookAt(document, () => document.getText());
  return { started: () => client !== undefined, policies: (uri) => status.policies(uri), statusText: () => status.text() };
}

function isConfiguration({ uri }: vscode.TextDocument): boolean {
  return uri.path.endsWith('/.sqs-kms-policy.json');
}

async function startClient(context: vscode.ExtensionContext, createClient: CreateClient, status: PolicyStatusItem): Promise<BaseLanguageClient> {
  const initializationOptions: InitializationOptions = { syntaxErrors: 'client', fileSystem: 'client', suggestCommand: 'editor.action.triggerSuggest' };
  const client = await createClient(context, { documentSelector, initializationOptions, middleware: { executeCommand: askReason } });
  client.onNotification(STATUS, ({ uri, policies, unread }: StatusParams) => status.update(client.protocol2CodeConverter.asUri(uri), { policies, ...(unread !== undefined && { unread }) }));
  client.onRequest(READ_FILE, ({ uri }: ReadFileParams) => readFile(client.protocol2CodeConverter.asUri(uri)));
  await client.start();
  return client;
}
