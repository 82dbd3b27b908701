/** What a rule is. One file holds one rule: `meta` and `check`, pure, knowing no host syntax. */
import type { Edit, Member, ObjectNode, Span, TreeNode } from '../syntax/tree';
import type { Extent } from '../policy/extent';
import type { Memory } from '../policy/memory';
import type { Policy, PolicyKind, Statement } from '../policy/model';
import type { Own } from '../policy/own';
import type { Owner } from '../policy/owner';
import type { Hole } from '../policy/truth';
import type { Facts } from '../aws';

export type Category = 'grammar' | 'service' | 'exposure' | 'least-privilege' | 'reach' | 'configuration' | 'pair';
export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type Level = Severity | 'off';
export type Profile = 'recommended' | 'strict';

/**
 * safe: after is contained in before, one outcome, no statement added. repair: rejected or dead as written; the edit makes it do what it
 * plainly says, within that one statement. decision: the rest; a person chooses or fills in.
 */
export type FixClass = 'safe' | 'repair' | 'decision';

export interface RuleMeta {
  /** File name, documentation path, configuration key and diagnostic code. */
  readonly id: string;
  readonly category: Category;
  readonly kinds: readonly PolicyKind[];
  readonly levels: Readonly<Record<Profile, Level>>;
  /** The class of its fixes; `none` where it has none. */
  readonly fix: FixClass | 'none';
  /**
   * `statement`: whether it has nothing to say about a statement rests on that statement, the policy's Version and form, and the context
   * alone, never on the statements beside it, nor on the access engine, whose steps all rules share. Such a statement is not looked at again
   * until it changes.
   */
  readonly scope?: 'statement';
  /** One sentence, as in the table of rules. */
  readonly summary: string;
  /** The IAM Access Analyzer issue codes of the same meaning. */
  readonly accessAnalyzer?: readonly string[];
  /** A finding is dropped where one of these rules names the slip that it comes from: one of at least its level, on a part that it rests on (causes.ts). */
  readonly yieldsTo?: readonly string[];
}

/** An element that an object lacks. */
export interface Missing {
  readonly object: ObjectNode;
  readonly missing: string;
}

/** A part of the text in which one slip can be: an element, an operator, a condition, a value. */
export type Part = TreeNode | Member | Missing;

export interface Fix {
  readonly title: string;
  readonly class: FixClass;
  /** Computed when asked for. The edits are those of the policy's tree. */
  readonly edits: () => readonly Edit[];
}

export interface Related {
  readonly node: TreeNode;
  readonly span?: Span;
  readonly at?: Span;
  readonly message: string;
}

export interface Finding {
  /** Where: a node or, with `span`, a part of a scalar's decoded value. `at` overrides both with a span of the tree's text. */
  readonly node: TreeNode;
  readonly span?: Span;
  readonly at?: Span;
  /** What is wrong, why, what now; at most about 160 characters, plain text. */
  readonly message: string;
  readonly statement?: Statement;
  /** The parts of which each is a reason for it, in whatever statement: a slip in one of them may be its cause. Absent: where it stands. */
  readonly rests?: readonly Part[];
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** Where the finding weighs less (or more) than the rule's level in this profile. A level set in the configuration wins over it. */
  readonly severity?: Severity | Readonly<Record<Profile, Level>>;
}

/** The rule could not say: it depends on these holes. */
export interface Undecided {
  readonly holes: readonly Hole[];
}

export interface RuleContext {
  readonly facts: Facts;
  readonly kind: PolicyKind;
  readonly owner: Owner;
  /** What the host tells of the queue or key. A rule of scope `statement` does not look at it. */
  readonly own?: Own;
  /** Accounts and organizations that belong to the user, from the configuration. */
  readonly zone: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
  readonly profile: Profile;
  /** Whether the place where the policy stands is a template whose holes are filled by the host. */
  readonly template: boolean;
  /** How much is asked of a policy of this size; absent: everything. */
  readonly extent?: Extent;
  /** Steps that the questions to the access engine may take together: past them the answer is "depends". */
  readonly budget?: { left: number };
  /** What is known of the texts before. */
  readonly memory?: Memory | undefined;
}

export interface Rule {
  readonly meta: RuleMeta;
  check(policy: Policy, context: RuleContext): Iterable<Finding | Undecided>;
}

export function isFinding(outcome: Finding | Undecided): outcome is Finding {
  return 'message' in outcome;
}
