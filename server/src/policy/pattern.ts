/**
 * Three-valued matching of a policy's value against a concrete string. A hole may be any text: no match for any filling is "no", anything
 * else with a hole in it "depends".
 * Wildcards: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html (2026-11)
 */
import type { Value } from './model';
import { depends, NO, truth, type Truth } from './truth';
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
  const wild = mode === 'wildcard' || mode === 'wildcard-ignoring-case' || mode === 'arn';
  if (value.known || (value.pieces.length === 1 && value.pieces[0]!.kind === 'text')) {
    // The way that nearly every value goes.
    if (mode === 'arn') return matchArn(value, value.text, text);
    if (!wild || !hasWildcard(value.text)) return truth(value.text === text || (fold && value.text.length === text.length && value.text.toLowerCase() === text.toLowerCase()));
    return truth(fold ? like(value.text.toLowerCase(), text.toLowerCase()) : like(value.text, text));
  }
  const subject = fold ? text.toLowerCase() : text;
  const unknown = value.pieces.some((p) => p.kind === 'hole');
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
  return mode === 'arn' ? matchArnTokens(value, parts, subject) : truth(matchTokens(parts, subject));
}

/** Segment by segment: what a variable stands for has its colons counted, and a wildcard crosses none of the first five. */
function matchArnTokens(value: Value, parts: readonly Token[], subject: string): Truth {
  const segments: Token[][] = [[]];
  for (const part of parts) {
    if (part.kind !== 'text') {
      segments.at(-1)!.push(part);
      continue;
    }
    let rest = part.text;
    while (segments.length < 6 && rest.includes(':')) {
      const colon = rest.indexOf(':');
      segments.at(-1)!.push({ kind: 'text', text: rest.slice(0, colon) });
      segments.push([]);
      rest = rest.slice(colon + 1);
    }
    segments.at(-1)!.push({ kind: 'text', text: rest });
  }
  if (segments.length < 6) return matchTokens(parts, subject) ? depends([{ label: value.text, node: value.node }]) : NO;
  const given = subject.split(':');
  if (given.length < 6) return NO;
  const texts = [...given.slice(0, 5), given.slice(5).join(':')];
  return truth(segments.every((segment, at) => matchTokens(segment, texts[at]!)));
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

function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

const ANY = 42; // *
const ONE = 63; // ?

/** `*` and `?` against a whole text. */
export function like(pattern: string, subject: string): boolean {
  return likePart(pattern, 0, pattern.length, subject, 0, subject.length);
}

/** A part of a pattern against a part of a text, without taking either apart. */
function likePart(pattern: string, patternStart: number, patternEnd: number, subject: string, subjectStart: number, subjectEnd: number): boolean {
  let p = patternStart;
  let s = subjectStart;
  let star = -1;
  let from = s;
  while (s < subjectEnd) {
    const code = p < patternEnd ? pattern.charCodeAt(p) : -1;
    if (code === ANY) {
      star = p++;
      from = s;
    } else if (code === ONE || code === subject.charCodeAt(s)) {
      p++;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++from;
    } else return false;
  }
  while (p < patternEnd && pattern.charCodeAt(p) === ANY) p++;
  return p === patternEnd;
}

function matchArn(value: Value, pattern: string, subject: string): Truth {
  const matched = likeArn(pattern, subject);
  return matched === 'undocumented' ? depends([{ label: value.text, node: value.node }]) : truth(matched);
}

/** Segment by segment; the sixth takes the rest. A bare `*` is every ARN; what another pattern of fewer than six parts matches AWS does not document. */
export function likeArn(pattern: string, subject: string): boolean | 'undocumented' {
  if (pattern === subject || pattern === '*') return true;
  let p = 0;
  let s = 0;
  for (let i = 0; i < 5; i++) {
    const pEnd = pattern.indexOf(':', p);
    if (pEnd < 0) return like(pattern, subject) && 'undocumented';
    const sEnd = subject.indexOf(':', s);
    if (sEnd < 0 || !likePart(pattern, p, pEnd, subject, s, sEnd)) return restTooShort(pattern, pEnd, 4 - i) && like(pattern, subject) && 'undocumented';
    p = pEnd + 1;
    s = sEnd + 1;
  }
  return likePart(pattern, p, pattern.length, subject, s, subject.length);
}

/** Whether fewer than `colons` colons follow: the pattern has fewer than six parts. */
function restTooShort(pattern: string, from: number, colons: number): boolean {
  let at = from;
  for (let i = 0; i < colons; i++) {
    at = pattern.indexOf(':', at + 1);
    if (at < 0) return true;
  }
  return false;
}
