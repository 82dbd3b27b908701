/**
 * The neutral tree: what every syntax (JSON now, YAML and HCL later) is read into, and what everything above speaks.
 * All offsets are UTF-16 code units of the tree's own text; `Tree.locate` turns them into offsets of the document that holds it.
 */

/** Half-open: `start` is the first offset, `end` the one after the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type TreeNode = ObjectNode | ArrayNode | ScalarNode | HoleNode | ChoiceNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly range: Span;
  readonly members: readonly Member[];
  /** True when more members may exist than are seen: "absent" is then not known. */
  readonly open: boolean;
}

export interface Member {
  readonly key: ScalarNode;
  /** Absent while the value is still to be typed. */
  readonly value: TreeNode | undefined;
  /** From the key to the end of the value. */
  readonly range: Span;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly range: Span;
  readonly items: readonly TreeNode[];
  readonly open: boolean;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  readonly range: Span;
  /** The decoded value; a hole stands in it as its label, so that offsets within the value are continuous. */
  readonly value: string;
  readonly parts: readonly Part[];
  /** True only where it is one part, of text that stands in the source as it is: most strings. */
  readonly plain?: boolean;
}

export type Part = TextPart | HolePart;

export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  /** Where the text stands, without quotes. */
  readonly range: Span;
  /** Present where decoded and written text differ: `offsets[i]` is where decoded unit i starts, with one more entry for the end. */
  readonly offsets?: readonly number[];
}

export interface HolePart {
  readonly kind: 'hole';
  /** How the hole is written for a person, e.g. `${AWS::Region}`. Equal texts in one document are the same value. */
  readonly text: string;
  readonly range: Span;
  readonly type?: HoleType;
}

/**
 * What text a hole can be, where the host tells; absent: any. The deployment's own account, Region, partition and domain are one unknown
 * value each, the same all over the document.
 */
export type HoleType =
  | { readonly is: 'account' | 'region' | 'partition' | 'domain' }
  /**
   * The ARN of something that is deployed along: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` with the deployment's own partition; `region`
   * and `account` say whether the deployment's own stand in it (an S3 bucket's ARN has neither); `resource` is a pattern of the sixth part.
   */
  | { readonly is: 'arn'; readonly of: string; readonly service: string; readonly region: boolean; readonly account: boolean; readonly resource: string; readonly arn: PlainValue }
  /** The URL of a queue, or a name or an id: neither is ever an ARN, and a name holds no colon. `ends`: how the hole is labelled that is the ARN with this name for its wildcard. */
  | { readonly is: 'queue-url' | 'name'; readonly of: string; readonly arn?: PlainValue; readonly ends?: string };
// `of` says what it belongs to, with its article (`a bucket`); `arn` is the host's expression for the ARN of the same thing.

/** A value that only the host knows: `{"Ref": "Queue"}`, an unquoted `${services}`. */
export interface HoleNode {
  readonly kind: 'hole';
  readonly range: Span;
  readonly label: string;
}

/** One of several values, chosen by the host (`Fn::If`); `undefined` is "no value at all". */
export interface ChoiceNode {
  readonly kind: 'choice';
  readonly range: Span;
  readonly alternatives: readonly (TreeNode | undefined)[];
}

export type SyntaxErrorCode =
  | 'unexpected-token'
  | 'unterminated-string'
  | 'invalid-escape'
  | 'invalid-character'
  | 'leading-zero'
  | 'invalid-number'
  | 'missing-comma'
  | 'missing-colon'
  | 'missing-value'
  | 'missing-key'
  | 'trailing-comma'
  | 'unclosed'
  | 'comment'
  | 'text-around'
  | 'placeholder'
  | 'too-deep'
  | 'too-large'
  | 'empty';

export interface SyntaxFault {
  readonly code: SyntaxErrorCode;
  readonly range: Span;
  /** What deleting (or replacing) at `range` would make valid; absent where no single edit mends it. */
  readonly repair?: { readonly range: Span; readonly newText: string };
}

/** A change of text. Offsets are the document's. `placeholders` names the `<…>` texts in `newText` that a person still fills in. */
export interface TextChange {
  readonly range: Span;
  readonly newText: string;
  readonly placeholders?: readonly string[];
}

/** A plain value to be written: what `JSON.stringify` takes. */
export type PlainValue = string | number | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };

export interface Tree {
  readonly text: string;
  readonly root: TreeNode | undefined;
  readonly faults: readonly SyntaxFault[];
  /** From this tree's offsets to the document's. */
  locate(span: Span): Span;
  /** From the document's offset to this tree's; undefined where the document's offset lies outside. */
  offsetAt(documentOffset: number): number | undefined;
  /** The inverse of reading: one batch of edits, printed once, in the text's own indentation and line ends. Changes do not overlap. */
  write(edits: readonly Edit[]): TextChange[];
}

/**
 * The vocabulary of edits. Nodes are those of the tree that writes them. Values may hold `<placeholders>`.
 */
export type Edit =
  | { readonly kind: 'insertItem'; readonly array: ArrayNode; readonly index: number; readonly value: PlainValue }
  | { readonly kind: 'setProperty'; readonly object: ObjectNode; readonly key: string; readonly value: PlainValue; /** insert before this key if it exists */ readonly before?: string }
  | { readonly kind: 'renameKey'; readonly member: Member; readonly key: string }
  | { readonly kind: 'replaceSpan'; readonly node: ScalarNode; readonly span: Span; readonly text: string }
  | { readonly kind: 'replaceValue'; readonly node: TreeNode; readonly value: PlainValue }
  | { readonly kind: 'remove'; readonly container: ObjectNode | ArrayNode; readonly child: Member | TreeNode }
  | { readonly kind: 'wrapInArray'; readonly node: TreeNode; readonly append: readonly PlainValue[] }
  | { readonly kind: 'moveItem'; readonly array: ArrayNode; readonly from: number; readonly to: number }
  /** For repairs of text that no node stands for (a comment, a tail after the policy). Tree offsets. */
  | { readonly kind: 'replaceText'; readonly range: Span; readonly text: string };

export function findMember(object: ObjectNode, key: string): Member | undefined {
  // The last one wins, as in every JSON reader that AWS is known to use.
  for (let i = object.members.length - 1; i >= 0; i--) if (object.members[i]!.key.value === key) return object.members[i];
  return undefined;
}

/** Where a span of a scalar's decoded value stands in the tree's text. A span at a part's border stays inside that part. */
export function sourceSpan(scalar: ScalarNode, span: Span): Span {
  return { start: sourceOffset(scalar, span.start, false), end: sourceOffset(scalar, span.end, true) };
}

function sourceOffset(scalar: ScalarNode, offset: number, isEnd: boolean): number {
  let at = 0;
  for (const part of scalar.parts) {
    const length = part.text.length;
    if (offset < at + length || (isEnd && offset === at + length)) {
      if (part.kind === 'hole') return isEnd ? part.range.end : part.range.start;
      return part.offsets ? part.offsets[offset - at]! : part.range.start + (offset - at);
    }
    at += length;
  }
  const last = scalar.parts[scalar.parts.length - 1];
  return last ? last.range.end : scalar.range.end;
}
