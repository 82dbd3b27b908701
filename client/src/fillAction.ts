/** The command that fills in placeholders, as an action where a finding names one. */
import * as vscode from 'vscode';

export const FILL_IN = 'sqsKmsPolicy.fillInPlaceholders';

export const fillActions: vscode.CodeActionProvider = {
  provideCodeActions(_document, _range, { diagnostics }) {
    const found = diagnostics.filter(({ code }) => (typeof code === 'object' ? code.value : code) === 'no-placeholder');
    if (found.length === 0) return [];
    const action = new vscode.CodeAction('Fill in placeholders…', vscode.CodeActionKind.QuickFix);
    action.diagnostics = found;
    action.command = { command: FILL_IN, title: action.title };
    return [action];
  },
};
