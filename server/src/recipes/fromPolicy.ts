/** What a policy already tells: its queue, and the producers and consumers that it allows. */
import { facts } from '../aws';
import { any, DEPLOYMENT, matches, type Memory, type Own, type Policy, type PolicyKind, type Statement, type Value } from '../policy';
import type { PlainValue } from '../syntax';
import { findParameter, type Values } from './parameters';

export interface Known {
  readonly kind: PolicyKind;
  readonly owner?: string | undefined;
  /** What the host tells. */
  readonly own?: Own | undefined;
  /** Steps that questions to the access engine may take together. */
  readonly budget?: { left: number } | undefined;
  /** What is remembered of its answers. */
  readonly memory?: Memory | undefined;
}

export function valuesOf(policy: Policy, known: Known): Values {
  const resource = known.kind === 'key' ? undefined : resourceOf(policy);
  const arn = typeof resource === 'string' ? resource.split(':') : [];
  const consumers = distinct(principals(policy, known.kind === 'key' ? 'kms:Decrypt' : 'sqs:ReceiveMessage', known.owner));
  const administrators = known.kind === 'key' ? [] : distinct(withOwn([...administratorsOf(policy), ...allowedAdministrators(policy)], known.owner));
  const organization = testedValues(policy, 'aws:principalorgid').find((v): v is string => typeof v === 'string' && v.startsWith('o-'));
  const sources = distinct(producing(policy).flatMap((s) => sourceArns(policy, s)));
  const producers = producersOf(policy, known);
  const services = known.kind === 'key' ? [] : receivingServices(policy);
  const purgers = known.kind === 'key' ? [] : distinct(named(policy, PURGE).filter((v) => !isOwnAccount(v, known.owner)).map((v) => roleOf(policy, v)));
  const deployed = known.own?.expressions && DEPLOYMENT;
  const partition = arn[1] || principalsPartition(policy) || deployed?.partition;
  const region = arn[3] || deployed?.region;
  const account = known.owner ?? (/^\d{12}$/.test(arn[4] ?? '') ? arn[4] : undefined) ?? deployed?.account;
  return {
    ...(partition && { partition }),
    ...(region && { region }),
    ...(account !== undefined && { account }),
    resource: resource ?? (known.kind === 'key' ? undefined : (ownArn(known) ?? '*')),
    ...(sources.length > 0 && { 'source-arn': sources.length === 1 ? sources[0]! : sources }),
    ...(consumers.length > 0 && { 'consumer-role': consumers }),
    ...(administrators.length > 0 && { 'admin-role': administrators }),
    ...(organization !== undefined && { organization }),
    ...(producers && { producers }),
    ...(services.length > 0 && { services }),
    ...(purgers.length > 0 && { purgers }),
  };
}

/** The ARN of the queue, as the host refers to it. */
function ownArn({ own }: Known): PlainValue | undefined {
  const [resource, second] = own?.resources ?? [];
  if (second !== undefined || own?.open !== false) return undefined;
  return typeof resource === 'string' ? resource : own.expressions?.deployed.find(({ name }) => resource?.label.slice(2, -1).split('.')[0] === name)?.type.arn;
}

/** A key's policy does not name the key; whom it names lives in the same partition. */
export function principalsPartition({ statements }: Policy): string | undefined {
  for (const { principal } of statements)
    for (const { list } of principal?.entries ?? []) for (const { arn } of list.values) if (arn?.partition?.fixed && /^aws(-[a-z]+)*$/.test(arn.partition.text)) return arn.partition.text;
  return undefined;
}

/** The Resource that the statements share. */
function resourceOf(policy: Policy): PlainValue | undefined {
  const values = distinct(policy.statements.flatMap((s) => (s.resource?.values ?? []).filter((v) => v.text !== '*').map((v) => plain(policy, v))));
  return values.length === 1 ? values[0] : undefined;
}

/** What aws:PrincipalArn has for the principal: a session has its role's ARN. */
function roleOf(policy: Policy, value: Value): PlainValue {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/.exec(value.text);
  if (session) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  const as = plain(policy, value);
  if (typeof as === 'string' && /^\d{12}$/.test(as)) return `arn:${principalsPartition(policy) ?? 'aws'}:iam::${as}:*`;
  // An account that is still to be filled in: everybody in it.
  return typeof as === 'string' && as.endsWith(':root') ? as.replace(/root$/, '*') : as;
}

