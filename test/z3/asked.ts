/** What is asked, of which callers, in which world. */
import type { Term } from './terms';

export interface StatementJson {
  readonly Effect: string;
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What is fixed though the policy does not tell it. */
export interface Constants {
  readonly kind: 'queue' | 'key';
  readonly resource: string;
  readonly owner: string;
  readonly partition: string;
  readonly region: string;
  readonly organization: string | undefined;
  readonly serviceHas: readonly string[];
  readonly exceptsWithoutAccount: boolean;
  readonly unresolvedHolds: boolean;
  /** Names beside a service's own in its list. */
  readonly family: readonly string[];
}

export interface Asked {
  readonly statements: readonly StatementJson[];
  readonly require: readonly number[];
  readonly forbid: readonly number[];
  /** Actions in groups; of each the first is asked about. */
  readonly actions: readonly { readonly name: string; readonly shared: boolean; readonly covered: readonly boolean[] }[];
}

/** What a key holds: nothing, one text, or several. */
export interface Held {
  readonly present: Term;
  readonly values: readonly { readonly there: Term; readonly text: Term }[];
}

export interface Caller {
  readonly kind: 'anonymous' | 'role' | 'user' | 'root' | 'federated' | 'service';
  readonly service?: string;
  /** Of a service: whether the ARN of its source has the account in it. */
  readonly source?: 'account' | 'bucket';
}

export const list = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value);

/** Ways to err, to see that the solver would tell: an engine that has one of them answers as this encoding does with it. */
export const PLANTED = ['no users', 'no federated users', 'no root user', 'one fixed stranger', 'any ARN is the own one', 'the owner is the only root', 'the partition is aws', 'everybody is an assumed role', 'no paths', 'NotPrincipal hits the services that it names', 'a role has a user name', 'the source account is free of the source ARN', 'the organization is free of its path', 'a service has one name', 'Arn wildcards cross colons'] as const;
export type Planted = (typeof PLANTED)[number];
