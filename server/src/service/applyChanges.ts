import type { TextChange } from '../syntax';

/** The text after changes that do not overlap; changes at one place come in their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let at = 0;
  for (const change of [...changes].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)) {
    result += text.slice(at, change.range.start) + change.newText;
    at = change.range.end;
  }
  return result + text.slice(at);
}
