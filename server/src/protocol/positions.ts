/** Positions of the protocol <-> offsets. */
import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../syntax';

export function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** Undefined for a position on a line that the document does not have; a character behind the end of its line is the end of the line. */
export function toOffset(document: TextDocument, position: Position): number | undefined {
  return position.line >= 0 && position.line < document.lineCount && position.character >= 0 ? document.offsetAt(position) : undefined;
}

export function toSpan(document: TextDocument, range: Range): Span | undefined {
  const start = toOffset(document, range.start);
  const end = toOffset(document, range.end);
  return start === undefined || end === undefined ? undefined : { start, end };
}
