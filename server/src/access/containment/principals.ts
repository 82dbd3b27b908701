/**
 * Whether everybody whom one statement names is named by another. In an Allow a role is not contained in its account: the account's name
 * leaves the decision to its IAM policies, the role's own name does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11)
 */
import type { Effect, PrincipalElement, Statement, Value } from '../../policy';
import { isText, sameValue } from './sameValue';

/** One principal, with the kind that it is listed under. */
export interface Named {
  readonly type: string;
  readonly value: Value;
}

export interface PrincipalContext {
  readonly effect: Effect;
  /** The text that both statements were read from. */
  readonly source: string;
  /** Partitions that ARNs in Resource name: there an account id without an ARN belongs to. */
  readonly partitions: () => readonly string[];
}

const TYPES: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

export function principalsContained(wide: Statement, narrow: Statement, context: PrincipalContext): boolean {
  const { effect, source } = context;
  const outer = namesOf(wide.principal);
  const inner = namesOf(narrow.principal);
  if (outer && narrow.notPrincipal) return effect === 'Deny' && outer.some((name) => name.value.certain && isEverybody(name)) && namesOf(narrow.notPrincipal) !== undefined;
  if (outer && inner) return inner.every((name) => outer.some((other) => other.value.certain && nameContained(other, name, context)));
  const [spared, sparedInner] = [namesOf(wide.notPrincipal), namesOf(narrow.notPrincipal)];
  if (effect !== 'Deny' || !spared || !sparedInner) return false;
  // Whom the wide one spares, the narrow one spares too.
  return spared.every((name) => sparedInner.some((other) => other.value.certain && other.type === name.type && sameValue(other.value, name.value, source)));
}

/** Everybody that an element lists; undefined where that is not known, nobody, or nothing that AWS takes. */
function namesOf(element: PrincipalElement | undefined): readonly Named[] | undefined {
  if (!element || element.open) return undefined;
  const { bare, entries } = element;
  if (bare) return entries.length === 0 && bare.values.length === 1 && bare.odd.length === 0 && bare.values[0]!.text === '*' && bare.node.kind === 'scalar' ? [{ type: 'AWS', value: bare.values[0]! }] : undefined;
  const names: Named[] = [];
  for (const { type, list } of entries) {
    if (!TYPES.has(type) || list.open || list.odd.length > 0 || list.values.length === 0) return undefined;
    for (const value of list.values) names.push({ type, value });
  }
  return names.length > 0 ? names : undefined;
}

function isEverybody({ type, value }: Named): boolean {
  return type === 'AWS' && value.text === '*';
}

/** Whether one principal stands for the other as well. */
export function nameContained(wide: Named, narrow: Named, { effect, source, partitions }: PrincipalContext): boolean {
  if (isEverybody(wide)) return true;
  if (wide.type !== narrow.type) return false;
  if (sameValue(wide.value, narrow.value, source)) return true;
  if (wide.type !== 'AWS' || !isText(wide.value) || !isText(narrow.value)) return false;
  const account = readAccount(wide.value.text);
  const other = account && (readAccount(narrow.value.text) ?? (effect === 'Deny' ? readMember(narrow.value.text) : undefined));
  return other !== undefined && account!.id === other.id && samePartition(account!.partition, other.partition, partitions);
}

interface Account {
  readonly id: string;
  /** Absent where the bare id is written. */
  readonly partition: string | undefined;
}

/** `111122223333`, or its root ARN. */
function readAccount(text: string): Account | undefined {
  if (/^\d{12}$/.test(text)) return { id: text, partition: undefined };
  const [, partition, id] = /^arn:(aws[a-z-]*):iam::(\d{12}):root$/.exec(text) ?? [];
  return id === undefined ? undefined : { id, partition };
}

/** A role, user or federated user: a Deny of its account stops it. */
function readMember(text: string): Account | undefined {
  const [, partition, service, id, name] = /^arn:(aws[a-z-]*):(iam|sts)::(\d{12}):([^*?:]+)$/.exec(text) ?? [];
  if (name === undefined || !(service === 'iam' ? /^(role|user)\/./ : /^federated-user\/./).test(name)) return undefined;
  return { id: id!, partition };
}

function samePartition(a: string | undefined, b: string | undefined, home: PrincipalContext['partitions']): boolean {
  const named = a ?? b;
  if (a !== undefined && b !== undefined) return a === b;
  return named === undefined || home().every((partition) => partition === named);
}
