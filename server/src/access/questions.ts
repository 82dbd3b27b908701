/** What is asked of a policy as a whole, each question reduced to `satisfiable`. */
import { facts, type ActionFact } from '../aws';
import { derive, hasHole, type Hole, type Policy, type Statement } from '../policy';
import { STRANGER, type Candidate } from './callers';
import { actionTruth, resourceTruth, type EvaluateOptions } from './evaluate';
import type { Caller } from './request';
import { satisfiable, type Satisfiable } from './satisfiable';
import { shareActions, speaksOf } from './statementParts';

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

interface Reached {
  readonly policy: Policy;
  readonly kind: EvaluateOptions['kind'];
  readonly owner: string | undefined;
  readonly answer: Satisfiable;
  /** What it took: whoever asks again pays the same. */
  readonly steps: number;
}

/** Several rules and every lens ask it of each Allow. */
const reachedOf = derive<Statement, { last?: Reached }>(() => ({}));

/** A request that the statement covers and no Deny stops. */
export function reachable(policy: Policy, statement: Statement, options: EvaluateOptions, callers?: (candidate: Candidate) => boolean): Satisfiable {
  const question = { policy, require: [statement], forbid: withEffect(policy, 'Deny') };
  const { kind, owner, budget } = options;
  if (callers || !budget) return satisfiable({ ...question, ...(callers && { callers }) }, options);
  const place = reachedOf(statement);
  if (place.last?.policy === policy && place.last.kind === kind && place.last.owner === owner && place.last.steps < budget.left) {
    budget.left -= place.last.steps;
    return place.last.answer;
  }
  const before = budget.left;
  const answer = satisfiable(question, options);
  // What was cut short may be decided another time.
  if (before - budget.left < before) place.last = { policy, kind, owner, answer, steps: before - budget.left };
  return answer;
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
  const callers = ({ caller }: Candidate): boolean => isService(caller);
  const answer = reachable(policy, allow, options, callers);
  if (answer.is === 'yes' || satisfiable({ policy, require: [allow], forbid: [], callers }, options).is !== 'yes') return { is: 'no' };
  if (answer.is === 'depends') return answer;
  const alone = denies.find((deny) => satisfiable({ policy, require: [allow], forbid: [deny], callers }, options).is === 'no');
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
  const allows = withEffect(policy, 'Allow');
  const callers = ({ kind, caller }: Candidate): boolean => caller.kind === 'principal' && (kind === 'ownAccount' || options.owner === undefined);
  // Where the owner is not known, whoever is named may be of the account: so may one whose name is still to be filled in.
  if (options.owner === undefined && !denies.some((deny) => speaksOf(deny, actions[0]!)) && allows.some((allow) => namesToBeFilledIn(allow) && lets(allow, actions[0]!))) return { is: 'no' };
  let depends = false;
  const holes: Hole[] = [];
  for (const allow of allows) {
    const answer = satisfiable({ policy, require: [allow], forbid: denies, actions, callers, sameAs: 'own principal' }, options);
    if (answer.is === 'yes') return { is: 'no' };
    if (answer.is !== 'depends') continue;
    depends = true;
    holes.push(...answer.on);
  }
  // An Effect that is still to be chosen may be an Allow.
  if (policy.statements.length > allows.length + denies.length) return { is: 'no' };
  if (depends) return { is: 'depends', on: holes };
  const denied = allows.some((allow) => satisfiable({ policy, require: [allow], forbid: [], actions, callers }, options).is === 'yes');
  return { is: 'yes', by: denied ? denies : [] };
}

/** It allows the action on this very key, whatever the request carries. */
function lets(allow: Statement, action: ActionFact): boolean {
  return allow.certain && !allow.open && !allow.condition && actionTruth(allow, action.name).is === 'yes' && resourceTruth(allow, 'key').is === 'yes';
}

/** An account, a role or a user by a name that is not known yet. */
function namesToBeFilledIn({ principal }: Statement): boolean {
  return principal !== undefined && principal.entries.some(({ type, list }) => type === 'AWS' && list.values.some((value) => value.certain && hasHole(value)));
}

/** Whether Denies leave no role and no user of the own account who may call the action, whatever IAM policies say. */
export function stoppedForOwnAccount(policy: Policy, action: string, options: EvaluateOptions): Stopped {
  const actions = [facts.findAction(action)!];
  // Where the owner is not known, whoever is named may be of the account.
  const callers = ({ kind, caller }: Candidate): boolean => (kind === 'ownAccount' || (options.owner === undefined && kind === 'otherAccount')) && caller.kind === 'principal' && caller.account !== STRANGER && !caller.arn.endsWith(':root');
  const stops = withEffect(policy, 'Deny').filter((deny) => satisfiable({ policy, require: [deny], forbid: [], actions, callers, sameAs: 'own' }, options).is !== 'no');
  if (stops.length === 0) return { is: 'no' };
  const answer = satisfiable({ policy, require: [], forbid: stops, actions, callers, sameAs: 'own' }, options);
  return answer.is === 'no' ? { is: 'yes', by: stops } : answer.is === 'yes' ? { is: 'no' } : answer;
}

/** A request by which somebody outside the zone of trust gets in through the Allow. AWS services act for somebody: whose, is a matter of their source conditions. */
export function externalAccess(policy: Policy, allow: Statement, zone: Zone, options: EvaluateOptions): Satisfiable {
  const trusted = new Set([...zone.accounts, ...(options.owner === undefined ? [] : [options.owner])]);
  const outside = ({ caller }: Candidate): boolean => caller.kind === 'anonymous' || (caller.kind === 'principal' && !trusted.has(caller.account) && options.owner !== undefined);
  return satisfiable({ policy, require: [allow], forbid: withEffect(policy, 'Deny'), callers: outside, ...(zone.organizations.length > 0 && { outside: zone.organizations }) }, options);
}
