/** Policies as plain JSON: no reader, no model. */
export type Many = string | readonly string[];
export type PrincipalElement = '*' | Readonly<Record<string, Many>>;
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, Many>>>>;

export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: Many;
  readonly NotAction?: Many;
  readonly Resource?: Many;
  readonly NotResource?: Many;
  readonly Condition?: ConditionBlock;
}

export interface PolicyJson {
  readonly Version: '2012-10-17';
  readonly Statement: readonly StatementJson[];
}

export type Kind = 'queue' | 'key';

export const listOf = (value: Many | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value);

/** The values under a type of principal (`AWS`, `Service`); `*` alone stands for `AWS`. */
export function named(element: PrincipalElement | undefined, type: string): readonly string[] {
  if (element === undefined) return [];
  return element === '*' ? (type === 'AWS' ? ['*'] : []) : listOf(element[type]);
}

export interface Test {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

export function testsOf({ Condition = {} }: StatementJson): Test[] {
  return Object.entries(Condition).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: listOf(values) })));
}

/** What stands between `${` and `}`, without a default: the keys that variables ask for, in lower case. */
export function variablesIn(value: string): string[] {
  return [...value.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner!.split(',')[0]!.trim().toLowerCase()).filter((key) => key.includes(':'));
}
