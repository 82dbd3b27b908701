/** A policy inside a JSON string (`{"Policy": "{\"Version\":…}"}`): a tree of its own, whose positions and edits are those of the outer text. */
import { parseJson } from './json';
import type { ScalarNode, Span, TextChange, TextPart, Tree } from './tree';

export function parseEscapedJson(outer: Tree, scalar: ScalarNode): Tree {
  const inner = parseJson(scalar.value);
  const part = scalar.parts[0] as TextPart | undefined;
  const outward = (offset: number): number => (!part ? scalar.range.start : part.offsets ? part.offsets[Math.min(offset, part.offsets.length - 1)]! : part.range.start + offset);
  const locate = (span: Span): Span => outer.locate({ start: outward(span.start), end: outward(span.end) });
  return {
    ...inner,
    locate,
    offsetAt(documentOffset) {
      const at = outer.offsetAt(documentOffset);
      if (at === undefined || !part || at < part.range.start || at > part.range.end) return undefined;
      if (!part.offsets) return at - part.range.start;
      // The decoded unit whose source holds the offset.
      let low = 0;
      let high = part.offsets.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (part.offsets[middle]! <= at) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    write: (edits): TextChange[] => inner.write(edits).map((c) => ({ ...c, range: locate(c.range), newText: JSON.stringify(c.newText).slice(1, -1) })),
  };
}
