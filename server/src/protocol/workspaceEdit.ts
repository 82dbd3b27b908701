/** Changes of one document -> an edit of the workspace, in the best form that the client takes. */
import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextChange } from '../syntax';
import type { ClientAbilities } from './capabilities';
import { toRange } from './positions';
import { tabStops, toSnippet, withoutIndentation } from './snippet';

export function toWorkspaceEdit(document: TextDocument, changes: readonly TextChange[], can: ClientAbilities): WorkspaceEdit {
  const plain = changes.map((change): TextEdit => ({ range: toRange(document, change.range), newText: change.newText }));
  if (!can.versionedEdits) return { changes: { [document.uri]: plain } };
  const stops = can.snippetEdits ? tabStops(changes) : [];
  const edits = plain.map((edit, i): TextEdit | SnippetTextEdit => {
    if (stops.length === 0 || !changes[i]!.placeholders) return edit;
    const text = withoutIndentation(edit.newText, indentationAt(document, edit.range.start.line, edit.range.start.character));
    return text === undefined ? edit : { range: edit.range, snippet: { kind: 'snippet', value: toSnippet(text, stops) } };
  });
  return { documentChanges: [{ textDocument: { uri: document.uri, version: document.version }, edits }] };
}

/** The white space that a line begins with, up to a character of it. */
function indentationAt(document: TextDocument, line: number, character: number): string {
  return /^[ \t]*/.exec(document.getText({ start: { line, character: 0 }, end: { line, character } }))![0];
}
