/**
 * Whom Principal and NotPrincipal name: of one concrete caller, and as demands on a caller that is still to be found.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html (2026-11)
 */
import { any, depends, derive, hasHole, holesOf, matches, NO, not, truth, withUnits, YES, type PolicyKind, type PrincipalElement, type Statement, type Truth, type Value } from '../policy';
import type { Reading } from './constraints';
import { ACCOUNT, PRINCIPAL, ROOT, SESSION } from './records';
import type { Caller } from './request';
import type { ViewPattern } from './solveRecord';

/** What lets everybody in: the `*` among the principals, or a NotPrincipal, which leaves all others in. */
export function everybodyIn({ effect, principal, notPrincipal }: Statement): Value | undefined {
  const isEverybody = ({ text, certain }: Value): boolean => text === '*' && certain;
  if (notPrincipal && effect?.value?.text === 'Allow') return notPrincipal.bare?.values[0] ?? notPrincipal.entries.flatMap(({ list }) => list.values)[0];
  const bare = principal?.bare?.values.find(isEverybody);
  if (bare || !principal) return bare;
  for (const { type, list } of principal.entries) {
    const value = type === 'AWS' ? list.values.find(isEverybody) : undefined;
    if (value) return value;
  }
  return undefined;
}

const ACCOUNT_PRINCIPAL = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

/** Whether the statement's Principal or NotPrincipal takes in the caller. */
export function matchesPrincipal(statement: Statement, caller: Caller, kind: PolicyKind): Truth {
  if (statement.notPrincipal) return not(exempts(statement.notPrincipal, caller));
  if (!statement.principal) return statement.open ? depends([{ label: 'Principal', node: statement.node }]) : NO;
  // KMS knows no anonymous callers.
  if (kind === 'key' && caller.kind === 'anonymous') return NO;
  return named(statement.principal, caller, true);
}

/**
 * NotPrincipal exempts exactly those whom it names, services among them, and `*` everybody. A role or user that is named without its account:
 * AWS's page says that the Deny may hit the whole account.
 */
function exempts(element: PrincipalElement, caller: Caller): Truth {
  const is = named(element, caller, false);
  if (is.is !== 'yes' || caller.kind !== 'principal' || namesEverybody(element)) return is;
  return accountsIn(element).has(caller.account) ? is : depends([{ label: 'NotPrincipal', node: element.member.key }]);
}

/** Whether NotPrincipal names a role or user without its account. */
export function namesUnsettled(element: PrincipalElement | undefined): boolean {
  if (!element || namesEverybody(element)) return false;
  const accounts = accountsIn(element);
  return element.entries.some(({ type, list }) => type === 'AWS' && list.values.some(({ text }) => !accounts.has(accountOf(text) ?? '')));
}

function namesEverybody(element: PrincipalElement): boolean {
  const isEverybody = ({ text, certain }: Value): boolean => text === '*' && certain;
  return element.bare?.values.some(isEverybody) === true || element.entries.some(({ type, list }) => type === 'AWS' && list.values.some(isEverybody));
}

function accountsIn(element: PrincipalElement): ReadonlySet<string> {
  return new Set(element.entries.flatMap(({ type, list }) => (type === 'AWS' ? list.values.flatMap(({ text }) => ACCOUNT_PRINCIPAL.exec(text)?.[1] ?? []) : [])));
}

function named(element: PrincipalElement, caller: Caller, exists: boolean): Truth {
  const truths: Truth[] = [];
  const add = (value: Value, is: Truth): void => {
    if (is.is !== 'no') truths.push(value.certain || is.is === 'depends' ? is : depends([{ label: value.text, node: value.node }]));
  };
  for (const value of element.bare?.values ?? []) add(value, value.text === '*' ? YES : hasHole(value) ? depends(holesOf(value)) : NO);
  for (const { type, list } of element.entries) {
    for (const value of list.values) {
      if (type === 'AWS') add(value, value.text === '*' ? YES : matchesAws(value, caller, exists));
      else if (type === 'Service' && caller.kind === 'service') add(value, matches(value, caller.name, 'exact'));
    }
    if (list.open && (type === 'AWS' || (type === 'Service' && caller.kind === 'service'))) truths.push(depends(list.holes.length > 0 ? list.holes : [{ label: type, node: list.node }]));
  }
  if (element.open) truths.push(depends(element.holes.length > 0 ? element.holes : [{ label: 'Principal', node: element.member.key }]));
  return any(truths);
}

/**
 * `exists`: a role in a Principal element exists, as AWS refuses others, and has its name alone in its account: then a session of that name is
 * one of it, whatever its path.
 */
function matchesAws(value: Value, caller: Caller, exists: boolean): Truth {
  if (caller.kind !== 'principal') return NO;
  const account = ACCOUNT_PRINCIPAL.exec(value.text)?.[1];
  // The account: an Allow hands the decision to its IAM policies, a Deny hits everybody in it.
  if (account) return truth(account === caller.account);
  if (caller.roleArn === undefined && isSessionOf(caller.arn, value.text)) return exists ? YES : depends([{ label: value.text, node: value.node }]);
  return any([matches(value, caller.arn, 'exact'), caller.roleArn ? matches(value, caller.roleArn, 'exact') : NO, accountHole(value, caller)]);
}

