/** "Ignore here with a reason…": the reason is asked for here, the entry is written by the server. */
import * as vscode from 'vscode';
import type { ExecuteCommandSignature } from 'vscode-languageclient';
import type { IgnoreParams } from '../../server/src/protocol/messages';
import { IGNORE } from './methods';

/** Between a code action and the server: adds the reason, and saves what was written, so that the command line sees it too. */
export async function askReason(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
  if (command !== IGNORE) return next(command, args);
  const params = args[0] as IgnoreParams;
  const answers = params.reason === undefined ? await ask(params.suppression.rule) : {};
  if (!answers) return undefined;
  const uri = vscode.Uri.parse(params.configuration);
  const opened = (): vscode.TextDocument | undefined => vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  // What the user has changed there is the user's to save.
  const unsaved = opened()?.isDirty === true;
  const applied: unknown = await next(command, [{ ...params, ...answers }]);
  if (applied === false) void vscode.window.showErrorMessage('The entry could not be written to .sqs-kms-policy.json.');
  else if (!unsaved) await opened()?.save();
  return applied;
}

/** Undefined where the user gave up. */
async function ask(rule: string): Promise<Pick<IgnoreParams, 'reason' | 'expires'> | undefined> {
  const title = `Ignore ${rule} here`;
  const reason = await vscode.window.showInputBox({ title, prompt: 'Why is it accepted? The reason is kept in .sqs-kms-policy.json.', ignoreFocusOut: true, validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined) });
  if (reason === undefined) return undefined;
  const expires = await vscode.window.showInputBox({ title, prompt: 'Until which day (YYYY-MM-DD)? Empty: for good.', ignoreFocusOut: true, validateInput: (text) => (text.trim() === '' || isDate(text.trim()) ? undefined : 'A date looks like 2027-01-31.') });
  if (expires === undefined) return undefined;
  return { reason: reason.trim(), ...(expires.trim() !== '' && { expires: expires.trim() }) };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}
