/** Text of a document or a file's name in the labels of an editor: lenses, symbols, titles, the status. Everything of that kind goes through here. */
import { printable } from '../syntax';

/** One line without control characters; what an editor would draw as an icon, `$(check)`, stays text. */
export function label(text: string): string {
  return printable(text).replace(/\$(?=\()/g, '$ ');
}

/** For the log: each line of ours stays one. */
export function logged(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.split('\n').map(printable).join('\n');
}
