import * as vscode from 'vscode';
import { equal } from './assert';
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

  it('a finding is ignored with a reason, which is written beside it and holds at once', async () => {
    const { document } = await openExample('queue-policy.json');
    const finding = await findingOf(document, 'require-source-condition');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, finding.range);
    const ignore = actions.find((action) => action.title === 'Ignore require-source-condition here with a reason…');
    equal(ignore?.command?.command, 'sqs-kms-policy.ignore');
    const [params] = ignore!.command!.arguments as { configuration: string }[];
    const file = vscode.Uri.parse(params!.configuration);
    try {
      equal(await vscode.commands.executeCommand('sqs-kms-policy.ignore', { ...params, reason: 'the topic is ours' }), true);
      await untilGone(document, 'require-source-condition');
      const written = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as { suppressions: { rule: string; reason: string }[] };
      equal(written.suppressions[0]?.rule, 'require-source-condition');
      equal(written.suppressions[0]?.reason, 'the topic is ours');
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await findingOf(document, 'require-source-condition');
  });
});
