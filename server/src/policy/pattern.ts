/**
 * Three-valued matching of a policy's value against a concrete string. A hole may be any text: no match for any filling is "no", anything
 * else with a hole in it "depends".
 * Wildcards: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html (2026-11)
 */
import type { Value } from './model';
import { depends, NO, truth, YES, type Truth } from './truth';
import { holesOf } from './value';

export type MatchMode =
  /** Every character counts. */
  | 'exact'
  | 'exact-ignoring-case'
  /** `*` and `?`, also across colons. */
  | 'wildcard'
  | 'wildcard-ignoring-case'
  /** `*` and `?` do not cross the first five colons. */
  | 'arn';

/** The values of a policy variable in the request; undefined where it has none or several. */
export type VariableLookup = (name: string) => string | undefined;

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'one' };

/** Does the value match the text? `variables` is absent where the policy's Version leaves variables unexpanded. */
export function matches(value: Value, text: string, mode: MatchMode, variables?: VariableLookup): Truth {
  const fold = mode === 'exact-ignoring-case' || mode === 'wildcard-ignoring-case';
  const subject = fold ? text.toLowerCase() : text;
  const wild = mode === 'wildcard' || mode === 'wildcard-ignoring-case' || mode === 'arn';
  const unknown = value.pieces.some((p) => p.kind === 'hole');
  if (!unknown && !value.pieces.some((p) => p.kind === 'variable')) {
    const pattern = fold ? value.text.toLowerCase() : value.text;
    if (mode === 'arn') return matchArn(value, tokens(pattern, true), pattern, subject);
    return truth(wild && /[*?]/.test(pattern) ? matchTokens(tokens(pattern, true), subject) : pattern === subject);
  }
  const parts: Token[] = [];
  for (const piece of value.pieces) {
    if (piece.kind === 'hole') parts.push({ kind: 'any' });
    else if (piece.kind === 'text') parts.push(...tokens(fold ? piece.text.toLowerCase() : piece.text, wild));
    else if (!variables) parts.push(...tokens(fold ? piece.text.toLowerCase() : piece.text, false));
    else {
      const literal = /^[*?$]$/.exec(piece.name)?.[0];
      const filled = literal ?? variables(piece.name) ?? /,\s*'([^']*)'/.exec(piece.text)?.[1];
      // A variable without a value makes the statement not match at all.
      if (filled === undefined) return NO;
      parts.push({ kind: 'text', text: fold ? filled.toLowerCase() : filled });
    }
  }
  // A hole may cross colons, so an ARN with one is matched like any string.
  if (unknown) return matchTokens(parts, subject) ? depends(holesOf(value)) : NO;
  return truth(matchTokens(parts, subject));
}

function tokens(text: string, wild: boolean): Token[] {
  if (!wild || !/[*?]/.test(text)) return [{ kind: 'text', text }];
  return text.split(/([*?])/).flatMap((part): Token[] => (part === '' ? [] : part === '*' ? [{ kind: 'any' }] : part === '?' ? [{ kind: 'one' }] : [{ kind: 'text', text: part }]));
}

/** Greedy with one point of return: linear in practice, never exponential. */
function matchTokens(pattern: readonly Token[], subject: string): boolean {
  const units: (string | 'any' | 'one')[] = [];
  for (const token of pattern) {
    if (token.kind === 'text') units.push(...Array.from({ length: token.text.length }, (_, i) => `=${token.text[i]}`));
    else units.push(token.kind);
  }
  let at = 0;
  let unit = 0;
  let star = -1;
  let from = 0;
  while (at < subject.length) {
    const current = units[unit];
    if (current === 'any') {
      star = unit++;
      from = at;
    } else if (current === 'one' || current === `=${subject[at]}`) {
      unit++;
      at++;
    } else if (star >= 0) {
      unit = star + 1;
      at = ++from;
    } else return false;
  }
  while (units[unit] === 'any') unit++;
  return unit === units.length;
}

/** Segment by segment; the sixth takes the rest. A bare `*` or fewer than six parts is behaviour that AWS does not document. */
function matchArn(value: Value, all: readonly Token[], pattern: string, subject: string): Truth {
  const wanted = pattern.split(':');
  if (wanted.length < 6) return matchTokens(all, subject) ? depends([{ label: value.text, node: value.node }]) : NO;
  const given = subject.split(':');
  if (given.length < 6) return NO;
  for (let i = 0; i < 5; i++) if (!matchTokens(tokens(wanted[i]!, true), given[i]!)) return NO;
  return matchTokens(tokens(wanted.slice(5).join(':'), true), given.slice(5).join(':')) ? YES : NO;
}
