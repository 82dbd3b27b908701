/**
 * Whether what one value of a condition matches is all matched by another, each under its own operator, negation left aside.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-11)
 */
import type { OperatorFact } from '../../aws';
import { like, likeArn, type Value } from '../../policy';
import { dateOf } from '../conditionValues';
import { parseRange } from '../ipAddress';
import { arnParts, hasWildcard, within, withinArn } from './patterns';
import { isText, sameValue } from './sameValue';

/** A value with the operator that it stands under. */
export interface TestValue {
  readonly operator: OperatorFact;
  readonly value: Value;
}

export function valueContained(wide: TestValue, narrow: TestValue, source: string): boolean {
  const [outer, inner] = [wide.operator, narrow.operator];
  if (sameOperator(outer, inner) && sameValue(wide.value, narrow.value, source)) return true;
  if (!isText(wide.value) || !isText(narrow.value)) return false;
  const [wanted, given] = [wide.value.text, narrow.value.text];
  if (isTextual(outer) && isTextual(inner)) return textContained({ mode: modeOf(outer), text: wanted }, { mode: modeOf(inner), text: given });
  if (outer.family !== inner.family) return false;
  switch (outer.family) {
    case 'bool':
      return wanted.toLowerCase() === given.toLowerCase() && /^(true|false)$/i.test(given);
    case 'ip':
      return rangeContained(wanted, given);
    case 'number':
      return orderContained(wide, numberOf(wanted), narrow, numberOf(given));
    case 'date':
      return orderContained(wide, dateOf(wanted), narrow, dateOf(given));
    default:
      return false;
  }
}

/** Whether nothing matches both, as far as that is plain to see: two literals that differ. */
export function valuesApart(a: TestValue, b: TestValue): boolean {
  if (a.operator.family !== b.operator.family || a.operator.comparison !== 'equals' || b.operator.comparison !== 'equals' || !isText(a.value) || !isText(b.value)) return false;
  const [one, other] = [a.value.text, b.value.text];
  switch (a.operator.family) {
    case 'string':
      if ((a.operator.wildcard && hasWildcard(one)) || (b.operator.wildcard && hasWildcard(other))) return false;
      return a.operator.ignoreCase || b.operator.ignoreCase ? one.toLowerCase() !== other.toLowerCase() : one !== other;
    case 'arn':
      return !hasWildcard(one) && !hasWildcard(other) && arnParts(one) !== undefined && arnParts(other) !== undefined && one !== other;
    case 'number':
      return differ(numberOf(one), numberOf(other));
    case 'date':
      return differ(dateOf(one), dateOf(other));
    default:
      return false;
  }
}

function differ(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** ArnEquals is ArnLike; negation is told apart elsewhere. */
function sameOperator(a: OperatorFact, b: OperatorFact): boolean {
  return a.family === b.family && a.comparison === b.comparison && a.wildcard === b.wildcard && a.ignoreCase === b.ignoreCase;
}

function isTextual({ family }: OperatorFact): boolean {
  return family === 'string' || family === 'arn';
}

/** How a text is compared: character by character, letter case folded, with wildcards, with wildcards that stay in their part of an ARN. */
type Mode = 'exact' | 'folded' | 'wildcard' | 'arn';

function modeOf({ family, wildcard, ignoreCase }: OperatorFact): Mode {
  return family === 'arn' ? 'arn' : wildcard ? 'wildcard' : ignoreCase ? 'folded' : 'exact';
}

interface Pattern {
  readonly mode: Mode;
  readonly text: string;
}

function textContained(wide: Pattern, narrow: Pattern): boolean {
  switch (wide.mode) {
    case 'exact':
      return narrow.mode !== 'folded' && isLiteral(narrow) && narrow.text === wide.text;
    case 'folded':
      return isLiteral(narrow) && narrow.text.toLowerCase() === wide.text.toLowerCase();
    case 'wildcard':
      if (/^\*+$/.test(wide.text)) return true;
      if (narrow.mode === 'exact') return like(wide.text, narrow.text);
      return narrow.mode !== 'folded' && (narrow.mode === 'wildcard' || arnParts(narrow.text) !== undefined) && within(narrow.text, wide.text);
    case 'arn':
      if (arnParts(wide.text) === undefined) return false;
      if (narrow.mode === 'exact') return likeArn(wide.text, narrow.text) === true;
      // A wildcard of a String operator crosses colons: only in the last part does that make no difference.
      return (narrow.mode === 'arn' || (narrow.mode === 'wildcard' && !arnParts(narrow.text)?.slice(0, 5).some(hasWildcard))) && withinArn(narrow.text, wide.text);
  }
}

function isLiteral({ mode, text }: Pattern): boolean {
  return mode === 'exact' || mode === 'folded' || (!hasWildcard(text) && (mode === 'wildcard' || arnParts(text) !== undefined));
}

function rangeContained(wide: string, narrow: string): boolean {
  const [outer, inner] = [parseRange(wide), parseRange(narrow)];
  if (!outer || !inner || outer.bits !== inner.bits || outer.length > inner.length) return false;
  const shift = BigInt(outer.bits - outer.length);
  return outer.value >> shift === inner.value >> shift;
}

/** As many digits as a number holds without rounding. */
function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= 15 ? Number(text) : undefined;
}

/** Numbers and instants: whether every one that the narrow test takes is taken by the wide one. */
function orderContained({ operator: wide }: TestValue, limit: number | undefined, { operator: narrow }: TestValue, value: number | undefined): boolean {
  if (limit === undefined || value === undefined) return false;
  const strict = narrow.comparison === 'less' || narrow.comparison === 'greater';
  const direction = (comparison: OperatorFact['comparison']): string => comparison.split('-')[0]!;
  switch (wide.comparison) {
    case 'equals':
      return narrow.comparison === 'equals' && value === limit;
    case 'less':
    case 'less-or-equal':
      if (narrow.comparison !== 'equals' && direction(narrow.comparison) !== 'less') return false;
      return value < limit || (value === limit && (strict || wide.comparison === 'less-or-equal'));
    case 'greater':
    case 'greater-or-equal':
      if (narrow.comparison !== 'equals' && direction(narrow.comparison) !== 'greater') return false;
      return value > limit || (value === limit && (strict || wide.comparison === 'greater-or-equal'));
    default:
      return false;
  }
}
