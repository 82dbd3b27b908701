/** Whether a condition key can have values that meet all that is asked of it, and which. */
import { compare, dateOf } from './conditionValues';
import { isText, type ValueConstraint } from './constraints';
import { isPrivate, parseAddress, parseRange, PRIVATE_RANGES } from './ipAddress';
import { findText, type TextConstraint } from './textConstraints';
import { fits } from './textPatterns';

/** What a key can hold, beside what is asked of it. */
export interface Domain {
  /** The one value that the caller carries. */
  readonly fixed?: readonly string[];
  /** Demands that come from what the key is: a caller's ARN lies in its account. */
  readonly text?: readonly TextConstraint[];
  readonly multivalued: boolean;
  /** Absent: text. */
  readonly type?: 'bool' | 'date' | 'number';
  /** An address that is not private. */
  readonly publicAddress?: boolean;
}

export type Values = { readonly is: 'some'; readonly values: readonly string[] } | { readonly is: 'none' } | { readonly is: 'unknown' };

/** Takes from the budget what the search for texts costs. */
export function solveValues(domain: Domain, constraints: readonly ValueConstraint[], budget?: { left: number }): Values {
  if (domain.fixed) return domain.fixed.every((text) => constraints.every((c) => c.quantity === 'some' || meets(c, text))) && constraints.every((c) => c.quantity === 'all' || domain.fixed!.some((text) => meets(c, text))) ? { is: 'some', values: domain.fixed } : { is: 'none' };
  // Of one value alone the quantities are the same.
  if (domain.type && !domain.multivalued) return solveTyped(domain.type, constraints);
  if (domain.publicAddress) return solveAddress(constraints);
  if (!domain.multivalued) return solveOne(domain.text ?? [], constraints, budget);
  const all = constraints.filter((c) => c.quantity === 'all');
  const some = constraints.filter((c) => c.quantity === 'some');
  const values: string[] = [];
  for (const one of some.length > 0 ? some.map((c) => [...all, c]) : [all]) {
    const found = solveOne(domain.text ?? [], one, budget);
    if (found.is !== 'some') return found;
    values.push(...found.values);
  }
  return { is: 'some', values: [...new Set(values)] };
}

function kindOf({ operator: { family } }: ValueConstraint): 'number' | 'date' | 'ip' | 'bool' | 'text' {
  return family === 'number' || family === 'date' || family === 'ip' || family === 'bool' ? family : 'text';
}

function solveOne(domain: readonly TextConstraint[], constraints: readonly ValueConstraint[], budget: { left: number } | undefined): Values {
  if (constraints.every((c) => kindOf(c) === 'text')) {
    const found = findText(domain.length > 0 ? [...domain, ...constraints.map(({ text }) => text)] : constraints.map(({ text }) => text), budget);
    return found.is === 'some' ? { is: 'some', values: [found.text] } : found;
  }
  const families = new Set(constraints.map(kindOf));
  if (families.size === 1 && families.has('bool')) return firstOf(['true', 'false'], constraints);
  // Two kinds of comparison of one value: by example or not at all.
  if (families.size > 1) {
    const found = firstOf([...families].flatMap((family) => examples(family, constraints)), constraints);
    return found.is === 'some' ? found : { is: 'unknown' };
  }
  return firstOf(examples([...families][0]!, constraints), constraints);
}

/** Compared as another type, it is found by example or not at all. */
function solveTyped(type: 'bool' | 'date' | 'number', constraints: readonly ValueConstraint[]): Values {
  const texts = constraints.flatMap(({ text }) => text.patterns.map((pattern) => pattern.text)).filter((text) => (type === 'bool' ? /^(true|false)$/.test(text) : type === 'date' ? /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) : /^\d+$/.test(text)));
  const found = firstOf([...examples(type, constraints), ...texts], constraints);
  return found.is === 'none' && constraints.some((constraint) => kindOf(constraint) !== type) && type !== 'bool' ? { is: 'unknown' } : found;
}

/** A private address is never sent: one of another stretch of public ones, or none. */
function solveAddress(constraints: readonly ValueConstraint[]): Values {
  if (constraints.some((constraint) => kindOf(constraint) !== 'ip')) return constraints.every((constraint) => kindOf(constraint) === 'text') ? solveOne([], constraints, undefined) : { is: 'unknown' };
  const found = [...examples('ip', constraints), ...PRIVATE_RANGES.flatMap(edges)].filter((text) => {
    const range = parseRange(text);
    return range !== undefined && !isPrivate(range);
  });
  return firstOf(found, constraints);
}

function meets({ match, operator, values, text: { patterns } }: ValueConstraint, text: string): boolean {
  if (isText(operator)) return patterns.some((pattern) => fits(pattern, text)) === match;
  return values.some((value) => compare(operator, value, text, undefined).is === 'yes') === match;
}

function firstOf(candidates: readonly string[], constraints: readonly ValueConstraint[]): Values {
  const found = candidates.find((text) => constraints.every((c) => meets(c, text)));
  return found === undefined ? { is: 'none' } : { is: 'some', values: [found] };
}

/** One value of every stretch between the bounds that the constraints draw: which of them a value meets changes at bounds alone. */
function examples(family: string, constraints: readonly ValueConstraint[]): string[] {
  const texts = constraints.flatMap((c) => c.values.map((value) => value.text));
  switch (family) {
    case 'number':
      return stretches(texts.map(Number)).map(String);
    case 'date':
      return (texts.length === 0 ? [Date.UTC(2026, 11)] : stretches(texts.map((text) => dateOf(text) ?? Number.NaN), 1000)).map((time) => new Date(time).toISOString());
    case 'ip':
      return ['198.51.100.1', '2001:db8::1', ...texts.flatMap(edges)];
    case 'bool':
      return ['true', 'false'];
    default:
      return texts;
  }
}

function stretches(bounds: readonly number[], step = 1): number[] {
  const sorted = [...new Set(bounds.filter((bound) => Number.isFinite(bound)))].sort((a, b) => a - b);
  if (sorted.length === 0) return [0];
  const between = sorted.slice(1).map((bound, i) => (bound + sorted[i]!) / 2);
  return [...sorted, sorted[0]! - step, sorted.at(-1)! + step, ...between];
}

/** The first address of a range, and the first behind it. */
function edges(text: string): string[] {
  const range = parseRange(text);
  if (!range) return [];
  const size = 1n << BigInt(range.bits - range.length);
  const first = (range.value / size) * size;
  return [first, first + size, first - 1n].filter((value) => value >= 0n && value < 1n << BigInt(range.bits)).map((value) => addressText(value, range.bits)).filter((address) => parseAddress(address) !== undefined);
}

function addressText(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  return Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
}

