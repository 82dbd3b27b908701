/** Condition operators, and how an operator's text is read. */
import type { ConditionKeyFact, KeyType, OperatorFact, OperatorFamily, ParsedOperator } from './facts';
import { nearest } from './nearest';

const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
type Row = readonly [name: string, family: OperatorFamily, comparison: OperatorFact['comparison'], ...marks: ('negated' | 'wildcard' | 'ignoreCase')[]];

const rows: readonly Row[] = [
  ['StringEquals', 'string', 'equals'],
  ['StringNotEquals', 'string', 'equals', 'negated'],
  ['StringEqualsIgnoreCase', 'string', 'equals', 'ignoreCase'],
  ['StringNotEqualsIgnoreCase', 'string', 'equals', 'negated', 'ignoreCase'],
  ['StringLike', 'string', 'equals', 'wildcard'],
  ['StringNotLike', 'string', 'equals', 'negated', 'wildcard'],
  ['NumericEquals', 'number', 'equals'],
  ['NumericNotEquals', 'number', 'equals', 'negated'],
  ['NumericLessThan', 'number', 'less'],
  ['NumericLessThanEquals', 'number', 'less-or-equal'],
  ['NumericGreaterThan', 'number', 'greater'],
  ['NumericGreaterThanEquals', 'number', 'greater-or-equal'],
  ['DateEquals', 'date', 'equals'],
  ['DateNotEquals', 'date', 'equals', 'negated'],
  ['DateLessThan', 'date', 'less'],
  ['DateLessThanEquals', 'date', 'less-or-equal'],
  ['DateGreaterThan', 'date', 'greater'],
  ['DateGreaterThanEquals', 'date', 'greater-or-equal'],
  ['Bool', 'bool', 'equals'],
  ['BinaryEquals', 'binary', 'equals'],
  ['IpAddress', 'ip', 'in-range'],
  ['NotIpAddress', 'ip', 'in-range', 'negated'],
  // ArnEquals and ArnLike behave identically, wildcards included; so do their negations.
  ['ArnEquals', 'arn', 'equals', 'wildcard'],
  ['ArnLike', 'arn', 'equals', 'wildcard'],
  ['ArnNotEquals', 'arn', 'equals', 'negated', 'wildcard'],
  ['ArnNotLike', 'arn', 'equals', 'negated', 'wildcard'],
  ['Null', 'null', 'absent'],
];

export const operators: readonly OperatorFact[] = rows.map(([name, family, comparison, ...marks]) => ({
  name,
  family,
  comparison,
  negated: marks.includes('negated'),
  wildcard: marks.includes('wildcard'),
  ignoreCase: marks.includes('ignoreCase'),
  source: page,
  date: '2026-11',
}));

/** The operators that compare values of a key's type. */
export const familyOfType: Readonly<Record<KeyType, OperatorFamily>> = { String: 'string', Bool: 'bool', ARN: 'arn', Date: 'date', Numeric: 'number', IPAddress: 'ip' };

/** Whether the operator compares values such as the key has. */
export function suits({ family }: OperatorFact, key: ConditionKeyFact): boolean {
  if (family === 'null') return true;
  const types = [key.type, ...key.alsoTypes];
  if (types.some((type) => familyOfType[type] === family)) return true;
  // An ARN is compared as text too, with wildcards that cross its colons.
  if (family === 'string' && types.includes('ARN')) return true;
  // A binary value is a text in base64.
  return family === 'binary' && types.includes('String');
}

const byName = new Map(operators.map((operator) => [operator.name, operator]));
const names = operators.map(({ name }) => name);
const prefixes = ['ForAllValues', 'ForAnyValue'] as const;
const parsed = new Map<string, ParsedOperator>();
/** A policy uses a dozen; the bound is for an editor that has seen thousands of half-typed ones, and above what one text can hold: each rule asks for all of them. */
const parsedKept = 10_000;
/** Longer than any operator with its set and its suffix, misspelt or not. */
const longest = 100;

/** Takes `ForAnyValue:StringLikeIfExists` apart. Never fails; what AWS would refuse is named in `problem`, mended in `nearest`. */
export function parseOperator(text: string): ParsedOperator {
  let result = parsed.get(text);
  if (result === undefined) {
    result = read(text);
    if (text.length > longest) return result;
    if (parsed.size >= parsedKept) parsed.clear();
    parsed.set(text, result);
  }
  return result;
}

function read(text: string): ParsedOperator {
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? undefined : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  const set = prefixes.find((name) => name === prefix);
  const ifExists = rest.endsWith('IfExists');
  const base = ifExists ? rest.slice(0, -'IfExists'.length) : rest;
  const operator = byName.get(base);
  const parts = { text, set, base, operator, ifExists };
  if (operator !== undefined && (prefix === undefined || set !== undefined)) {
    if (operator.family !== 'null' || !ifExists) return parts;
    return { ...parts, problem: 'if-exists-on-null', nearest: text.slice(0, -'IfExists'.length) };
  }
  const mended = mend(prefix, rest);
  if (mended !== undefined && mended.toLowerCase() === text.toLowerCase()) return { ...parts, problem: 'letter-case', nearest: mended };
  return { ...parts, problem: operator === undefined ? 'unknown-operator' : 'unknown-set-prefix', nearest: mended };
}

function mend(prefix: string | undefined, rest: string): string | undefined {
  const set = prefix === undefined ? '' : nearest(prefix, prefixes, 3);
  if (set === undefined) return undefined;
  // `…Exists` and `…Ifexists` are tried as the suffix as well.
  const suffix = /(if-?)?exists?$/i.exec(rest)?.[0] ?? '';
  const base = nearest(rest.slice(0, rest.length - suffix.length), names);
  if (base === undefined) return undefined;
  return `${set === '' ? '' : `${set}:`}${base}${suffix !== '' && base !== 'Null' ? 'IfExists' : ''}`;
}
