/** Whether a condition key can have values that meet all that is asked of it, and which. */
import { hasUnits, holesOf } from '../policy';
import { addressesIn, EVERY_ADDRESS, inBoth, PUBLIC_ADDRESSES, someAddress, without, type AddressSet } from './addressSets';
import { meetsAny } from './anyValue';
import { dateOf } from './conditionValues';
import { isText, type ValueConstraint } from './constraints';
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
  const { fixed } = domain;
  if (fixed) return constraints.every((c) => (c.quantity === 'some' ? fixed.some(meeting(c)) : fixed.every(meeting(c)))) ? { is: 'some', values: fixed } : { is: 'none' };
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
  if (families.size === 1 && families.has('ip')) return addressIn(EVERY_ADDRESS, constraints);
  // Two kinds of comparison of one value: by example or not at all.
  if (families.size > 1) {
    const found = firstOf([...families].flatMap((family) => [...examples(family, constraints)]), constraints);
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

/** A private address is never sent: a public one, or none. */
function solveAddress(constraints: readonly ValueConstraint[]): Values {
  if (constraints.every((constraint) => kindOf(constraint) === 'ip')) return addressIn(PUBLIC_ADDRESSES, constraints);
  if (!constraints.every((constraint) => kindOf(constraint) === 'text')) return { is: 'unknown' };
  // As a text it is an address still: by example, or in full.
  const texts = constraints.flatMap(({ text }) => text.patterns.map((pattern) => pattern.text));
  const found = firstOf([...EXAMPLE_ADDRESSES, ...texts.filter((text) => hasUnits(text) || isIP(text))], constraints);
  const isSpelt = constraints.some(({ match, text }) => match && text.patterns.every((pattern) => !/[*?]/.test(pattern.text)));
  return found.is === 'some' || isSpelt ? found : { is: 'unknown' };
}

const EXAMPLE_ADDRESSES = ['198.51.100.7', '203.0.113.9', '192.0.2.1', '2001:db8::1'];

/** An address of either version, spelt in full. */
function isIP(text: string): boolean {
  return !text.includes('/') && someAddress(inBoth(PUBLIC_ADDRESSES, addressesIn([text]))) !== undefined;
}

function addressIn(set: AddressSet, constraints: readonly ValueConstraint[]): Values {
  let left = set;
  for (const constraint of constraints) left = inBoth(left, (constraint.addresses ??= addressesOf(constraint)));
  const address = someAddress(left);
  return address === undefined ? { is: 'none' } : { is: 'some', values: [address] };
}

function addressesOf({ values, match }: ValueConstraint): AddressSet {
  const set = addressesIn(values.flatMap((value) => (holesOf(value).length > 0 ? [] : [value.text])));
  return match ? set : without(set);
}

function meeting({ match, operator, values, text: { patterns } }: ValueConstraint): (text: string) => boolean {
  const meets = isText(operator) ? (text: string) => patterns.some((pattern) => fits(pattern, text)) : meetsAny(operator, values);
  return (text) => meets(text) === match;
}

function firstOf(candidates: Iterable<string>, constraints: readonly ValueConstraint[]): Values {
  const tests = constraints.map(meeting);
  for (const text of candidates) if (tests.every((meets) => meets(text))) return { is: 'some', values: [text] };
  return { is: 'none' };
}

/** One value of every stretch between the bounds that the constraints draw: which of them a value meets changes at bounds alone. */
function* examples(family: string, constraints: readonly ValueConstraint[]): Iterable<string> {
  const texts = constraints.flatMap((c) => c.values.map((value) => value.text));
  switch (family) {
    case 'number':
      yield* stretches(texts.map(Number)).map(String);
      break;
    case 'date':
      yield* (texts.length === 0 ? [Date.UTC(2026, 11)] : stretches(texts.map((text) => dateOf(text) ?? Number.NaN), 1000)).map((time) => new Date(time).toISOString());
      break;
    case 'ip':
      yield* constraints.flatMap((constraint) => someAddress((constraint.addresses ??= addressesOf(constraint))) ?? []);
      break;
    case 'bool':
      yield* ['true', 'false'];
      break;
    default:
      yield* texts;
  }
}

function stretches(bounds: readonly number[], step = 1): number[] {
  const sorted = [...new Set(bounds.filter((bound) => Number.isFinite(bound)))].sort((a, b) => a - b);
  if (sorted.length === 0) return [0];
  const between = sorted.slice(1).map((bound, i) => (bound + sorted[i]!) / 2);
  return [...sorted, sorted[0]! - step, sorted.at(-1)! + step, ...between];
}
