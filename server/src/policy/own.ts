/** What the host tells of the queue or key that a policy belongs to: a template, or a queue's other attributes. */
import type { PlainValue } from '../syntax';
import type { HoleType, Value } from './model';

export interface Own {
  /** The queues, or the key. Several queues: the policy is one of each of them. Empty where the host does not tell. */
  readonly resources: readonly OwnResource[];
  /** There may be others than those that are listed. */
  readonly open: boolean;
  /** `deployment`: the owner is the account that deploys, which stands as a hole of type `account`, whatever accounts the policy names. */
  readonly owner?: 'deployment';
  /** How the host writes what it fills in itself; absent where it fills in nothing. */
  readonly expressions?: Expressions;
  /** Values in the place of the queue's URL that are none, with what the host would have there. */
  readonly misplaced: readonly { readonly value: Value; readonly instead?: PlainValue }[];
}

/** The ARN, where it is known as text; else how a hole that is the ARN is labelled (`${Orders.Arn}`), and its name where the host gives one. */
export type OwnResource = string | { readonly label: string; readonly name?: string };

/** What a text has in the place of the deployment's own values, until `Expressions.write` says how the host writes them. */
export const DEPLOYMENT = { account: '${:account}', region: '${:region}', partition: '${:partition}' } as const;

export interface Expressions {
  /** A text with the deployment's own values in it, as a value of the host. A text without them stays what it is. */
  readonly write: (text: string) => PlainValue;
  /** What is deployed along and has an ARN: how it is called, and its ARN. */
  readonly deployed: readonly { readonly name: string; readonly type: Extract<HoleType, { readonly is: 'arn' }> }[];
}
