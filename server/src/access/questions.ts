/** What is asked of a policy as a whole, each question reduced to `satisfiable`. */
import { facts } from '../aws';
import { derive, hasHole, OWN_ACCOUNT, withUnits, type Hole, type Policy, type Statement } from '../policy';
import type { Candidate, CallerKind, Who } from './callers';
import { textDemand, type Alternatives } from './constraints';
import type { EvaluateOptions } from './evaluate';
import { ownedWorlds, whoseResource, type OwnedWorld } from './owners';
import { everybodyIn } from './principal';
import type { Caller } from './request';
import { satisfiable, type Question, type Satisfiable } from './satisfiable';
import { shareActions, speaksOf } from './statementParts';
import { whichResource } from './worlds';

/** Accounts and organizations that belong to the user; the owner's account always does. */
export interface Zone {
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
}

const byEffect = derive((policy: Policy) => {
  const having = (wanted: string): readonly Statement[] => policy.statements.filter((statement) => statement.effect?.value?.text === wanted);
  return { Allow: having('Allow'), Deny: having('Deny') };
});

export function withEffect(policy: Policy, effect: 'Allow' | 'Deny'): readonly Statement[] {
  return byEffect(policy)[effect];
}

/** A request that the statement covers and no Deny stops. */
export function reachable(policy: Policy, statement: Statement, options: EvaluateOptions, who?: Who): Satisfiable {
  return satisfiable({ policy, require: [statement], forbid: withEffect(policy, 'Deny'), ...(who && { who }) }, options);
}

/** Whether the one covers every request that the other does. */
export function covers(policy: Policy, wide: Statement, narrow: Statement, options: EvaluateOptions): 'yes' | 'no' | 'depends' {
  const { is } = satisfiable({ policy, require: [narrow], forbid: [wide] }, options);
  return is === 'no' ? 'yes' : is === 'yes' ? 'no' : 'depends';
}

export type Stopped =
  /** By these Denies: the first that is enough by itself, else all together. */
  | { readonly is: 'yes'; readonly by: readonly Statement[] }
  | { readonly is: 'no' }
  | { readonly is: 'depends'; readonly on: readonly Hole[] };

/** Whether Denies stop every request for which the Allow lets the service in. Where it is not let in at all, nothing is stopped. */
export function blockedService(policy: Policy, allow: Statement, service: string, options: EvaluateOptions): Stopped {
  const denies = withEffect(policy, 'Deny').filter((deny) => shareActions(deny, allow));
  if (denies.length === 0) return { is: 'no' };
  const isService = (caller: Caller): boolean => caller.kind === 'service' && caller.name === service;
  // Mostly it gets in, and is the one who shows that anybody does.
  const anybody = reachable(policy, allow, options);
  if (anybody.is === 'yes' && isService(anybody.witness.caller)) return { is: 'no' };
  const who: Who = { kinds: ['service'], services: [service] };
  const answer = reachable(policy, allow, options, who);
  if (answer.is === 'yes' || satisfiable({ policy, require: [allow], forbid: [], who }, options).is !== 'yes') return { is: 'no' };
  if (answer.is === 'depends') return answer;
  const alone = denies.find((deny) => satisfiable({ policy, require: [allow], forbid: [deny], who }, options).is === 'no');
  return { is: 'yes', by: alone ? [alone] : denies };
}

/**
 * Whether nobody of the own account may change the policy any more. A key's policy must allow kms:PutKeyPolicy, be it to the account as a
 * whole; a queue's may leave sqs:SetQueueAttributes to IAM policies, so that only Denies take it away (from all but the root user).
 * `by` are the Denies that take part.
 */
export function lockout(policy: Policy, options: EvaluateOptions): Stopped {
  return options.kind === 'key' ? keyLockout(policy, options) : stoppedForOwnAccount(policy, 'sqs:SetQueueAttributes', options);
}

function keyLockout(policy: Policy, options: EvaluateOptions): Stopped {
  const actions = [facts.findAction('kms:PutKeyPolicy')!];
  const denies = withEffect(policy, 'Deny');
  // An Effect that is still to be chosen, or misspelt, may be an Allow.
  const allows = policy.statements.filter((statement) => !denies.includes(statement));
  // Where the owner is not known, an account that is still to be filled in most likely is the owner's.
  if ((options.owner === undefined || options.owner === OWN_ACCOUNT) && denies.every((deny) => !speaksOf(deny, actions[0]!)) && allows.some((allow) => namesToBeFilledIn(allow) && speaksOf(allow, actions[0]!) && !allow.condition)) return { is: 'no' };
  return inEveryWorld(policy, options, ({ world, owner }) => {
    const who: Who = { kinds: principalsOnly, among: [owner] };
    const asked = { ...options, world, owner };
    const holes: Hole[] = [];
    let depends = false;
    for (const allow of allows) {
      const answer = satisfiable({ policy, require: [allow], forbid: denies, actions, who }, asked);
      if (answer.is === 'yes') return { is: 'no' };
      if (answer.is !== 'depends') continue;
      depends = true;
      holes.push(...answer.on);
    }
    if (depends) return { is: 'depends', on: holes };
    const denied = allows.some((allow) => satisfiable({ policy, require: [allow], forbid: [], actions, who }, asked).is === 'yes');
    return { is: 'yes', by: denied ? denies : [] };
  });
}

/** An account, a role or a user by a name that is not known yet. */
function namesToBeFilledIn({ principal }: Statement): boolean {
  return principal !== undefined && principal.entries.some(({ type, list }) => type === 'AWS' && list.values.some((value) => value.certain && hasHole(value) && !withUnits(value).includes(OWN_ACCOUNT)));
}

