/**
 * A string of a policy, cut at what is still to be filled in. `${…}` with the prefix of a condition key is a policy variable that AWS
 * resolves; every other `${…}`, `<…>`, `{{…}}`, `#{…}` and a bare `YOUR_ACCOUNT_ID` is a hole, as is every intrinsic of the host.
 * Variables: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-11)
 */
import { marksIn, mayHoldMark } from '../syntax/placeholder';
import type { ArrayNode, ScalarNode, Span } from '../syntax/tree';
import { readArn, type Arn } from './arn';
import type { Hole } from './truth';
import type { HoleType, Piece, Value } from './model';

/** Prefixes of condition keys whose values AWS puts into variables. `${AWS::Region}` and `${self:custom.x}` are not among them. */
const VARIABLE = /^\$\{(?:(?:aws|kms|s3|sts|ec2|iam|saml|lambda|ssm|glue|identitystore|redshift|transfer|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com):[A-Za-z][^:{}]*(?::[^:{}]+)*(?:\s*,\s*'[^']*')?|[*?$])\}$/i;

export function readValue(node: ScalarNode, certain = true, list?: ArrayNode): Value {
  const known = (node.plain === true || (node.parts.length === 1 && node.parts[0]!.kind === 'text')) && !mayHoldMark(node.value);
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

function cut(text: string, offset: number, pieces: Piece[]): void {
  let at = 0;
  for (const { start, end, by } of marksIn(text)) {
    if (start > at) pieces.push({ kind: 'text', text: text.slice(at, start), span: { start: offset + at, end: offset + start } });
    const marked = text.slice(start, end);
    const span = { start: offset + start, end: offset + end };
    if (VARIABLE.test(marked)) pieces.push({ kind: 'variable', name: marked.slice(2, -1).split(',')[0]!.trim(), text: marked, span });
    else pieces.push({ kind: 'hole', text: marked, span, from: 'placeholder', by });
    at = end;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ kind: 'text', text: text.slice(at), span: { start: offset + at, end: offset + text.length } });
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

/** The value as a text in which each hole is a unit: what the host tells of it is spelt out. */
export function withUnits(value: Value): string {
  return hasHole(value) ? value.pieces.map((piece) => (piece.kind === 'hole' ? unitsOf(piece.text, piece.type) : piece.text)).join('') : value.text;
}

/** The deployment's own account, as a unit. */
export const OWN_ACCOUNT = `${HOLE_START}account${HOLE_END}`;
const OWN_REGION = `${HOLE_START}region${HOLE_END}`;
export const OWN_PARTITION = `${HOLE_START}partition${HOLE_END}`;
/** Before the label of what is deployed along: two that are labelled differently are two. */
const DEPLOYED = '\u{e007}';

function unitsOf(label: string, type: HoleType | undefined): string {
  switch (type?.is) {
    case 'account':
      return OWN_ACCOUNT;
    case 'region':
      return OWN_REGION;
    case 'partition':
      return OWN_PARTITION;
    case 'arn':
      return deployedArn(type.service, type.region, type.account, type.resource, label);
    case 'name':
      return type.ends === undefined ? unitOf(label) : deployedUnit(type.ends);
    default:
      return unitOf(label);
  }
}

/** What tells one thing that is deployed along from another, by the label of its ARN. */
function deployedUnit(label: string): string {
  return unitOf(`${DEPLOYED}${label}`);
}

/** The ARN of something that is deployed along; `resource` is a pattern of the sixth part. */
export function deployedArn(service: string, region: boolean, account: boolean, resource: string, label: string): string {
  return `arn:${OWN_PARTITION}:${service}:${region ? OWN_REGION : ''}:${account ? OWN_ACCOUNT : ''}:${resource.replace('*', deployedUnit(label))}`;
}

/** Whether the two are parts of different things that are deployed along. */
export function areApart(one: string, other: string): boolean {
  const labels = [one, other].map((text) => /\u{e007}([^\u{e002}]*)\u{e002}$/u.exec(text)?.[1]);
  return labels[0] !== undefined && labels[1] !== undefined && labels[0] !== labels[1];
}

export function unitOf(hole: string): string {
  let text = hole;
  for (const [plain, stand] of MEANT) text = text.replaceAll(plain, stand);
  return `${HOLE_START}${text}${HOLE_END}`;
}

/** The text as a pattern: each part that is still to be filled in is any text. */
export function withWildcards(text: string): string {
  return text.replace(/\u{e001}[^\u{e002}]*\u{e002}/gu, '*');
}

export function hasUnits(text: string): boolean {
  return text.includes(HOLE_START);
}

/** The text as the policy has it. */
export function withoutUnits(text: string): string {
  if (!hasUnits(text)) return text;
  const deployed = /^arn:.*\u{e001}\u{e007}([^\u{e002}]*)\u{e002}$/u.exec(text)?.[1];
  if (deployed !== undefined) return withoutUnits(`${HOLE_START}${deployed}${HOLE_END}`);
  let plain = text.replaceAll(OWN_ACCOUNT, '${AWS::AccountId}').replaceAll(OWN_REGION, '${AWS::Region}').replaceAll(OWN_PARTITION, '${AWS::Partition}').replaceAll(HOLE_START, '').replaceAll(HOLE_END, '').replaceAll(DEPLOYED, '');
  for (const [meant, stand] of MEANT) plain = plain.replaceAll(stand, meant);
  return plain;
}
