/** Whether the actions, and the resources, of one statement are all among another's, with either spelling of each (Action, NotAction). */
import type { ElementList, Value } from '../../policy';
import { arnParts, hasWildcard, meet, within, withinArn } from './patterns';
import { isText, sameValue } from './sameValue';

/** An element and its complement: one of them is there. */
interface Sides {
  readonly listed: ElementList | undefined;
  readonly excepted: ElementList | undefined;
}

/** How two values of the element compare. */
export interface Comparison {
  /** Whether the wide one stands for all that the narrow one does. */
  readonly holds: (wide: Value, narrow: Value) => boolean;
  /** Whether nothing is meant by both. */
  readonly apart: (a: Value, b: Value) => boolean;
}

export function elementContained(wide: Sides, narrow: Sides, { holds, apart }: Comparison): boolean {
  const all = (list: readonly Value[], by: readonly Value[], is: (other: Value, value: Value) => boolean): boolean => list.every((value) => by.some((other) => other.certain && is(other, value)));
  const [outer, inner] = [read(wide), read(narrow)];
  if (!outer || !inner) return false;
  if (!outer.negated && !inner.negated) return all(inner.values, outer.values, holds);
  // What the wide one excepts, the narrow one excepts too.
  if (outer.negated && inner.negated) return all(outer.values, inner.values, holds);
  if (!outer.negated) return outer.values.some(({ text, certain }) => certain && text === '*');
  return inner.values.every((value) => outer.values.every((other) => apart(other, value)));
}

/** Undefined where its values are not all known to be seen, or there are none. */
function read({ listed, excepted }: Sides): { readonly negated: boolean; readonly values: readonly Value[] } | undefined {
  const list = listed ?? excepted;
  if (!list || (listed && excepted) || list.open || list.odd.length > 0 || list.values.length === 0) return undefined;
  return { negated: listed === undefined, values: list.values };
}

/** Actions as patterns, letter case folded: a list of every action of today is not `sqs:*`. */
export function actionComparison(source: string): Comparison {
  return {
    holds: (wide, narrow) => actionHolds(wide, narrow, source),
    apart: (a, b) => isText(a) && isText(b) && !meet(a.text.toLowerCase(), b.text.toLowerCase()),
  };
}

export function actionHolds(wide: Value, narrow: Value, source: string): boolean {
  if (wide.text === '*' || sameValue(wide, narrow, source)) return true;
  if (!isText(wide) || !isText(narrow)) return false;
  const outer = wide.text.toLowerCase();
  const colon = outer.indexOf(':');
  // AWS documents no wildcard before the colon.
  return colon > 0 && !hasWildcard(outer.slice(0, colon)) && within(narrow.text.toLowerCase(), outer);
}

/** Resources as patterns of ARNs. Two ARNs that differ are two resources, whichever of them is believed to be the own one. */
export function resourceComparison(source: string): Comparison {
  return {
    holds: (wide, narrow) => wide.text === '*' || sameValue(wide, narrow, source) || (isText(wide) && isText(narrow) && withinArn(narrow.text, wide.text)),
    // A pattern with fewer parts may be completed with wildcards.
    apart: (a, b) => isText(a) && isText(b) && arnParts(a.text) !== undefined && arnParts(b.text) !== undefined && !meet(a.text, b.text),
  };
}
