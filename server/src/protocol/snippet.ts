/** Text with placeholders -> an LSP snippet: the same placeholder is one linked tab stop. Escaping comes last, here. */
export function toSnippet(text: string, placeholders: readonly string[]): string {
  const stops = [...new Set(placeholders)].sort((a, b) => text.indexOf(a) - text.indexOf(b));
  if (stops.length === 0) return escape(text);
  const parts = text.split(new RegExp(`(${stops.map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`));
  return parts
    .map((part, i) => {
      if (i % 2 === 0) return escape(part);
      return `\${${stops.indexOf(part) + 1}:${escape(part)}}`;
    })
    .join('');
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
