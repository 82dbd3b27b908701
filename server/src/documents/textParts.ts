/** Pieces of a string's text, with the way back to the source. */
import type { TextPart } from '../syntax';

export function slice(part: TextPart, start: number, end: number): TextPart {
  const text = part.text.slice(start, end);
  if (!part.offsets) return { kind: 'text', text, range: { start: part.range.start + start, end: part.range.start + end } };
  return { kind: 'text', text, range: { start: part.offsets[start]!, end: part.offsets[end]! }, offsets: part.offsets.slice(start, end + 1) };
}

/** `${!x}` is the text `${x}`. */
export function literal(part: TextPart, start: number, end: number): TextPart {
  const from = (i: number): number => (part.offsets ? part.offsets[i]! : part.range.start + i);
  const offsets = [start, start + 1, ...Array.from({ length: end - start - 3 + 1 }, (_, i) => start + 3 + i)].map(from);
  return { kind: 'text', text: part.text.slice(start, start + 2) + part.text.slice(start + 3, end), range: { start: from(start), end: from(end) }, offsets };
}
