/** The commands of the palette. Each takes its answers as an argument too, so that it can be bound to a key or run by a script. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { NewPolicyParams, NewPolicyResult, ParameterQuestion, ParametersParams, PlaceholdersParams, PlaceholdersResult } from '../../server/src/protocol/messages';
import { FILL_IN } from './fillAction';
import { askByInputBox } from './inputBox';
import { NEW_POLICY, PARAMETERS, PLACEHOLDERS } from './methods';
import { firstPlace, replacements, type Placeholder } from './placeholders';
import { askAll, type Answers, type Question } from './questions';
import { SHOW_POLICIES } from './status';

type Kind = NewPolicyParams['kind'];

const newPolicyCommands: readonly { readonly command: string; readonly kind: Kind; readonly title: string }[] = [
  { command: 'sqsKmsPolicy.newQueuePolicy', kind: 'queue', title: 'New queue policy' },
  { command: 'sqsKmsPolicy.newDeadLetterQueuePolicy', kind: 'dead-letter-queue', title: 'New policy for a dead-letter queue' },
  { command: 'sqsKmsPolicy.newKeyPolicy', kind: 'key', title: 'New key policy' },
];

/** `start`: the running client, started where it is not. */
export function registerCommands(start: () => Promise<BaseLanguageClient>, showPolicies: () => Promise<void>): vscode.Disposable[] {
  return [
    ...newPolicyCommands.map(({ command, kind, title }) =>
      vscode.commands.registerCommand(command, async (values?: Answers) => {
        const client = await start();
        const answers = values ?? (await askAll(title, (known) => questionsFor(client, kind, known), askByInputBox));
        if (answers === undefined) return;
        const { text } = await client.sendRequest<NewPolicyResult>(NEW_POLICY, { kind, values: answers } satisfies NewPolicyParams);
        await openPolicy(client, `${text.trimEnd()}\n`);
      }),
    ),
    vscode.commands.registerCommand(FILL_IN, async (values?: Answers) => {
      const editor = vscode.window.activeTextEditor;
      const client = await start();
      const placeholders = editor ? await placeholdersIn(client, editor.document) : [];
      if (!editor || placeholders.length === 0) return void vscode.window.showInformationMessage('There is no placeholder like <account-id> in this document.');
      const answers = values ?? (await askAll('Fill in placeholders', () => fillQuestions(client, placeholders), askByInputBox));
      if (answers !== undefined) await replaceAll(editor.document, placeholders, answers);
    }),
    vscode.commands.registerCommand(SHOW_POLICIES, showPolicies),
  ];
}

/** What a new policy asks for. Which questions there are depends on the answers: the account of a source is asked for where its ARN has none. */
async function questionsFor(client: BaseLanguageClient, kind: Kind, values: Answers): Promise<readonly Question[]> {
  const parameters = await client.sendRequest<ParameterQuestion[]>(PARAMETERS, { kind, values } satisfies ParametersParams);
  return parameters.filter((parameter) => parameter.default === undefined).map(toQuestion);
}

async function placeholdersIn(client: BaseLanguageClient, { uri }: vscode.TextDocument): Promise<readonly Placeholder[]> {
  const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
  const { placeholders } = await client.sendRequest<PlaceholdersResult>(PLACEHOLDERS, { textDocument } satisfies PlaceholdersParams);
  return placeholders;
}

/** One question for each placeholder; what it must look like is known for those of our own policies. */
async function fillQuestions(client: BaseLanguageClient, placeholders: readonly Placeholder[]): Promise<readonly Question[]> {
  const known = await client.sendRequest<ParameterQuestion[]>(PARAMETERS, { values: {} } satisfies ParametersParams);
  return placeholders.map(({ text, ranges }) => {
    const parameter = known.find(({ placeholder }) => placeholder === text);
    const places = ranges.length === 1 ? 'one place' : `${ranges.length} places`;
    return { ...(parameter ? toQuestion(parameter) : { title: text, placeholder: text }), name: text, title: `${parameter?.title ?? text} (${places})`, repeatable: false };
  });
}

function toQuestion({ name, title, placeholder, repeatable, pattern, example }: ParameterQuestion): Question {
  return { name, title, placeholder, repeatable, pattern, example };
}

/** Into the active editor where it is empty, else into a new document. The first placeholder is selected. */
async function openPolicy(client: BaseLanguageClient, text: string): Promise<void> {
  const active = vscode.window.activeTextEditor;
  const empty = active !== undefined && ['json', 'jsonc'].includes(active.document.languageId) && active.document.getText().trim() === '';
  let editor = active;
  if (empty) {
    const whole = new vscode.Range(active.document.positionAt(0), active.document.positionAt(active.document.getText().length));
    await active.edit((edit) => edit.replace(whole, text));
  } else editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content: text }));
  const first = editor && firstPlace(await placeholdersIn(client, editor.document));
  if (!editor || !first) return;
  editor.selection = new vscode.Selection(client.protocol2CodeConverter.asPosition(first.start), client.protocol2CodeConverter.asPosition(first.end));
  editor.revealRange(editor.selection);
}

/** One edit, so that one undo takes it back. */
async function replaceAll(document: vscode.TextDocument, placeholders: readonly Placeholder[], answers: Answers): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { range: { start, end }, text } of replacements(placeholders, answers)) edit.replace(document.uri, new vscode.Range(start.line, start.character, end.line, end.character), text);
  await vscode.workspace.applyEdit(edit);
}
