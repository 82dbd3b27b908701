/** Text with placeholders -> LSP snippets. Escaping comes last, here. */

/** The texts that are numbered: the same placeholder is one linked tab stop, across all snippets that share the list. */
export function tabStops(texts: readonly { readonly newText: string; readonly placeholders?: readonly string[] }[]): readonly string[] {
  return [...new Set(texts.flatMap(({ newText, placeholders = [] }) => [...placeholders].sort((a, b) => newText.indexOf(a) - newText.indexOf(b))))];
}

export function toSnippet(text: string, stops: readonly string[]): string {
  if (stops.length === 0) return escape(text);
  const parts = text.split(new RegExp(`(${stops.map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`));
  return parts.map((part, i) => (i % 2 === 0 ? escape(part) : `\${${stops.indexOf(part) + 1}:${escape(part)}}`)).join('');
}

/** A snippet without placeholders that leaves the cursor at an offset of its text. */
export function withCaret(text: string, caret: number): string {
  return `${escape(text.slice(0, caret))}$0${escape(text.slice(caret))}`;
}

/**
 * The text as VS Code wants it in a snippet edit: it puts the indentation of the line where the edit begins before every further line,
 * and the protocol has no way to say that it is there already. Undefined where a line is indented less than that.
 */
export function withoutIndentation(text: string, indentation: string): string | undefined {
  const [first, ...further] = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  if (!further.every((line) => line.startsWith(indentation) || line.trim() === '')) return undefined;
  return [first, ...further.map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))].join('');
}

/**
 * The text of a snippet edit. VS Code puts the indentation of the line where a snippet goes in before each of its further lines, so it is taken
 * off here. Undefined where a line has less than that: such a text cannot be said as a snippet.
 */
export function toSnippetEdit(text: string, placeholders: readonly string[], lineIndent: string): string | undefined {
  const [first, ...lines] = text.split('\n');
  if (lines.some((line) => line.trim() !== '' && !line.startsWith(lineIndent))) return undefined;
  return toSnippet([first, ...lines.map((line) => (line.startsWith(lineIndent) ? line.slice(lineIndent.length) : line))].join('\n'), placeholders);
}

function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
