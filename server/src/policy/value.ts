/**
 * A string of a policy, cut at what is still to be filled in. `${…}` with the prefix of a condition key is a policy variable that AWS
 * resolves; every other `${…}`, `<…>`, `{{…}}`, `#{…}` and a bare `YOUR_ACCOUNT_ID` is a hole, as is every intrinsic of the host.
 * Variables: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-11)
 */
import type { ArrayNode, ScalarNode, Span } from '../syntax/tree';
import { readArn, type Arn } from './arn';
import type { Hole } from './truth';
import type { HoleType, Piece, Value } from './model';

/** Prefixes of condition keys whose values AWS puts into variables. `${AWS::Region}` and `${self:custom.x}` are not among them. */
const VARIABLE = /^\$\{(?:(?:aws|kms|s3|sts|ec2|iam|saml|lambda|ssm|glue|identitystore|redshift|transfer|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com):[A-Za-z][^:{}]*(?::[^:{}]+)*(?:\s*,\s*'[^']*')?|[*?$])\}$/i;
const MARKED = /\$\{[^{}]*\}|\{\{[^{}]*\}\}|#\{[^{}]*\}|<[^<>]+>/g;
/** Words that people leave to be replaced. Real names in capitals exist (`SYMMETRIC_DEFAULT`), so only telling ones count. Runs are bounded: unbounded, a long hyphenated text takes the square of its length. */
const BARE = /\b(?:YOUR|REPLACE|INSERT|ENTER|CHANGE)[_-][A-Za-z0-9_-]+|\bReplace(?:d|Me|With|By)[A-Za-z0-9_]*|\b(?:[Yy]our|[Mm]y)[_-](?:[Aa][Ww][Ss][_-])?[Aa]ccount(?:[_-](?:id|ID|Id|number))?\b|\b(?:[A-Z]{1,20}[_-]){0,4}(?:ACCOUNT|ORG|ORGANIZATION|REGION|TOPIC|QUEUE|BUCKET|KEY|ROLE)[_-](?:ID|ARN|NAME|NUMBER|HERE)\b|\bACCOUNTID\b|\b[Yy]our[A-Z][A-Za-z]+\b|\b[A-Za-z_-]{1,60}[_-]here\b/g;
/** A character of a mark, or one of the telling parts of such a word: most strings have none. */
const SIGN = /[$<{#]|YOUR|REPLACE|INSERT|ENTER|CHANGE|Replace|[Yy]our|[Mm]y[_-]|[_-](?:ID|ARN|NAME|NUMBER|HERE|here)|ACCOUNTID/;
/** Segments of an ARN that are left as the documentation prints them. */
const ARN_SEGMENTS = /^(arn:[^:]*:[^:]*:)([^:]*):([^:]*):/;
const LITERAL_REGION = /^region$/i;
const LITERAL_ACCOUNT = /^account([-_]?id)?$/i;
const LITERAL_SIGN = /:(?:region|account[-_]?(?:id)?):/i;

export function readValue(node: ScalarNode, certain = true, list?: ArrayNode): Value {
  const known = (node.plain === true || (node.parts.length === 1 && node.parts[0]!.kind === 'text')) && !hasSign(node.value);
  return new ReadValue(node.value, node, certain, list, known);
}

/** Another text in the place of a value, all of it known. */
export function withText({ node, certain }: Value, text: string): Value {
  return new ReadValue(text, node, certain, undefined, true);
}

class ReadValue implements Value {
  private cutPieces: readonly Piece[] | undefined;
  private cutArn: Arn | undefined;

  constructor(
    readonly text: string,
    readonly node: ScalarNode,
    readonly certain: boolean,
    readonly list: ArrayNode | undefined,
    readonly known: boolean,
  ) {}

  /** Few are ever asked for. */
  get pieces(): readonly Piece[] {
    return (this.cutPieces ??= this.known ? [{ kind: 'text', text: this.text, span: { start: 0, end: this.text.length } }] : piecesOf(this.node));
  }

  get arn(): Arn | undefined {
    return (this.cutArn ??= readArn(this));
  }
}

function piecesOf({ parts }: ScalarNode): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const part of parts) {
    if (part.kind === 'hole') pieces.push({ kind: 'hole', text: part.text, span: { start: at, end: at + part.text.length }, from: 'host', ...(part.type && { type: part.type }) });
    else cut(part.text, at, pieces);
    at += part.text.length;
  }
  return pieces;
}

/** Whether anything in it may be a mark; most strings have nothing. */
function hasSign(text: string): boolean {
  return SIGN.test(text) || (text.startsWith('arn:') && LITERAL_SIGN.test(text));
}

function cut(text: string, offset: number, pieces: Piece[]): void {
  const marks: { start: number; end: number }[] = [];
  for (const m of text.matchAll(MARKED)) marks.push({ start: m.index, end: m.index + m[0].length });
  for (const m of text.matchAll(BARE)) if (!marks.some((x) => m.index < x.end && m.index + m[0].length > x.start)) marks.push({ start: m.index, end: m.index + m[0].length });
  const arn = text.startsWith('arn:') ? ARN_SEGMENTS.exec(text) : null;
  if (arn) {
    const region = arn[1]!.length;
    const account = region + arn[2]!.length + 1;
    if (LITERAL_REGION.test(arn[2]!)) addIfFree(marks, region, region + arn[2]!.length);
    if (LITERAL_ACCOUNT.test(arn[3]!)) addIfFree(marks, account, account + arn[3]!.length);
  }
  marks.sort((a, b) => a.start - b.start);
  let at = 0;
  for (const mark of marks) {
    if (mark.start > at) pieces.push({ kind: 'text', text: text.slice(at, mark.start), span: { start: offset + at, end: offset + mark.start } });
    const marked = text.slice(mark.start, mark.end);
    const span = { start: offset + mark.start, end: offset + mark.end };
    if (VARIABLE.test(marked)) pieces.push({ kind: 'variable', name: marked.slice(2, -1).split(',')[0]!.trim(), text: marked, span });
    else pieces.push({ kind: 'hole', text: marked, span, from: 'placeholder' });
    at = mark.end;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ kind: 'text', text: text.slice(at), span: { start: offset + at, end: offset + text.length } });
}

function addIfFree(marks: { start: number; end: number }[], start: number, end: number): void {
  if (!marks.some((m) => start < m.end && end > m.start)) marks.push({ start, end });
}

export function hasHole(value: Value): boolean {
  return !value.known && value.pieces.some((p) => p.kind === 'hole');
}

export function hasVariable(value: Value): boolean {
  return !value.known && value.pieces.some((p) => p.kind === 'variable');
}

export function holesOf(value: Value): Hole[] {
  return value.known ? [] : value.pieces.flatMap((p) => (p.kind === 'hole' ? [holeOf(p, value)] : []));
}

/** Those that reach into a part of it, such as a segment of an ARN. */
export function holesWithin(value: Value, part: Span): Hole[] {
  return value.known ? [] : value.pieces.flatMap((p) => (p.kind === 'hole' && p.span.start < part.end && p.span.end > part.start ? [holeOf(p, value)] : []));
}

function holeOf({ text, type }: Extract<Piece, { readonly kind: 'hole' }>, { node }: Value): Hole {
  return type ? { label: text, node, type } : { label: text, node };
}

/** What the value can be where it is one hole and nothing beside it. */
export function typeOf(value: Value): HoleType | undefined {
  const [only, second] = value.known ? [] : value.pieces;
  return only?.kind === 'hole' && !second ? only.type : undefined;
}

/** Around what is still to be filled in, where a value stands as a text among others: one unit that equals itself alone. */
export const HOLE_START = '\u{e001}';
export const HOLE_END = '\u{e002}';
/** What has a meaning in a pattern or in an ARN, and what stands for it inside of a hole. */
const MEANT: readonly (readonly [string, string])[] = [[':', '\u{e003}'], ['/', '\u{e004}'], ['*', '\u{e005}'], ['?', '\u{e006}']];

/** The value as a text in which each hole is a unit. */
export function withUnits(value: Value): string {
  return hasHole(value) ? value.pieces.map((piece) => (piece.kind === 'hole' ? unitOf(piece.text) : piece.text)).join('') : value.text;
}

export function unitOf(hole: string): string {
  let text = hole;
  for (const [plain, stand] of MEANT) text = text.replaceAll(plain, stand);
  return `${HOLE_START}${text}${HOLE_END}`;
}

export function hasUnits(text: string): boolean {
  return text.includes(HOLE_START);
}

/** The text as the policy has it. */
export function withoutUnits(text: string): string {
  if (!hasUnits(text)) return text;
  let plain = text.replaceAll(HOLE_START, '').replaceAll(HOLE_END, '');
  for (const [meant, stand] of MEANT) plain = plain.replaceAll(stand, meant);
  return plain;
}
