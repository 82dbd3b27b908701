import * as assert from './assert';
import * as vscode from 'vscode';
import { closeAll, findingOf, openExample, positionOf } from './editor';

async function complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
  return (await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position)).items;
}

const labelOf = ({ label }: vscode.CompletionItem): string => (typeof label === 'string' ? label : label.label);

/** Puts an item into the document as the suggest widget does. */
async function insert(editor: vscode.TextEditor, item: vscode.CompletionItem): Promise<void> {
  const { range, insertText, textEdit } = item;
  const target = range === undefined ? textEdit?.range : 'replacing' in range ? range.replacing : range;
  const text = insertText ?? textEdit?.newText ?? labelOf(item);
  await editor.insertSnippet(typeof text === 'string' ? new vscode.SnippetString().appendText(text) : text, target ?? editor.selection.active);
  if (!item.additionalTextEdits?.length) return;
  const edit = new vscode.WorkspaceEdit();
  edit.set(editor.document.uri, item.additionalTextEdits);
  await vscode.workspace.applyEdit(edit);
}

describe('Completion', () => {
  afterEach(closeAll);

  it('inserts DenyUnsecureTransport as a whole statement', async () => {
    const editor = await openExample('queue-policy.json');
    const { document } = editor;
    await findingOf(document, 'require-source-condition');
    const position = positionOf(document, '"Statement": [', 'after');
    editor.selection = new vscode.Selection(position, position);
    const item = (await complete(document, position)).find((candidate) => labelOf(candidate).includes('DenyUnsecureTransport'));
    assert.ok(item, 'DenyUnsecureTransport is offered');
    await insert(editor, item);
    const statements: { Sid?: string; Condition?: unknown }[] = JSON.parse(document.getText()).Statement;
    assert.equal(statements.length, 3);
    assert.deepEqual(statements.find(({ Sid }) => Sid === 'DenyUnsecureTransport')?.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
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
