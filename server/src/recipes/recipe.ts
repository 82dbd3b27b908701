/** A least-privilege statement as data. Source: https://aws.amazon.com/blogs/security/how-to-set-up-least-privilege-access-to-your-encrypted-amazon-sqs-queue/ (2026-11) */
import type { PolicyKind } from '../policy';
import type { PlainValue } from '../syntax';
import type { ParameterName, Values } from './parameters';

export type StatementData = { readonly [element: string]: PlainValue };

/** What a statement achieves: which requests must come out how. */
export type Achievement =
  /** Somebody of the account who is not named is denied these actions. */
  | { readonly kind: 'denies-others'; readonly actions: readonly string[]; /** a service for a stranger's source too */ readonly services?: boolean }
  /** Denied with this value of a key, not denied with the other. */
  | { readonly kind: 'denies-unless'; readonly actions: readonly string[]; readonly key: string; readonly outside: string; /** the value that passes; absent: the one that the policy tests for */ readonly inside?: string }
  /** Somebody who is named, of this kind, is allowed all the actions. */
  | { readonly kind: 'allows-named'; readonly actions: readonly string[]; readonly caller: 'principal' | 'service' | 'any' }
  /** The account as a whole is allowed them. */
  | { readonly kind: 'allows-account'; readonly actions: readonly string[] };

export interface Recipe {
  /** Also its Sid. */
  readonly id: string;
  readonly sid: string;
  readonly title: string;
  readonly description: string;
  readonly kinds: readonly PolicyKind[];
  readonly parameters: readonly ParameterName[];
  /** Not part of a whole policy. */
  readonly optional?: boolean;
  readonly achieves: Achievement;
  build(values: Values): StatementData;
}
