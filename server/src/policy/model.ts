/**
 * The policy model that every rule, every question and every feature speaks. It is built from the neutral tree (`readPolicy`) and
 * knows nothing of the host: a value from a plain JSON file and one from a template look alike, the latter perhaps with holes.
 */
import type { ArrayNode, HoleType, Member, ObjectNode, ScalarNode, Span, Tree, TreeNode } from '../syntax/tree';
import type { Arn } from './arn';
import type { Derivable } from './derived';
import type { Shape } from './shape';
import type { Hole } from './truth';

export type { HoleType } from '../syntax/tree';

export type Effect = 'Allow' | 'Deny';

/** A string of the policy, cut at holes and policy variables. Offsets in `span` are those of `text`. */
export interface Value {
  /** The decoded value; holes and variables stand in it as they are written. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** True where it is one piece of text. May be false where it turns out to be one. */
  readonly known: boolean;
  /** Undefined where it is none. */
  readonly arn: Arn | undefined;
  readonly node: ScalarNode;
  /** The array of which it is an item, for edits: one among alternatives of the host is none. */
  readonly list?: ArrayNode;
  /** False where the host may leave the value out or choose another (`Fn::If`). */
  readonly certain: boolean;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span }
  /** `${aws:username}` and other policy variables. */
  | { readonly kind: 'variable'; readonly name: string; readonly text: string; readonly span: Span }
  /** `${account}`, `<account>`, `{{account}}`, `#{AWS::AccountId}`, `YOUR_ACCOUNT_ID`, an intrinsic. */
  | { readonly kind: 'hole'; readonly text: string; readonly span: Span; readonly from: 'placeholder' | 'host'; /** Who fills in a placeholder. */ readonly by?: 'engine' | 'person'; /** What it can be, where the host tells. */ readonly type?: HoleType };

/** One or many strings: what Action, Resource, a principal type and a condition key hold. */
export interface ValueList {
  readonly node: TreeNode;
  readonly values: readonly Value[];
  /** More values may exist than are seen. */
  readonly open: boolean;
  /** The holes that make it open. */
  readonly holes: readonly Hole[];
  /** Items that are no strings (a number where a string belongs); rules of form report them. */
  readonly odd: readonly TreeNode[];
}

export interface ElementList extends ValueList {
  readonly member: Member;
}

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

export interface PrincipalElement {
  readonly member: Member;
  /** `"*"` or another bare string; absent for a map. */
  readonly bare?: ValueList;
  /** The entries of a map, unknown keys included. */
  readonly entries: readonly PrincipalEntry[];
  readonly open: boolean;
  readonly holes: readonly Hole[];
}

export interface PrincipalEntry {
  readonly type: string;
  readonly member: Member;
  /** The object that holds it. */
  readonly map: ObjectNode;
  readonly list: ValueList;
}

/** One `operator: { key: values }`. */
export interface ConditionTest {
  readonly operator: Value;
  readonly operatorMember: Member;
  /** The object that holds the operator. */
  readonly operators: ObjectNode;
  readonly key: Value;
  readonly keyMember: Member;
  /** The object that holds the key. */
  readonly keys: ObjectNode;
  readonly list: ValueList;
  /** False where the host may leave the test out. */
  readonly certain: boolean;
}

export interface ConditionElement {
  readonly member: Member;
  readonly node: ObjectNode | undefined;
  readonly tests: readonly ConditionTest[];
  readonly open: boolean;
  readonly holes: readonly Hole[];
}

export interface Statement extends Derivable {
  readonly index: number;
  readonly node: ObjectNode;
  /** What it is, its name and its place aside: statements that a memory knows to be the same have one. */
  readonly shape: Shape;
  /** False where the host may leave the statement out. */
  readonly certain: boolean;
  /** More elements may exist than are seen. */
  readonly open: boolean;
  readonly sid?: { readonly member: Member; readonly value?: Value };
  /** `value` only where it is one known string. */
  readonly effect?: { readonly member: Member; readonly value?: Value };
  readonly principal?: PrincipalElement;
  readonly notPrincipal?: PrincipalElement;
  readonly action?: ElementList;
  readonly notAction?: ElementList;
  readonly resource?: ElementList;
  readonly notResource?: ElementList;
  readonly condition?: ConditionElement;
  /** Every member, in order, also the unknown ones. */
  readonly members: readonly Member[];
}

export interface Policy extends Derivable {
  readonly tree: Tree;
  /** The policy object; for a fragment the statement or the array of statements. */
  readonly node: TreeNode;
  /** `policy` is a whole one; the others are fragments, on which rules about the whole are silent. */
  readonly form: 'policy' | 'statement' | 'statements';
  readonly object?: ObjectNode;
  readonly version?: { readonly member: Member; readonly value?: Value };
  readonly id?: { readonly member: Member; readonly value?: Value };
  readonly statementMember?: Member;
  /** The array of statements, where it is one. */
  readonly statementArray?: ArrayNode;
  readonly statements: readonly Statement[];
  /** More statements, or more elements at the top, may exist than are seen. */
  readonly open: boolean;
  /** Items of Statement that are whole holes. */
  readonly holes: readonly Hole[];
}

export type PolicyKind = 'queue' | 'dead-letter-queue' | 'key' | 'identity' | 'resource-control' | 'other';
