import * as assert from './assert';
import * as vscode from 'vscode';
import { closeAll, extensionApi, findings, openExample, openText, policiesOf, until } from './editor';

const values = {
  account: '111122223333',
  region: 'eu-west-1',
  queue: 'orders',
  organization: 'o-a1b2c3d4e5',
  'source-arn': 'arn:aws:sns:eu-west-1:111122223333:orders',
  'consumer-role': ['arn:aws:iam::111122223333:role/orders-consumer'],
  'admin-role': ['arn:aws:iam::111122223333:role/orders-administrator'],
};

function activeDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) throw new Error('no document is open');
  return document;
}

describe('Commands', () => {
  beforeEach(closeAll);
  afterEach(closeAll);

  it('are all there', async () => {
    await extensionApi();
    const known = new Set(await vscode.commands.getCommands(true));
    const contributed: { command: string }[] = vscode.extensions.getExtension('sqs-kms-policy.sqs-kms-policy')?.packageJSON.contributes.commands;
    assert.equal(contributed.length, 5);
    for (const { command } of contributed) assert.ok(known.has(command), command);
  });

  for (const [command, kind] of [['newQueuePolicy', 'queue'], ['newDeadLetterQueuePolicy', 'dead-letter-queue'], ['newKeyPolicy', 'key']] as const) {
    it(`${command} opens a whole policy without any document open`, async () => {
      await vscode.commands.executeCommand(`sqsKmsPolicy.${command}`, values);
      const document = activeDocument();
      assert.equal(document.languageId, 'json');
      assert.doesNotMatch(document.getText(), /</);
      assert.ok(JSON.parse(document.getText()).Statement.length >= 4);
      const [policy] = await policiesOf(document);
      assert.equal(policy?.kind, kind);
      assert.deepEqual(findings(document).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning).map(({ message }) => message), []);
    });
  }

  it('newQueuePolicy leaves placeholders for what was not answered, and selects the first', async () => {
    await vscode.commands.executeCommand('sqsKmsPolicy.newQueuePolicy', { account: '111122223333' });
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.getText(editor.selection) ?? '', /^<[a-z-]+>$/);
  });

  it('newQueuePolicy asks, and what is passed over keeps its placeholder', async () => {
    let done = false;
    const asked = vscode.commands.executeCommand('sqsKmsPolicy.newQueuePolicy').then(() => (done = true));
    // Enter in each box, as soon as it is there.
    await until('the last question', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return done ? true : undefined;
    });
    await asked;
    assert.match(activeDocument().getText(), /<account-id>/);
  });

  it('newKeyPolicy fills an empty document instead of opening another', async () => {
    const { document } = await openText('');
    await vscode.commands.executeCommand('sqsKmsPolicy.newKeyPolicy', values);
    assert.equal(activeDocument().uri.toString(), document.uri.toString());
    assert.match(document.getText(), /AllowKeyAdminPermissions/);
  });

  it('fillInPlaceholders fills every place of a placeholder as one edit', async () => {
    const before = '{\n  "a": "arn:aws:sqs:<region>:<account-id>:q",\n  "b": "<account-id>",\n  "c": "<other>"\n}';
    const { document } = await openText(before);
    await vscode.commands.executeCommand('sqsKmsPolicy.fillInPlaceholders', { '<account-id>': '111122223333', '<region>': 'eu-west-1' });
    assert.deepEqual(JSON.parse(document.getText()), { a: 'arn:aws:sqs:eu-west-1:111122223333:q', b: '111122223333', c: '<other>' });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('fillInPlaceholders is offered where a placeholder is found, and knows it as the server does', async () => {
    const { document } = await openText('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:account-id:orders" }] }');
    const [found] = await until('the finding', async () => {
      const findings = vscode.languages.getDiagnostics(document.uri).filter(({ code }) => typeof code === 'object' && code.value === 'no-placeholder');
      return findings.length > 0 ? findings : undefined;
    });
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, found!.range);
    assert.equal(actions.some(({ title }) => title === 'Fill in placeholders…'), true);
    await vscode.commands.executeCommand('sqsKmsPolicy.fillInPlaceholders', { 'account-id': '111122223333' });
    assert.match(document.getText(), /eu-west-1:111122223333:orders/);
  });

  it('showPolicies lists the policies of the active document', async () => {
    const { document } = await openExample('template.json');
    const policies = await policiesOf(document);
    assert.deepEqual(policies.map(({ kind }) => kind), ['queue', 'key']);
    const shown = vscode.commands.executeCommand('sqsKmsPolicy.showPolicies');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await shown;
  });
});
