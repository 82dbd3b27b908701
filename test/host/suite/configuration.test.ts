import * as vscode from 'vscode';
import { closeAll, findingOf, openExample, untilGone } from './editor';

describe('Configuration', () => {
  afterEach(closeAll);

  it('the strict profile names each missing statement, and a level turns a rule off', async () => {
    const settings = vscode.workspace.getConfiguration('sqsKmsPolicy');
    const { document } = await openExample('queue-policy.json');
    await findingOf(document, 'complete-least-privilege');
    try {
      await settings.update('profile', 'strict', vscode.ConfigurationTarget.Global);
      await findingOf(document, 'require-secure-transport');
      await settings.update('rules', { 'require-secure-transport': 'off' }, vscode.ConfigurationTarget.Global);
      await untilGone(document, 'require-secure-transport');
    } finally {
      await settings.update('profile', undefined, vscode.ConfigurationTarget.Global);
      await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
    }
    await untilGone(document, 'require-organization-boundary');
  });

  it('a .sqs-kms-policy.json above the file is read, and read again when it changes', async () => {
    const { document } = await openExample('queue-policy.json');
    await findingOf(document, 'require-source-condition');
    const file = vscode.Uri.joinPath(document.uri, '..', '.sqs-kms-policy.json');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('{ "rules": { "require-source-condition": "off" } }'));
    try {
      await untilGone(document, 'require-source-condition');
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await findingOf(document, 'require-source-condition');
  });
});
