/** An ARN's six segments, where they stand, and what of them is known. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (2026-11) */
import type { Span } from '../syntax/tree';
import type { Value } from './model';

export interface ArnSegment {
  readonly text: string;
  /** Offsets of the value's text. */
  readonly span: Span;
  /** A hole or a variable is in it. */
  readonly unknown: boolean;
  /** Neither hole nor variable nor wildcard. */
  readonly fixed: boolean;
}

export interface Arn {
  /** Partition, service, Region, account, resource; the resource keeps its own colons. Fewer where the text has fewer. */
  readonly prefix: ArnSegment;
  readonly partition?: ArnSegment;
  readonly service?: ArnSegment;
  readonly region?: ArnSegment;
  readonly account?: ArnSegment;
  readonly resource?: ArnSegment;
}

/** Colons inside holes and variables do not cut. Undefined where the text does not begin with `arn:`, or a hole hides its beginning. */
export function parseArn(value: Value): Arn | undefined {
  if (!value.text.startsWith('arn:')) return undefined;
  if (!value.known) return cut(value);
  let arn = known.get(value.text);
  if (arn === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(value.text, (arn = cut(value)));
  }
  return arn;
}

/** By the text alone, where all of it is known. A policy has a few dozen; the bound is for an editor that has seen thousands of half-typed ones. */
const known = new Map<string, Arn>();
const KEPT = 2_000;

function cut(value: Value): Arn {
  const segments: ArnSegment[] = [];
  let start = 0;
  while (segments.length < 6) {
    const colon = segments.length === 5 ? -1 : nextColon(value, start);
    const end = colon < 0 ? value.text.length : colon;
    const unknown = value.pieces.some((p) => p.kind !== 'text' && p.span.start < end && p.span.end > start);
    const text = value.text.slice(start, end);
    segments.push({ text, span: { start, end }, unknown, fixed: !unknown && !/[*?]/.test(text) });
    if (colon < 0) break;
    start = end + 1;
  }
  const [prefix, partition, service, region, account, resource] = segments;
  return { prefix: prefix!, ...(partition && { partition }), ...(service && { service }), ...(region && { region }), ...(account && { account }), ...(resource && { resource }) };
}

function nextColon(value: Value, from: number): number {
  for (let at = value.text.indexOf(':', from); at >= 0; at = value.text.indexOf(':', at + 1)) if (!value.pieces.some((p) => p.kind !== 'text' && p.span.start <= at && at < p.span.end)) return at;
  return -1;
}
