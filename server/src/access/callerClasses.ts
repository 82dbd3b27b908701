/** The callers that a policy tells apart, each by the name under which it is told. */
import type { ActionFact } from '../aws';
import { hasUnits, valuesOf, withoutUnits, withUnits, type Policy, type Statement } from '../policy';
import type { Who } from './callers';

export interface CallerClass {
  readonly kind: 'anonymous' | 'stranger' | 'account' | 'principal' | 'service';
  /** An account, an ARN, a service; absent: everybody who is not named. */
  readonly name?: string;
  readonly who: Who;
}

const PRINCIPALS = ['role', 'user', 'root', 'federated', 'reference'] as const;
const PRINCIPAL_ARN = /^arn:[^:*?]+:(iam|sts)::\d{12}:(role|user|assumed-role|federated-user)\/[^*?]+$/;

/** Of several versions of a policy together. Strangers are of no account that is named, nor of the owner's. */
export function callerClasses(policies: readonly Policy[], owner: string | undefined): readonly CallerClass[] {
  const statements = policies.flatMap((policy) => policy.statements);
  const accounts = [...new Set([...(owner === undefined ? [] : [owner]), ...statements.flatMap(accountsIn)])];
  const arns = new Set<string>();
  const services = new Set<string>();
  for (const statement of statements) {
    for (const element of [statement.principal, statement.notPrincipal])
      for (const { type, list } of element?.entries ?? [])
        for (const value of list.values) {
          if (type === 'Service' && !/[*?]/.test(value.text)) services.add(value.text);
          else if (type === 'AWS' && (PRINCIPAL_ARN.test(value.text) || isReference(withUnits(value)))) arns.add(withUnits(value));
        }
    for (const { key, list } of statement.condition?.tests ?? []) {
      if (/^aws:principalarn$/i.test(key.text)) for (const { text } of list.values) if (PRINCIPAL_ARN.test(text)) arns.add(text);
      if (/^aws:principalservicename(slist)?$/i.test(key.text)) for (const { text } of list.values) if (/^[a-z0-9.-]+$/.test(text)) services.add(text);
    }
  }
  return [
    { kind: 'anonymous', who: { kinds: ['anonymous'] } },
    { kind: 'stranger', who: { kinds: PRINCIPALS, but: accounts } },
    ...accounts.map((name): CallerClass => ({ kind: 'account', name, who: { kinds: PRINCIPALS, among: [name] } })),
    // The account's root user, to whom an Allow to the account leaves nothing to IAM policies.
    ...(owner === undefined ? [] : [{ kind: 'account' as const, name: owner, who: { kinds: ['root' as const], among: [owner] } }]),
    ...[...arns].map((name): CallerClass => ({ kind: 'principal', name: withoutUnits(name), who: { kinds: PRINCIPALS, principal: name } })),
    ...[...services].map((name): CallerClass => ({ kind: 'service', name, who: { kinds: ['service'], services: [name] } })),
    { kind: 'service', who: { kinds: ['service'] } },
  ];
}

function isReference(text: string): boolean {
  return hasUnits(text);
}

function accountsIn(statement: Statement): string[] {
  return valuesOf(statement).flatMap(({ text }) => /^\d{12}$/.exec(text)?.[0] ?? /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(text)?.[1] ?? []);
}

/** Whether a policy of the queue or key itself can let the caller do it at all: some actions are for the own account alone, some for IAM policies. */
export function canUse({ kind, name }: CallerClass, action: ActionFact, owner: string | undefined): boolean {
  const account = kind === 'account' ? name : kind === 'principal' ? /:(\d{12}):/.exec(name!)?.[1] : undefined;
  const foreign = kind === 'anonymous' || kind === 'stranger' || (owner !== undefined && account !== undefined && account !== owner);
  return action.inResourcePolicy === 'effective' && (action.crossAccount || !foreign);
}

