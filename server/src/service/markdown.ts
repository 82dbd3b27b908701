/** Text of a document inside Markdown: shown as it is written, and never read as Markdown, HTML, a link or an icon. */
import { printable } from '../syntax';

/** In a sentence. */
export function prose(text: string): string {
  return printable(text)
    .trim()
    .replace(/[\\`*_{}[\]()#+!|<>~$&@]/g, '\\$&')
    // What begins a list, a heading or a rule at the start of a line.
    .replace(/^[-=]/, '\\$&')
    .replace(/^(\d+)(?=[.)])/, '$1\\')
    // Addresses become links without any mark around them.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.');
}

/** As code. */
export function code(text: string): string {
  return `\`${printable(text).replaceAll('`', 'ˋ').replace(/\s+/g, ' ')}\``;
}
