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

function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
