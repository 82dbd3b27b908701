/** VS Code for the Web: the server is a Web Worker. */
import * as vscode from 'vscode';
import { activateExtension, CLIENT_ID, CLIENT_NAME, type SqsKmsPolicyApi } from './extension.common';

export function activate(context: vscode.ExtensionContext): SqsKmsPolicyApi {
  return activateExtension(context, async ({ extensionUri }, options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    // The Worker itself: VS Code wraps the constructor in a web extension host, and the client does not recognize what a factory returns.
    const worker = new Worker(vscode.Uri.joinPath(extensionUri, 'server/dist/main.browser.js').toString(true));
    return new LanguageClient(CLIENT_ID, CLIENT_NAME, worker, options);
  });
}
