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
  const marks = pieces.filter((piece) => piece.kind !== 'text');
  const segments: ArnSegment[] = [];
  let start = 0;
  while (segments.length < 6) {
    const colon = segments.length === 5 ? -1 : nextColon(whole, marks, start);
    const end = colon < 0 ? whole.length : colon;
    const text = whole.slice(start, end);
    const unknown = marks.some(({ span }) => span.start < end && span.end > start);
    segments.push({ text, span: { start, end }, unknown, fixed: !unknown && !text.includes('*') && !text.includes('?') });
    if (colon < 0) break;
    start = end + 1;
  }
  const [prefix, partition, service, region, account, resource] = segments;
  return { prefix: prefix!, partition, service, region, account, resource };
}

function nextColon(whole: string, marks: readonly Piece[], from: number): number {
  let at = whole.indexOf(':', from);
  if (marks.length > 0) while (at >= 0 && marks.some(({ span }) => span.start <= at && at < span.end)) at = whole.indexOf(':', at + 1);
  return at;
}
