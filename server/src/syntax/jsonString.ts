/** The strings of JSON: decoded, with the way back to the source. */
import type { ScalarNode, Span, TextPart } from './tree';

/** A string without escapes. Few are ever asked for their parts. */
export class PlainString implements ScalarNode {
  readonly kind = 'scalar';
  readonly type = 'string';
  readonly plain = true;
  private onePart: readonly TextPart[] | undefined;

  constructor(
    readonly value: string,
    readonly range: Span,
    private readonly innerEnd: number,
  ) {}

  get parts(): readonly TextPart[] {
    return (this.onePart ??= [{ kind: 'text', text: this.value, range: { start: this.range.start + 1, end: this.innerEnd } }]);
  }
}

/** Where each decoded UTF-16 unit of a JSON string starts in the source. */
export function decodedOffsets(text: string, inner: Span, length: number): number[] {
  const offsets: number[] = [];
  let at = inner.start;
  while (at < inner.end && offsets.length < length) {
    offsets.push(at);
    if (text[at] !== '\\') at++;
    else if (text[at + 1] === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) at += 6;
    else if (/["\\/bfnrt]/.test(text[at + 1] ?? '')) at += 2;
    else {
      // The scanner drops a wrong escape, and the digits of a wrong `\u12` with it.
      offsets.pop();
      at += 2;
      if (text[at - 1] === 'u') at += /^[0-9a-fA-F]{0,3}/.exec(text.slice(at, at + 3))![0].length;
    }
  }
  while (offsets.length < length) offsets.push(inner.end);
  offsets.push(inner.end);
  return offsets;
}