const principalsOnly: readonly CallerKind[] = ['role', 'user', 'root', 'federated', 'reference'];

/** Whether Denies leave no role and no user of the own account who may call the action, whatever IAM policies say. */
export function stoppedForOwnAccount(policy: Policy, action: string, options: EvaluateOptions): Stopped {
  const actions = [facts.findAction(action)!];
  return inEveryWorld(policy, options, ({ world, owner }) => {
    const who: Who = { kinds: ['role', 'user', 'federated'], among: [owner] };
    const asked = { ...options, world, owner };
    const stops = withEffect(policy, 'Deny').filter((deny) => satisfiable({ policy, require: [deny], forbid: [], actions, who }, asked).is !== 'no');
    if (stops.length === 0) return { is: 'no' };
    const without = (forbid: readonly Statement[]): Satisfiable => satisfiable({ policy, require: [], forbid, actions, who }, asked);
    const answer = without(stops);
    return answer.is === 'no' ? { is: 'yes', by: needed(stops, (denies) => without(denies).is === 'no') } : answer.is === 'yes' ? { is: 'no' } : answer;
  });
}

/** Those of the Denies without which somebody would be left: one that stops only some of whom the others stop is not the cause. */
function needed(denies: readonly Statement[], stop: (denies: readonly Statement[]) => boolean): readonly Statement[] {
  let kept = denies;
  for (const deny of denies) {
    const others = kept.filter((other) => other !== deny);
    if (others.length > 0 && stop(others)) kept = others;
  }
  return kept;
}

/** What holds for every queue or key that the policy may belong to, and every owner. */
function inEveryWorld(policy: Policy, options: EvaluateOptions, ask: (owned: OwnedWorld) => Stopped): Stopped {
  const worlds = ownedWorlds(policy, options);
  if (worlds === 'too many') return { is: 'depends', on: [whichResource(policy, options.kind)] };
  let first: Stopped | undefined;
  for (const owned of worlds) {
    const answer = ask(owned);
    if (answer.is === 'depends') return answer;
    if (first && first.is !== answer.is) return { is: 'depends', on: [options.owner === undefined ? whoseResource(policy, options.kind) : whichResource(policy, options.kind)] };
    first ??= answer;
  }
  return first!;
}

/**
 * A request by which somebody outside the zone of trust gets in through the Allow: a caller, or under `*` a service that acts for a source of
 * an account outside. What a service that is named acts for is a matter of its source conditions.
 */
export function externalAccess(policy: Policy, allow: Statement, zone: Zone, options: EvaluateOptions): Satisfiable {
  const worlds = ownedWorlds(policy, options);
  if (worlds === 'too many') return { is: 'depends', on: [whichResource(policy, options.kind)] };
  const forbid = withEffect(policy, 'Deny');
  // What no other account can do anyway is no access.
  const actions = facts.actions(options.kind === 'key' ? 'kms' : 'sqs').filter((action) => action.crossAccount && action.inResourcePolicy === 'effective');
  let first: Satisfiable | undefined;
  for (const { world, owner } of worlds) {
    const trusted = [...new Set([...zone.accounts, owner])];
    const answer = satisfiable({ policy, require: [allow], forbid, actions, who: { kinds: everybodyIn(allow) ? anyKind : noServices, but: trusted }, ...fromOutside(trusted, zone.organizations) }, { ...options, world, owner });
    if (answer.is === 'depends') return answer;
    if (first && first.is !== answer.is) return { is: 'depends', on: [options.owner === undefined ? whoseResource(policy, options.kind) : whichResource(policy, options.kind)] };
    first ??= answer;
  }
  return first!;
}

const noServices: readonly CallerKind[] = ['anonymous', ...principalsOnly];
const anyKind: readonly CallerKind[] = [...noServices, 'service'];
/** What is asked of a request from outside: neither its caller's organization nor the account for which a service calls is trusted. */
export function fromOutside(accounts: readonly string[], organizations: readonly string[]): Pick<Question, 'also' | 'keys' | 'texts' | 'sameAs'> {
  return { also: outsideDemands(accounts, organizations), keys: OUTSIDE_KEYS, texts: outsideTexts(accounts, organizations), sameAs: `outside ${accounts.join()} ${organizations.join()}` };
}

const OUTSIDE_KEYS: readonly string[] = ['aws:principalorgid', 'aws:sourceaccount', 'aws:sourcearn'];

const outsideTexts = (accounts: readonly string[], organizations: readonly string[]): readonly (readonly [string, string])[] => [
  ...accounts.map((account) => ['aws:sourceaccount', account] as const),
  ...organizations.flatMap((id) => [['aws:principalorgid', id] as const, ['aws:sourceorgid', id] as const]),
];

function outsideDemands(accounts: readonly string[], organizations: readonly string[]): (candidate: Candidate) => readonly Alternatives[] {
  const notOf = (key: string, texts: readonly string[]): Alternatives => [{ key }, textDemand(key, true, texts.map((text) => ({ text, mode: 'wildcard' })))];
  return ({ kind }) => {
    if (kind === 'anonymous') return [];
    if (kind === 'service') return [notOf('aws:sourceaccount', accounts), notOf('kms:calleraccount', accounts), notOf('aws:principalaccount', accounts), notOf('aws:sourcearn', accounts.map((account) => `arn:*:*:*:${account}:*`)), ...(organizations.length > 0 ? [notOf('aws:sourceorgid', organizations)] : [])];
    return organizations.length > 0 ? [notOf('aws:principalorgid', organizations)] : [];
  };
}
