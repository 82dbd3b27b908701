/** What a test of a condition asks of its key, so that the test holds, or fails: alternatives, of which one is enough. */
import { facts, type OperatorFact } from '../aws';
import { hasHole, hasVariable, withUnits, type ConditionTest, type Value } from '../policy';
import type { Demand } from './solveRecord';
import type { AddressSet } from './addressSets';
import type { TextConstraint } from './textConstraints';
import { isUndefined, type TextPattern } from './textPatterns';

/**
 * How what is not known is read. Pessimistic: as it may turn out to our disadvantage, so that what is found holds whatever it is. Optimistic:
 * to our advantage, so that what cannot be found then can never be. `constants`: values that are still to be filled in are some fixed text,
 * which no other text of the question can turn out to be.
 */
export interface Reading {
  readonly optimistic: boolean;
  readonly constants: boolean;
}

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
  /** The same for one of addresses, put in order when it is first asked for: a policy may list hundreds. */
  addresses?: AddressSet;
}

/** Of a condition key: absent, or present with such values. */
export interface KeyAlternative {
  /** In lower case. */
  readonly key: string;
  /** Absent: the key must not be in the request. */
  readonly present?: readonly ValueConstraint[];
}

/** Of who calls. */
export interface CallerAlternative {
  readonly caller: Demand;
}

export type Alternative = KeyAlternative | CallerAlternative;

/** No alternative: it cannot be had. 'nothing' asks nothing. */
export type Alternatives = readonly (Alternative | 'nothing')[];

const HELD: Alternatives = ['nothing'];
const NEVER: Alternatives = [];

export function alternativesOf(test: ConditionTest, wanted: boolean, reading: Reading): Alternatives {
  const anyhow = reading.optimistic ? HELD : NEVER;
  // The host may leave the test out, and it then holds.
  if (!test.certain && !wanted && !reading.optimistic) return NEVER;
  const free = !test.certain && wanted && reading.optimistic ? HELD : NEVER;
  const { operator, set, ifExists, problem } = facts.parseOperator(test.operator.text);
  if (!operator || problem || hasHole(test.key)) return anyhow;
  const key = keyOf(test);
  if (operator.family === 'null') return set ? anyhow : [...free, ...presence(test, key, wanted, reading)];
  const found: (Alternative | 'nothing')[] = [...free];
  const whenAbsent = set === 'ForAllValues' || ifExists || (set === undefined && operator.negated);
  if (whenAbsent === wanted) found.push({ key });
  // AWS does not say what an operator for one value does with several.
  if (!set && facts.findConditionKey(test.key.text)?.multivalued) return reading.optimistic ? HELD : found;
  const match = wanted !== operator.negated;
  const quantity = (set === 'ForAnyValue') === wanted ? 'some' : 'all';
  const constraint = constrain(test, key === TIME && operator.family === 'number' ? { ...operator, family: 'date' } : operator, match, set === undefined ? 'all' : quantity, reading);
  if (constraint === 'nothing') found.push({ key, present: [] });
  else if (constraint) found.push({ key, present: [constraint] });
  return found;
}

const TIME = 'aws:currenttime';

/** In lower case. The time since 1970 is the current time. */
export function keyOf({ key }: ConditionTest): string {
  const name = key.text.toLowerCase();
  return name === 'aws:epochtime' ? TIME : name;
}

/** A demand of the engine's own on a key: that its value is one of the texts, or none of them. */
export function textDemand(key: string, negated: boolean, patterns: readonly TextPattern[]): KeyAlternative {
  const operator = facts.parseOperator(negated ? 'StringNotLike' : 'StringLike').operator!;
  return { key, present: [{ quantity: 'all', match: !negated, operator, values: [], text: { negated, patterns } }] };
}

/** A demand of the engine's own: a value that is none of these under the operator. */
export function outOf(values: readonly Value[], operator: OperatorFact): ValueConstraint {
  return { quantity: 'all', match: false, operator, values, text: { negated: true, patterns: values.map((value) => patternOf(value, operator)) } };
}

/** What of a test has no meaning that AWS documents: an operator that it refuses, or one for single values on a key that has several. */
export function undocumented(test: ConditionTest): Value | undefined {
  const { operator, set, problem } = facts.parseOperator(test.operator.text);
  if (!operator || problem || (operator.family === 'null' && set)) return test.operator;
  if (!set && operator.family !== 'null' && facts.findConditionKey(test.key.text)?.multivalued) return test.key;
  return operator.family === 'arn' ? test.list.values.find(isShortArn) : undefined;
}

