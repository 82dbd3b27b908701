/** Desktop and remote: the server is a process of Node's. */
import type * as vscode from 'vscode';
import { activateExtension, CLIENT_ID, CLIENT_NAME, type SqsKmsPolicyApi } from './extension.common';

export function activate(context: vscode.ExtensionContext): SqsKmsPolicyApi {
  return activateExtension(context, async (_, options) => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    return new LanguageClient(CLIENT_ID, CLIENT_NAME, { module: context.asAbsolutePath('server/dist/main.node.js'), transport: TransportKind.ipc }, options);
  });
}