/** As it is written: text, or the host's own expression. */
function plain(policy: Policy, value: Value): PlainValue {
  if (!value.pieces.some((p) => p.kind === 'hole' && p.from === 'host')) return value.text;
  try {
    return JSON.parse(policy.tree.text.slice(value.node.range.start, value.node.range.end)) as PlainValue;
  } catch {
    // An expression of a template engine, with quotes that JSON would escape.
    return value.text.includes('"') ? '<arn>' : value.text;
  }
}

function distinct(values: readonly PlainValue[]): PlainValue[] {
  const seen = new Set<string>();
  return values.filter((v) => {
    const key = JSON.stringify(v);
    return !seen.has(key) && seen.add(key);
  });
}

function allows(statement: Statement, action: string): boolean {
  return statement.effect?.value?.text === 'Allow' && any((statement.action?.values ?? []).map((v) => matches(v, action, 'wildcard-ignoring-case'))).is === 'yes';
}

/** Principals named for an action: no `*`, and not the own account as a whole, which hands the decision to IAM. Where the owner is not known, any account may be it. */
function principals(policy: Policy, action: string, owner: string | undefined): PlainValue[] {
  const isOwn = (value: Value): boolean => (owner === undefined ? /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(value.text) : isOwnAccount(value, owner));
  return policy.statements.filter((s) => allows(s, action)).flatMap((s) => awsPrincipals(s).filter((v) => !isOwn(v)).map((v) => roleOf(policy, v)));
}

/** What the boundaries of consumers and of the organization deny. */
const RECEIVING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:SetQueueAttributes', 'sqs:AddPermission', 'sqs:RemovePermission', 'sqs:DeleteQueue'];

function receivingServices(policy: Policy): PlainValue[] {
  const letting = policy.statements.filter((s) => RECEIVING.some((action) => allows(s, action)));
  return distinct(letting.flatMap(({ principal }) => (principal?.entries ?? []).flatMap(({ type, list }) => (type === 'Service' ? list.values.map((v) => plain(policy, v)) : []))));
}

function awsPrincipals(statement: Statement): readonly Value[] {
  return (statement.principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values.filter((v) => v.text !== '*') : []));
}

/** Those whom a Deny of administration spares; a whole account is no administrator. */
function administratorsOf(policy: Policy): PlainValue[] {
  return policy.statements
    .filter((s) => s.effect?.value?.text === 'Deny' && (s.action?.values ?? []).some((v) => /^sqs:(SetQueueAttributes|AddPermission|DeleteQueue)$/i.test(v.text)))
    .flatMap((s) => (s.condition?.tests ?? []).filter((t) => t.key.text.toLowerCase() === 'aws:principalarn').flatMap((t) => t.list.values.filter((v) => !/:\*$|^\*/.test(v.text)).map((v) => plain(policy, v))));
}

/** Somebody of the own account must be left who administers: named by hand, where those who are told are all of another. */
function withOwn(administrators: readonly PlainValue[], owner: string | undefined): readonly PlainValue[] {
  const foreign = (value: PlainValue): boolean => typeof value === 'string' && /^arn:[^:]+:iam::\d{12}:/.test(value) && value.split(':')[4] !== owner;
  return owner !== undefined && administrators.length > 0 && administrators.every(foreign) ? [findParameter('admin-role')!.placeholder, ...administrators] : administrators;
}

/** Those to whom an Allow names such an action; one by a wildcard is no sign of an administrator. */
function allowedAdministrators(policy: Policy): PlainValue[] {
  return named(policy, ADMINISTRATION).filter((v) => !/^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(v.text)).map((v) => roleOf(policy, v));
}

function named(policy: Policy, action: RegExp): Value[] {
  return policy.statements.filter((s) => s.effect?.value?.text === 'Allow' && (s.action?.values ?? []).some((v) => action.test(v.text))).flatMap(awsPrincipals);
}

/** Which hands the decision to IAM. */
function isOwnAccount({ text }: Value, owner: string | undefined): boolean {
  return owner !== undefined && /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] === owner;
}

const PURGE = /^sqs:PurgeQueue$/i;
const ADMINISTRATION = /^sqs:(SetQueueAttributes|AddPermission|RemovePermission|DeleteQueue)$/i;

function testedValues(policy: Policy, key: string): PlainValue[] {
  return policy.statements.flatMap((s) => (s.condition?.tests ?? []).filter((t) => t.key.text.toLowerCase() === key).flatMap((t) => t.list.values.map((v) => plain(policy, v))));
}

function producing(policy: Policy): readonly Statement[] {
  return policy.statements.filter((s) => allows(s, 'sqs:SendMessage'));
}

