/** An ARN's six segments, where they stand, and what of them is known. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (2026-11) */
import type { Span } from '../syntax';
import type { Piece, Value } from './model';

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
  return value.arn;
}

/** What `parseArn` tells, worked out: a value keeps it. */
export function readArn(value: Omit<Value, 'arn'>): Arn | undefined {
  return value.text.startsWith('arn:') ? cut(value.text, value.known ? [] : value.pieces) : undefined;
}

function cut(whole: string, pieces: readonly Piece[]): Arn {
  const segments: ArnSegment[] = [];
  let start = 0;
  while (segments.length < 6) {
    const colon = segments.length === 5 ? -1 : nextColon(whole, pieces, start);
    const end = colon < 0 ? whole.length : colon;
    const unknown = pieces.some((p) => p.kind !== 'text' && p.span.start < end && p.span.end > start);
    const text = whole.slice(start, end);
    segments.push({ text, span: { start, end }, unknown, fixed: !unknown && !text.includes('*') && !text.includes('?') });
    if (colon < 0) break;
    start = end + 1;
  }
  const [prefix, partition, service, region, account, resource] = segments;
  return { prefix: prefix!, ...(partition && { partition }), ...(service && { service }), ...(region && { region }), ...(account && { account }), ...(resource && { resource }) };
}

function nextColon(whole: string, pieces: readonly Piece[], from: number): number {
  for (let at = whole.indexOf(':', from); at >= 0; at = whole.indexOf(':', at + 1)) if (!pieces.some((p) => p.kind !== 'text' && p.span.start <= at && at < p.span.end)) return at;
  return -1;
}
