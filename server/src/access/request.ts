/** One concrete request, and the answer to it. */
import type { Statement } from '../policy/model';
import type { Truth } from '../policy/truth';

/** Who calls. Anonymous callers exist for SQS, never for KMS. */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** An AWS service calling directly, by its principal name. */
  | { readonly kind: 'service'; readonly name: string }
  /** A role, a session of it, a user, a federated user, or an account's root: `arn:aws:iam::111122223333:role/path/name`, `arn:aws:sts::…:assumed-role/name/session`. */
  | { readonly kind: 'principal'; readonly arn: string; readonly account: string; /** for a session, the role's ARN with its path, where it is known */ readonly roleArn?: string };

export interface AccessRequest {
  /** `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN of the queue or key; absent: the very resource the policy is attached to, whatever its name. */
  readonly resource?: string;
  readonly caller: Caller;
  /** By condition key in lower case. A key that is not in the map is absent from the request; `undefined` means its value is not known. */
  readonly context: ReadonlyMap<string, readonly string[] | undefined>;
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny' | 'depends';

export interface StatementVerdict {
  readonly statement: Statement;
  readonly matched: Truth;
  /** The element that decides and, for a condition, its key: "Condition aws:SourceArn". */
  readonly because: string;
}

export interface AccessAnswer {
  readonly decision: Decision;
  /**
   * Whether a policy of the caller's own identity matters: `couldAllow` where it alone could allow (a queue of the own account),
   * `alsoNeeded` across accounts, `irrelevant` otherwise. Grants, SCPs and RCPs are not seen.
   */
  readonly identityPolicy: 'irrelevant' | 'alsoNeeded' | 'couldAllow';
  readonly statements: readonly StatementVerdict[];
}