/** Under an Arn operator: AWS does not say what a pattern of fewer than six parts matches. */
function isShortArn({ text }: Value): boolean {
  return /[*?]/.test(text) && isUndefined({ text, mode: 'arn' });
}

/** `Null`: true asks that the key is absent. */
function presence(test: ConditionTest, key: string, wanted: boolean, reading: Reading): Alternatives {
  const values = new Set(test.list.values.filter((value) => !hasHole(value)).map((value) => value.text.toLowerCase()));
  if (test.list.open || values.size !== 1 || test.list.values.some((value) => hasHole(value) || !value.certain)) return reading.optimistic || (values.size === 2 && wanted) ? [{ key }, { key, present: [] }] : NEVER;
  const absent = values.has('true') === wanted;
  return absent ? [{ key }] : [{ key, present: [] }];
}

/** `nothing`: any value will do; undefined: none will. */
function constrain(test: ConditionTest, operator: OperatorFact, match: boolean, quantity: ValueConstraint['quantity'], reading: Reading): ValueConstraint | 'nothing' | undefined {
  const isKnown = (value: Value): boolean => (value.known || (!hasVariable(value) && (!hasHole(value) || (reading.constants && isText(operator) && isConstant(keyOf(test), withUnits(value)))))) && !(operator.family === 'arn' && isShortArn(value));
  const known = test.list.values.every(isKnown) ? test.list.values : test.list.values.filter(isKnown);
  const unknown = test.list.open || known.length < test.list.values.length;
  // To be among them with a value that may be anything, or out of them when it may be.
  if (unknown && reading.optimistic && match) return 'nothing';
  if (unknown && !reading.optimistic && !match) return undefined;
  const counts = known.every((value) => value.certain) ? known : known.filter((value) => value.certain || match === reading.optimistic);
  if (counts.length === 0) return match ? undefined : 'nothing';
  return { quantity, match, operator, values: counts, text: { negated: !match, patterns: counts.map((value) => patternOf(value, operator)) } };
}

const UNIT = '\\u{e001}[^\\u{e002}]*\\u{e002}';
/** What can be still to be filled in, and yet be what the key of such a caller or source holds. */
const CONSTANTS: ReadonlyMap<string, RegExp> = new Map([
  ['aws:principalarn', new RegExp(`^(${UNIT}|arn:(${UNIT}|[^:\\u{e001}]*):(iam|sts)::(${UNIT}|[^:\\u{e001}]*):(root|(role|user|federated-user)/.*))$`, 'u')],
  ['aws:sourcearn', new RegExp(`^(${UNIT}|arn:(${UNIT}|[^:\\u{e001}]*):[^:]*:[^:]*:(${UNIT}|[^:\\u{e001}]*):.*)$`, 'u')],
  ...['aws:principalaccount', 'kms:calleraccount', 'aws:sourceaccount'].map((key): [string, RegExp] => [key, new RegExp(`^${UNIT}$`, 'u')]),
]);
/** Keys of few values, or of a form that a text with parts to be filled in does not show. */
const NEVER_CONSTANT = /^(aws:(principaltype|userid|username|principalorgpaths|sourceorgpaths|vpceorgpaths|requestedregion|principalservicename(slist)?|resourceaccount|calledvia.*|principalisawsservice|viaawsservice|securetransport)|kms:viaservice)$/;

/** Whether what is still to be filled in counts as some fixed text: another one it may have to be for any request to carry it. */
export function isConstant(key: string, text: string): boolean {
  return CONSTANTS.get(key)?.test(text) ?? !NEVER_CONSTANT.test(key);
}

/** Whether values are compared as texts. */
export function isText({ family }: OperatorFact): boolean {
  return family === 'string' || family === 'arn' || family === 'binary';
}

function patternOf(value: Value, operator: OperatorFact): TextPattern {
  const text = withUnits(value);
  if (operator.family === 'arn') return { text, mode: 'arn' };
  if (operator.ignoreCase || operator.family === 'bool') return { text, mode: 'exact-ignoring-case' };
  return { text, mode: operator.wildcard ? 'wildcard' : 'exact' };
}
