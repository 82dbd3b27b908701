import type { TextChange } from '../server/src/syntax';

/** The text after the changes, which must not overlap. Changes at one place come in their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let at = 0;
  for (const c of changes) {
    if (c.range.start < at) throw new Error(`changes overlap at ${c.range.start}: ${JSON.stringify(changes)}`);
    result += text.slice(at, c.range.start) + c.newText;
    at = c.range.end;
  }
  return result + text.slice(at);
}
