/** Opening documents, waiting for what VS Code does by itself, applying what it offers. */
import * as vscode from 'vscode';
import type { SqsKmsPolicyApi } from '../../../client/src/extension.common';

export const SOURCE = 'sqs-kms-policy';

export async function extensionApi(): Promise<SqsKmsPolicyApi> {
  const extension = vscode.extensions.getExtension<SqsKmsPolicyApi>('sqs-kms-policy.sqs-kms-policy');
  if (!extension) throw new Error('the extension is not there');
  return extension.activate();
}

/** What the open policies of a document are taken for. Before its first look at the document the server knows of none there. */
export async function policiesOf(document: vscode.TextDocument) {
  const api = await extensionApi();
  return until('the status', () => {
    const policies = api.policies(document.uri);
    return policies && policies.length > 0 ? policies : undefined;
  });
}

/** Opens a file of `examples/`, the folder that every host opens. */
export async function openExample(name: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('no folder is open');
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name)));
}

export async function openText(content: string, language = 'json'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}

/** Takes back every change and closes everything, so that the next test finds the folder as it was. */
export async function closeAll(): Promise<void> {
  for (const editor of vscode.window.visibleTextEditors) {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/**
 * The first value that is not undefined, looked for again after everything that VS Code may announce it with, and now and then besides.
 * Mocha's time limit ends a wait in vain; what was there last is then in the message of `until`.
 */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, describe: () => string = () => ''): Promise<T> {
  const deadline = Date.now() + 25_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}. ${describe()}`);
    await nextChange();
  }
}

function nextChange(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, 100);
    const listeners = [vscode.languages.onDidChangeDiagnostics(done), vscode.workspace.onDidChangeTextDocument(done)];
  });
}

/** What our server says about a document. */
export function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === SOURCE);
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The finding of a rule, as soon as it is published. */
export function findingOf(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  return until(`a finding of ${rule}`, () => findings(document).find((finding) => ruleOf(finding) === rule), () => describeFindings(document));
}

/** Resolves when a rule has nothing to say about a document, which it had. */
export function untilGone(document: vscode.TextDocument, rule: string): Promise<true> {
  return until(`${rule} to be gone`, () => (findings(document).some((finding) => ruleOf(finding) === rule) ? undefined : true), () => `${describeFindings(document)}\n${document.getText()}`);
}

export function describeFindings(document: vscode.TextDocument): string {
  return `Findings of ${document.uri.path}: ${findings(document).map((finding) => `${ruleOf(finding)} on ${document.getText(finding.range)}`).join('; ') || 'none'}`;
}

/**
 * Applies the quick fix that comes first where a finding stands, as the light bulb does. Returns its title. Asks again where there is none:
 * VS Code answers with nothing when any extension registers a provider of code actions meanwhile.
 */
export async function applyFirstFix(document: vscode.TextDocument, { range }: vscode.Diagnostic): Promise<string> {
  let offered: vscode.CodeAction[] = [];
  const action = await until('a quick fix with an edit', async () => {
    offered = (await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>('vscode.executeCodeActionProvider', document.uri, range, vscode.CodeActionKind.QuickFix.value, 50)) ?? [];
    return offered.find(({ edit }) => edit !== undefined);
  }, () => `Offered: ${offered.map(({ title }) => title).join('; ') || 'nothing'}`);
  if (!(await vscode.workspace.applyEdit(action.edit!))) throw new Error(`the edit of "${action.title}" was not applied`);
  return action.title;
}

/** Placing the cursor before or after a piece of the text. */
export function positionOf(document: vscode.TextDocument, text: string, where: 'before' | 'after' = 'before'): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${text} is not in ${document.uri.path}`);
  return document.positionAt(where === 'before' ? offset : offset + text.length);
}
