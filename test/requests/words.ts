/** The words of a policy's statements: what requests that come near them are made of. */
import { listOf, named, testsOf, variablesIn, type StatementJson } from './policy';

export interface Words {
  /** ARNs and patterns of callers, of principals and conditions alike. */
  readonly arns: readonly string[];
  readonly userIds: readonly string[];
  readonly names: readonly string[];
  readonly accounts: readonly string[];
  readonly sources: readonly string[];
  readonly services: readonly string[];
  readonly actions: readonly string[];
  /** By key in lower case, as they are tested for. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const CALLER_ACCOUNTS = ['aws:principalaccount', 'kms:calleraccount', 'aws:sourceaccount'];

export function wordsOf(statements: readonly StatementJson[]): Words {
  const values = new Map<string, string[]>();
  for (const { operator, key, values: tested } of statements.flatMap(testsOf)) if (operator !== 'Null') values.set(key, [...(values.get(key) ?? []), ...tested.map(plain)]);
  const of = (...keys: readonly string[]): string[] => keys.flatMap((key) => values.get(key) ?? []);
  const principals = statements.flatMap((s) => [...named(s.Principal, 'AWS'), ...named(s.NotPrincipal, 'AWS')]).filter((text) => text !== '*');
  const arns = [...principals.filter((text) => text.startsWith('arn:')), ...of('aws:principalarn')];
  const sources = of('aws:sourcearn');
  const accounts = [...principals.filter((text) => /^\d{12}$/.test(text)), ...of(...CALLER_ACCOUNTS), ...[...arns, ...sources].map((arn) => arn.split(':')[4] ?? ''), ...of('aws:userid').map((id) => id.split(':')[0]!)];
  return {
    arns,
    userIds: of('aws:userid'),
    names: [...of('aws:username'), ...[...arns].map((arn) => /[^:/]+$/.exec(arn)?.[0] ?? 'x')],
    accounts: accounts.filter((text) => /^[\d*?]{1,12}$/.test(text) && text !== '*'),
    sources,
    services: [...statements.flatMap((s) => [...named(s.Principal, 'Service'), ...named(s.NotPrincipal, 'Service')]), ...of('aws:principalservicename', 'aws:principalservicenameslist')],
    actions: statements.flatMap(({ Action, NotAction }) => [...listOf(Action), ...listOf(NotAction)]),
    values,
  };
}

/** Variables are filled in by something. */
function plain(value: string): string {
  return value.replace(/\$\{([^}]*)\}/g, (_, inner: string) => (inner === '*' || inner === '?' || inner === '$' ? inner : '*'));
}

/** The keys that the statements ask for, by tests or by variables, in lower case. */
export function keysOf(statements: readonly StatementJson[]): ReadonlySet<string> {
  return new Set(statements.flatMap(testsOf).flatMap(({ key, values }) => [key, ...values.flatMap(variablesIn)]));
}
