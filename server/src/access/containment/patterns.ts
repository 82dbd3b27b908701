/**
 * Patterns compared with patterns: `*` is any text, `?` one character. Each answer is over every text there is, so it holds for actions and
 * names that nobody has thought of yet.
 */
import { like } from '../../policy';

/** Whether `wide` matches every text that `narrow` matches. A yes is a proof; a no may be an inclusion that is not seen. */
export function within(narrow: string, wide: string): boolean {
  const [inner, outer] = [canonical(narrow), canonical(wide)];
  let i = 0;
  let o = 0;
  let star = -1;
  let from = 0;
  while (i < inner.length) {
    const [given, wanted] = [inner[i]!, outer[o]];
    if (wanted === '*') {
      star = o++;
      from = i;
      // What `narrow` leaves open only a `*` of `wide` takes.
    } else if (given !== '*' && (wanted === '?' || wanted === given)) {
      i++;
      o++;
    } else if (star >= 0) {
      o = star + 1;
      i = ++from;
    } else return false;
  }
  while (outer[o] === '*') o++;
  return o === outer.length;
}

/** `*?` and `?**` mean the same as `?*`. */
function canonical(pattern: string): string {
  return pattern.replace(/[*?]{2,}/g, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
}

/** Beyond this many pairs of positions two patterns are taken to meet. */
const MOST_PAIRS = 250_000;

/** Whether some text matches both. A no is a proof. */
export function meet(a: string, b: string): boolean {
  if (!hasWildcard(a)) return like(b, a);
  if (!hasWildcard(b)) return like(a, b);
  if (a.length * b.length > MOST_PAIRS) return true;
  // From the ends backwards: whether what follows position i of `a` meets what follows position j of `b`.
  let after: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const here: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      const [one, other] = [a[i], b[j]];
      if (one === undefined && other === undefined) here[j] = true;
      else if (one === '*') here[j] = after[j]! || (other !== undefined && here[j + 1]!);
      else if (other === '*') here[j] = here[j + 1]! || (one !== undefined && after[j]!);
      else here[j] = one !== undefined && other !== undefined && (one === other || one === '?' || other === '?') && after[j + 1]!;
    }
    after = here;
  }
  return after[0]!;
}

/** An ARN's six parts, the last with its own colons; undefined for a text that has fewer, of which AWS documents no meaning. */
export function arnParts(text: string): readonly string[] | undefined {
  const parts = text.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** The same where wildcards stay within their part of an ARN. */
export function withinArn(narrow: string, wide: string): boolean {
  const [inner, outer] = [arnParts(narrow), arnParts(wide)];
  return inner !== undefined && outer !== undefined && inner.every((part, i) => within(part, outer[i]!));
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}
