/** Does Principal or NotPrincipal name the caller? https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11) */
import { any, depends, derive, holesOf, matches, NO, not, truth, YES, type PolicyKind, type PrincipalElement, type Statement, type Truth, type Value } from '../policy';
import type { Caller } from './request';

export function matchesPrincipal(statement: Statement, caller: Caller, kind: PolicyKind): Truth {
  if (statement.notPrincipal) {
    // A Deny with NotPrincipal always hits services: they cannot be named in it to any effect.
    if (caller.kind === 'service') return statement.effect?.value?.text === 'Deny' ? YES : depends([{ label: 'NotPrincipal', node: statement.notPrincipal.member.key }]);
    return not(named(statement, statement.notPrincipal, caller, kind));
  }
  if (!statement.principal) return statement.open ? depends([{ label: 'Principal', node: statement.node }]) : NO;
  return named(statement, statement.principal, caller, kind);
}

/** The principals of an element all of which are known and stand there for sure. */
export interface Names {
  readonly everybody: boolean;
  readonly accounts: ReadonlySet<string>;
  readonly arns: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  /** A list of them may have more than is seen. */
  readonly open: boolean;
}

/** The same statements are asked about over and over. Of Principal or NotPrincipal; `unknown` where something in it is. */
const namesOf = derive(({ principal, notPrincipal }: Statement): Names | 'unknown' => {
  const element = notPrincipal ?? principal;
  return element ? readNames(element) : 'unknown';
});

/** Whom a statement names, where all of it is known, and where it is not by leaving others out. */
export function namedBy(statement: Statement): Names | undefined {
  const names = statement.notPrincipal ? 'unknown' : namesOf(statement);
  return names === 'unknown' || names.open ? undefined : names;
}

function readNames(element: PrincipalElement): Names | 'unknown' {
  const unsure = (value: Value): boolean => !value.certain || (!value.known && (value.pieces.length !== 1 || value.pieces[0]!.kind !== 'text'));
  if (element.open || element.bare?.values.some(unsure) || element.entries.some(({ list }) => list.values.some(unsure))) return 'unknown';
  let everybody = element.bare?.values.some(({ text }) => text === '*') === true;
  const accounts = new Set<string>();
  const arns = new Set<string>();
  const services = new Set<string>();
  for (const { type, list } of element.entries)
    for (const { text } of list.values) {
      if (type === 'Service') services.add(text);
      if (type !== 'AWS') continue;
      const account = ACCOUNT.exec(text)?.[1];
      if (text === '*') everybody = true;
      else if (account) accounts.add(account);
      else arns.add(text);
    }
  return { everybody, accounts, arns, services, open: element.entries.some(({ list }) => list.open) };
}

function named(statement: Statement, element: PrincipalElement, caller: Caller, kind: PolicyKind): Truth {
  const names = namesOf(statement);
  if (names !== 'unknown') {
    if (names.everybody && everybody(caller, kind).is === 'yes') return YES;
    if (caller.kind === 'service') return truth(names.services.has(caller.name));
    return truth(caller.kind === 'principal' && (names.accounts.has(caller.account) || names.arns.has(caller.arn) || (caller.roleArn !== undefined && names.arns.has(caller.roleArn))));
  }
  const truths: Truth[] = [];
  const add = (value: Value, is: Truth): void => {
    truths.push(value.certain || is.is !== 'yes' ? is : depends([{ label: value.text, node: value.node }]));
  };
  for (const value of element.bare?.values ?? []) add(value, value.text === '*' ? everybody(caller, kind) : holesOf(value).length > 0 ? depends(holesOf(value)) : NO);
  for (const entry of element.entries)
    for (const value of entry.list.values) {
      if (entry.type === 'AWS') add(value, value.text === '*' ? everybody(caller, kind) : matchesAws(value, caller));
      else if (entry.type === 'Service') add(value, caller.kind === 'service' ? matches(value, caller.name, 'exact') : NO);
    }
  if (element.open) truths.push(depends(element.holes.length > 0 ? element.holes : [{ label: 'Principal', node: element.member.key }]));
  return any(truths);
}

/** `*` is everybody, services included; KMS knows no anonymous callers. */
function everybody(caller: Caller, kind: PolicyKind): Truth {
  return truth(!(caller.kind === 'anonymous' && kind === 'key'));
}

const ACCOUNT = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

function matchesAws(value: Value, caller: Caller): Truth {
  if (caller.kind !== 'principal') return NO;
  const account = ACCOUNT.exec(value.text)?.[1];
  // The account: an Allow hands the decision to its IAM policies, a Deny hits everybody in it.
  if (account) return truth(account === caller.account);
  const whole = matches(value, caller.arn, 'exact');
  return any([whole, caller.roleArn ? matches(value, caller.roleArn, 'exact') : NO, accountHole(value, caller)]);
}

/** `arn:aws:iam::${account}:root` may be the caller's account. */
function accountHole(value: Value, caller: Extract<Caller, { kind: 'principal' }>): Truth {
  if (holesOf(value).length === 0) return NO;
  const root = `${caller.arn.split(':').slice(0, 2).join(':')}:iam::${caller.account}:root`;
  return any([matches(value, root, 'exact'), matches(value, caller.account, 'exact')]);
}

/** Whether an Allow names the caller only through its account as a whole, and so leaves the decision to IAM policies there. */
export function throughAccount(statement: Statement, caller: Caller): boolean {
  if (caller.kind !== 'principal') return false;
  const values = (statement.principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []));
  if (statement.principal?.bare || values.some((v) => v.text === '*' || v.text === caller.arn || v.text === caller.roleArn)) return false;
  return values.some((v) => ACCOUNT.exec(v.text)?.[1] === caller.account) && !caller.arn.endsWith(':root');
}
