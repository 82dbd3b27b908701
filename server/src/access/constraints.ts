/** What a test of a condition asks of its key, so that the test holds, or fails: alternatives, of which one is enough. */
import { facts, type OperatorFact } from '../aws';
import { hasHole, hasVariable, type ConditionTest, type Value } from '../policy';
import type { TextConstraint, TextPattern } from './textConstraints';

/**
 * How holes are read. `surely`: as a person may still fill them in to our disadvantage, so that what is found holds whatever they are.
 * `perhaps`: to our advantage, so that what cannot be found then can never be.
 */
export type Reading = 'surely' | 'perhaps';

/** One demand on the values of a present key. */
export interface ValueConstraint {
  /** On each of the key's values, or on at least one. Of a key with one value it is the same. */
  readonly quantity: 'all' | 'some';
  /** Whether the value must be one of `values`, or none of them. */
  readonly match: boolean;
  readonly operator: OperatorFact;
  readonly values: readonly Value[];
  /** The same for a comparison of texts. */
  readonly text: TextConstraint;
}

export interface Alternative {
  /** In lower case. */
  readonly key: string;
  /** Absent: the key must not be in the request. */
  readonly present?: readonly ValueConstraint[];
}

/** No alternative: it cannot be had. An alternative without a key asks nothing. */
export type Alternatives = readonly (Alternative | 'nothing')[];

export function alternativesOf(test: ConditionTest, wanted: boolean, reading: Reading): Alternatives {
  // The host may leave the test out, and it then holds.
  if (!test.certain && !wanted && reading === 'surely') return [];
  const free: Alternatives = !test.certain && wanted && reading === 'perhaps' ? ['nothing'] : [];
  const { operator, set, ifExists, problem } = facts.parseOperator(test.operator.text);
  const fact = facts.findConditionKey(test.key.text);
  if (!operator || problem || hasHole(test.key)) return reading === 'perhaps' ? ['nothing'] : [];
  const key = test.key.text.toLowerCase();
  if (operator.family === 'null') return set ? (reading === 'perhaps' ? ['nothing'] : []) : [...free, ...presence(test, key, wanted, reading)];
  const found: (Alternative | 'nothing')[] = [...free];
  const whenAbsent = set === 'ForAllValues' || ifExists || (set === undefined && operator.negated);
  if (whenAbsent === wanted) found.push({ key });
  // AWS does not say what an operator for one value does with several.
  if (!set && fact?.multivalued) return reading === 'perhaps' ? ['nothing'] : found;
  const match = wanted !== operator.negated;
  const quantity = (set === 'ForAnyValue') === wanted ? 'some' : 'all';
  const constraint = constrain(test, operator, match, set === undefined ? 'all' : quantity, reading);
  if (constraint === 'nothing') found.push({ key, present: [] });
  else if (constraint) found.push({ key, present: [constraint] });
  return found;
}

/** What of a test has no meaning that AWS documents: an operator that it refuses, or one for single values on a key that has several. */
export function undocumented(test: ConditionTest): Value | undefined {
  const { operator, set, problem } = facts.parseOperator(test.operator.text);
  if (!operator || problem || (operator.family === 'null' && set)) return test.operator;
  return !set && operator.family !== 'null' && facts.findConditionKey(test.key.text)?.multivalued ? test.key : undefined;
}

/** `Null`: true asks that the key is absent. */
function presence(test: ConditionTest, key: string, wanted: boolean, reading: Reading): Alternatives {
  const values = new Set(test.list.values.filter((value) => !hasHole(value)).map((value) => value.text.toLowerCase()));
  if (test.list.open || values.size !== 1 || test.list.values.some((value) => hasHole(value) || !value.certain)) return reading === 'perhaps' ? [{ key }, { key, present: [] }] : values.size === 2 && wanted ? [{ key }, { key, present: [] }] : [];
  const absent = values.has('true') === wanted;
  return absent ? [{ key }] : [{ key, present: [] }];
}

/** `nothing`: any value will do; undefined: none will. */
function constrain(test: ConditionTest, operator: OperatorFact, match: boolean, quantity: ValueConstraint['quantity'], reading: Reading): ValueConstraint | 'nothing' | undefined {
  const known = test.list.values.every(isKnown) ? test.list.values : test.list.values.filter(isKnown);
  const unknown = test.list.open || known.length < test.list.values.length;
  // To be among them with a value that may be anything, or out of them when it may be.
  if (unknown && reading === 'perhaps' && match) return 'nothing';
  if (unknown && reading === 'surely' && !match) return undefined;
  const counts = known.every((value) => value.certain) ? known : known.filter((value) => value.certain || match === (reading === 'perhaps'));
  if (counts.length === 0) return match ? undefined : 'nothing';
  return { quantity, match, operator, values: counts, text: { negated: !match, patterns: counts.map((value) => patternOf(value, operator)) } };
}

function isKnown(value: Value): boolean {
  return value.known || (!hasHole(value) && !hasVariable(value));
}

function patternOf(value: Value, operator: OperatorFact): TextPattern {
  if (operator.family === 'arn') return { text: value.text, mode: 'arn' };
  if (operator.ignoreCase || operator.family === 'bool') return { text: value.text, mode: 'exact-ignoring-case' };
  return { text: value.text, mode: operator.wildcard ? 'wildcard' : 'exact' };
}
