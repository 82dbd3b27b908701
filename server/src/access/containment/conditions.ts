/**
 * Whether the conditions of one statement hold wherever another's do: each test of the wide one follows from one test of the narrow one, of the
 * same key. Ties between keys (an account in aws:SourceArn) are no part of this.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html (2026-11)
 */
import { facts, type OperatorFact, type ParsedOperator } from '../../aws';
import type { ConditionElement, ConditionTest, Value } from '../../policy';
import { isText, sameValue } from './sameValue';
import { valueContained, valuesApart } from './testValues';

export function conditionsContained(wide: ConditionElement | undefined, narrow: ConditionElement | undefined, source: string): boolean {
  if (!wide) return true;
  const wanted = readTests(wide);
  if (!wanted || wanted.length === 0 || wanted.includes(undefined)) return false;
  const given = (narrow && readTests(narrow)) ?? [];
  return wanted.every((test) => given.some((other) => other?.certain && follows(test!, other, source)));
}

/** What a test says, operator and key read. */
interface Test {
  /** Global and service keys fold letter case; what stands behind a tag's `/` or a context's second `:` does not. */
  readonly key: string;
  /** Known to have one value in every request, which operators without a set prefix need. */
  readonly single: boolean;
  readonly operator: OperatorFact;
  readonly set: ParsedOperator['set'];
  readonly ifExists: boolean;
  readonly values: readonly Value[];
  readonly certain: boolean;
}

/** Undefined where the host may add tests; a test of which something is not known, or that AWS refuses, is undefined itself. */
function readTests({ node, open, tests }: ConditionElement): readonly (Test | undefined)[] | undefined {
  return !node || open ? undefined : tests.map(readTest);
}

function readTest({ operator: written, key, list, certain }: ConditionTest): Test | undefined {
  const { operator, set, ifExists, problem } = facts.parseOperator(written.text);
  if (!operator || problem || !isText(key) || !isText(written) || list.open || list.odd.length > 0 || list.values.length === 0) return undefined;
  const fact = facts.findConditionKey(key.text);
  if (operator.family === 'null' && (set || list.values.length !== 1 || !/^(true|false)$/i.test(list.values[0]!.text))) return undefined;
  return { key: foldedKey(key.text), single: fact !== undefined && !fact.multivalued && !fact.tagless, operator, set, ifExists, values: list.values, certain };
}

function foldedKey(text: string): string {
  const cut = /^[^:/]*:[^:/]*[:/]/.exec(text)?.[0].length ?? text.length;
  return text.slice(0, cut).toLowerCase() + text.slice(cut);
}

/** Whether `wide` holds of every request of which `narrow` does. */
function follows(wide: Test, narrow: Test, source: string): boolean {
  if (wide.key !== narrow.key) return false;
  if (wide.operator.family === 'null' || narrow.operator.family === 'null') return followsOfPresence(wide, narrow);
  // What an operator without a set prefix makes of several values AWS does not say.
  if (!wide.set && !narrow.set && !wide.single) return sameTest(wide, narrow, source);
  if (wide.set !== narrow.set && (!wide.single || wide.set === 'ForAllValues' || narrow.set === 'ForAllValues')) return false;
  if (narrow.ifExists && !wide.ifExists) return false;
  const absent = withoutKey(narrow);
  if (absent !== 'fails' && absent !== withoutKey(wide)) return false;
  return valuesFollow(wide, narrow, source);
}

/** What the test makes of a request without the key. ForAnyValue with IfExists no page describes. */
function withoutKey({ operator, set, ifExists }: Test): 'holds' | 'fails' | 'unknown' {
  if (set === 'ForAllValues') return 'holds';
  if (set === 'ForAnyValue') return ifExists ? 'unknown' : 'fails';
  return ifExists || operator.negated ? 'holds' : 'fails';
}

/** One of the two is Null. */
function followsOfPresence(wide: Test, narrow: Test): boolean {
  const asks = ({ operator, values }: Test): string | undefined => (operator.family === 'null' && values[0]!.certain ? values[0]!.text.toLowerCase() : undefined);
  if (wide.operator.family === 'null' && narrow.operator.family === 'null') return asks(wide) !== undefined && asks(wide) === asks(narrow);
  if (wide.operator.family === 'null') return asks(wide) === 'false' && withoutKey(narrow) === 'fails';
  return asks(narrow) === 'true' && withoutKey(wide) === 'holds';
}

/** Of one value that the request has. */
function valuesFollow(wide: Test, narrow: Test, source: string): boolean {
  const contained = (outer: Test, value: Value, of: Test): boolean => outer.values.some((other) => other.certain && valueContained({ operator: outer.operator, value: other }, { operator: of.operator, value }, source));
  if (!wide.operator.negated && !narrow.operator.negated) return narrow.values.every((value) => contained(wide, value, narrow));
  if (wide.operator.negated && narrow.operator.negated) return wide.operator.family === narrow.operator.family && wide.values.every((value) => contained(narrow, value, wide));
  if (narrow.operator.negated) return false;
  return narrow.values.every((value) => wide.values.every((other) => valuesApart({ operator: wide.operator, value: other }, { operator: narrow.operator, value })));
}

function sameTest(a: Test, b: Test, source: string): boolean {
  if (a.operator !== b.operator || a.set !== b.set || a.ifExists !== b.ifExists) return false;
  const all = (some: readonly Value[], others: readonly Value[]): boolean => some.every((value) => value.certain && others.some((other) => other.certain && sameValue(value, other, source)));
  return all(a.values, b.values) && all(b.values, a.values);
}