function positive(statement: Statement, key: string): readonly Value[] {
  return (statement.condition?.tests ?? [])
    .filter((t) => {
      const { operator, ifExists, set } = facts.parseOperator(t.operator.text);
      return t.key.text.toLowerCase() === key && operator && operator.family !== 'null' && !operator.negated && !ifExists && set !== 'ForAllValues';
    })
    .flatMap((t) => t.list.values);
}

function sourceArns(policy: Policy, statement: Statement): PlainValue[] {
  return positive(statement, 'aws:sourcearn').map((v) => plain(policy, v));
}

/**
 * The conditions of a Deny that spare everybody whom the policy lets send. Conditions are AND, so a caller is spared as soon as one of them
 * does not hold: one key for each way in which producers are told apart.
 */
function producersOf(policy: Policy, known: Known): Values['producers'] {
  const arns: PlainValue[] = [];
  const accounts: PlainValue[] = [];
  const services: PlainValue[] = [];
  const roles: PlainValue[] = [];
  const principalAccounts: PlainValue[] = [];
  // Operator -> key -> values, in the policy's own words: Maps, for whatever those are.
  const others = new Map<string, Map<string, PlainValue[]>>();
  for (const statement of producing(policy)) {
    for (const value of awsPrincipals(statement)) {
      const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value.text)?.[1];
      // The own account as a whole is what the boundary is to narrow.
      if (account === undefined) roles.push(roleOf(policy, value));
      else if (account !== known.owner) principalAccounts.push(account);
    }
    const named = (statement.principal?.entries ?? []).flatMap((e) => (e.type === 'Service' ? e.list.values : []));
    const sources = sourceArns(policy, statement);
    const sourceAccounts = positive(statement, 'aws:sourceaccount').map((v) => plain(policy, v));
    if (sources.length > 0) arns.push(...sources);
    else if (sourceAccounts.length > 0) accounts.push(...sourceAccounts);
    else services.push(...named.map((v) => plain(policy, v)));
    if (sources.length > 0 || sourceAccounts.length > 0 || !letsInEverybody(statement)) continue;
    // Whoever is let in under * is told apart by a test; what spares them is its opposite.
    const test = statement.condition?.tests.find((t) => OPPOSITES.has(t.operator.text) && !(t.key.text.toLowerCase() === 'aws:securetransport'));
    if (!test) continue;
    const operator = OPPOSITES.get(test.operator.text)!;
    const keys = others.get(operator) ?? new Map<string, PlainValue[]>();
    others.set(operator, keys.set(test.key.text, [...(keys.get(test.key.text) ?? []), ...test.list.values.map((v) => (test.operator.text === 'Null' ? String(v.text === 'false') : plain(policy, v)))]));
  }
  if (arns.length + accounts.length + services.length + roles.length + principalAccounts.length + others.size === 0) return undefined;
  const only = (list: readonly PlainValue[]): PlainValue => (list.length === 1 ? list[0]! : distinct(list).length === 1 ? list[0]! : distinct(list));
  const equals: Record<string, PlainValue> = {};
  if (accounts.length > 0) equals['aws:SourceAccount'] = only(accounts);
  if (services.length > 0) equals['aws:PrincipalServiceName'] = only(services);
  if (principalAccounts.length > 0) equals['aws:PrincipalAccount'] = only(principalAccounts);
  const found: Record<string, Record<string, PlainValue>> = {
    ...(arns.length > 0 && { ArnNotLike: { 'aws:SourceArn': only(arns) } }),
    ...(roles.length > 0 && { StringNotLike: { 'aws:PrincipalArn': only(roles) } }),
    ...(Object.keys(equals).length > 0 && { StringNotEquals: equals }),
  };
  for (const [operator, keys] of others) {
    const own = found[operator] ?? {};
    found[operator] = { ...own, ...Object.fromEntries([...keys].flatMap(([key, values]) => (Object.hasOwn(own, key) ? [] : [[key, only(values)] as const]))) };
  }
  return found;
}

/** The operator that holds for exactly those callers for whom the other does not. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['StringEquals', 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'StringNotLike'],
  ['ArnEquals', 'ArnNotEquals'],
  ['ArnLike', 'ArnNotLike'],
  ['IpAddress', 'NotIpAddress'],
  ['Null', 'Null'],
  ['ForAnyValue:StringEquals', 'ForAllValues:StringNotEquals'],
  ['ForAnyValue:StringLike', 'ForAllValues:StringNotLike'],
]);

function letsInEverybody({ principal }: Statement): boolean {
  return [...(principal?.bare?.values ?? []), ...(principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []))].some((v) => v.text === '*');
}
