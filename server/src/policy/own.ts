/** What the host tells of the queue or key that a policy belongs to: a template, or a queue's other attributes. */
import type { PlainValue } from '../syntax';
import type { Value } from './model';

export interface Own {
  /** The queues, or the key. Several queues: the policy is one of each of them. Empty where the host does not tell. */
  readonly resources: readonly OwnResource[];
  /** There may be others than those that are listed. */
  readonly open: boolean;
  /** `deployment`: the owner is the account that deploys, which stands as a hole of type `account`, whatever accounts the policy names. */
  readonly owner?: 'deployment';
  /** Values in the place of the queue's URL that are none, with what the host would have there. */
  readonly misplaced: readonly { readonly value: Value; readonly instead?: PlainValue }[];
}

/** The ARN, where it is known as text; else how a hole that is the ARN is labelled (`${Orders.Arn}`), and its name where the host gives one. */
export type OwnResource = string | { readonly label: string; readonly name?: string };
