import * as assert from './assert';
import * as vscode from 'vscode';
import { closeAll, findingOf, openExample, positionOf, until } from './editor';

async function complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
  return (await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position)).items;
}

const labelOf = ({ label }: vscode.CompletionItem): string => (typeof label === 'string' ? label : label.label);

/** Types a word at the cursor, then takes the first suggestion, as a user does. */
async function typeAndAccept(editor: vscode.TextEditor, word: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text: word });
  const typed = editor.document.getText();
  await until('the suggestion to be inserted', async () => {
    if (editor.document.getText() !== typed) return true;
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return undefined;
  });
}

describe('Completion', () => {
  afterEach(closeAll);

  it('inserts DenyUnsecureTransport as a whole statement', async () => {
    const editor = await openExample('queue-policy.json');
    const { document } = editor;
    await findingOf(document, 'require-source-condition');
    const position = positionOf(document, '"Statement": [', 'after');
    editor.selection = new vscode.Selection(position, position);
    assert.ok((await complete(document, position)).some((item) => labelOf(item) === 'DenyUnsecureTransport'), 'DenyUnsecureTransport is offered');
    await vscode.commands.executeCommand('editor.action.insertLineAfter');
    await typeAndAccept(editor, 'DenyUnsec');
    const statements: { Sid?: string; Condition?: unknown }[] = JSON.parse(document.getText()).Statement;
    assert.equal(statements.length, 3);
    assert.deepEqual(statements.find(({ Sid }) => Sid === 'DenyUnsecureTransport')?.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
    // In the file's own indentation, however the editor inserts it.
    const indentation = (text: string): number => document.lineAt(positionOf(document, text)).firstNonWhitespaceCharacterIndex;
    assert.equal(indentation('"Sid": "DenyUnsecureTransport"'), indentation('"Sid": "AllowSNSToSendToTheQueue"'));
  });

  it('offers actions beside the completions of the JSON service, each once', async () => {
    const { document } = await openExample('queue-policy.json');
    await findingOf(document, 'require-source-condition');
    const labels = (await complete(document, positionOf(document, 'SendMessage"'))).map(labelOf).filter((label) => label.replaceAll('"', '') === 'sqs:ReceiveMessage');
    assert.equal(labels.length, 1);
  });
});

describe('Hover', () => {
  afterEach(closeAll);

  it('explains an action', async () => {
    const { document } = await openExample('queue-policy.json');
    await findingOf(document, 'require-source-condition');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, positionOf(document, 'SendMessage"'));
    const text = hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
    assert.match(text, /sqs:SendMessage/);
  });
});