const SESSION_ARN = /^arn:([^:]*):sts::([^:]*):assumed-role\/([^/]+)\//;

/** Whether a role's ARN, with or without a path, may be that of the session. A session's ARN has no path. */
export function isSessionOf(session: string, role: string): boolean {
  const [, partition, account, name] = SESSION_ARN.exec(session) ?? [];
  if (name === undefined || !role.startsWith(`arn:${partition}:iam::${account}:role/`)) return false;
  return role.slice(role.lastIndexOf('/') + 1) === name;
}

/** The ARN of the role of a session, where the role has no path. */
export function roleOfSession(arn: string): string | undefined {
  const [, partition, account, name] = SESSION_ARN.exec(arn) ?? [];
  return name === undefined ? undefined : `arn:${partition}:iam::${account}:role/${name}`;
}

/** `arn:aws:iam::${account}:root` may be the caller's account. */
function accountHole(value: Value, caller: Extract<Caller, { kind: 'principal' }>): Truth {
  if (!hasHole(value)) return NO;
  const root = `${caller.arn.split(':').slice(0, 2).join(':')}:iam::${caller.account}:root`;
  return any([matches(value, root, 'exact'), matches(value, caller.account, 'exact')]);
}

/** Whether an Allow names the caller only through its account as a whole, and so leaves the decision to IAM policies there. */
export function throughAccount(statement: Statement, caller: Caller): boolean {
  if (caller.kind !== 'principal') return false;
  const values = (statement.principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []));
  const itself = (text: string): boolean => text === '*' || text === caller.arn || text === caller.roleArn || (caller.roleArn === undefined && isSessionOf(caller.arn, text));
  if (statement.principal?.bare || values.some(({ text }) => itself(text))) return false;
  return values.some((v) => ACCOUNT_PRINCIPAL.exec(v.text)?.[1] === caller.account) && !caller.arn.endsWith(':root');
}

/** Whom a statement takes in, for one reading. */
export interface Principals {
  /** It names who is not taken in. */
  readonly negated: boolean;
  readonly everybody: boolean;
  /** Perhaps any role, user or account. */
  readonly anyPrincipal: boolean;
  readonly anyService: boolean;
  readonly patterns: readonly ViewPattern[];
  readonly services: readonly string[];
}

const NOBODY: Principals = { negated: false, everybody: false, anyPrincipal: false, anyService: false, patterns: [], services: [] };

const principalsFor = derive<Statement, (Principals | undefined)[]>(() => []);

/** `wanted`: the statement is to cover the request; else it is not to. */
export function principalsOf(statement: Statement, wanted: boolean, reading: Reading): Principals {
  const at = (wanted ? 1 : 0) + (reading.optimistic ? 2 : 0) + (reading.constants ? 4 : 0);
  return (principalsFor(statement)[at] ??= readPrincipals(statement, wanted === reading.optimistic, reading.constants));
}

/** `generous`: takes in as many as it may turn out to. */
function readPrincipals({ principal, notPrincipal, open }: Statement, generous: boolean, constants: boolean): Principals {
  const element = notPrincipal ?? principal;
  if (!element) return open && generous ? { ...NOBODY, everybody: true } : NOBODY;
  // To take in many is to exempt few.
  const naming = notPrincipal ? !generous : generous;
  let everybody = element.open && naming;
  let anyPrincipal = false;
  let anyService = false;
  const patterns: ViewPattern[] = [];
  const services: string[] = [];
  const accounts = notPrincipal && accountsIn(notPrincipal);
  for (const { text, certain } of element.bare?.values ?? []) if (text === '*' ? certain || naming : naming && hasUnknownText(text)) everybody = true;
  for (const { type, list } of element.entries) {
    if (list.open && naming) {
      anyPrincipal ||= type === 'AWS';
      anyService ||= type === 'Service';
    }
    for (const value of list.values) {
      if (!value.certain && !naming) continue;
      const isKnown = !hasHole(value) || constants;
      if (type === 'Service') {
        if (!hasHole(value)) services.push(value.text);
        else if (naming) anyService = true;
      }
      if (type !== 'AWS') continue;
      if (value.text === '*') everybody = true;
      else if (!isKnown) anyPrincipal ||= naming;
      // Named without its account: whether that exempts anybody is not settled.
      else if (!accounts || naming || accounts.has(accountOf(value.text)!)) patterns.push(...patternOf(withUnits(value)));
    }
  }
  return { negated: notPrincipal !== undefined, everybody, anyPrincipal, anyService, patterns, services };
}

function hasUnknownText(text: string): boolean {
  return /[$<{#]/.test(text);
}

function accountOf(principal: string): string | undefined {
  return ACCOUNT_PRINCIPAL.exec(principal)?.[1] ?? /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}

/** What is no principal at all names nobody. */
function patternOf(text: string): ViewPattern[] {
  const view = /^\d{12}$/.test(text) ? ACCOUNT : /^arn:[^:]+:iam::[^:]+:root$/.test(text) ? ROOT : /^arn:[^:]+:sts::[^:]+:assumed-role\//.test(text) ? SESSION : PRINCIPAL;
  // An account of whom only the root user's ARN is to be compared has every other principal in it as well.
  return [{ view, text, mode: 'exact' }];
}
