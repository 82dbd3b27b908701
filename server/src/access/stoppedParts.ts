/** Which parts of an Allow Denies stop, though it lets somebody in: actions that it names in full, or principals. */
import { facts, type ActionFact } from '../aws';
import { numberOf, type Hole, type Policy, type Statement, type Truth } from '../policy';
import { answered, type HolesIn } from './answers';
import { contextOf } from './callerContext';
import type { Who } from './callers';
import { meetsConditions } from './condition';
import { verdict, type EvaluateOptions } from './evaluate';
import { UNTOLD, type OwnResource } from './ownResource';
import { reachable, withEffect } from './questions';
import type { AccessRequest, Caller } from './request';
import { areKnown, satisfiable, STEPS, type Satisfiable } from './satisfiable';
import { groupActions, shareActions, speaksOf } from './statementParts';
import { worldsKey, worldsOf } from './worlds';

/** What a part is of: all of the Allow where it tells neither. */
export interface Part {
  readonly actions?: readonly ActionFact[];
  readonly principal?: string;
}

export interface StoppedPart extends Part {
  /** By their index, the Denies of which each is enough; none where it takes several. */
  readonly alone: readonly number[];
}

export interface StoppedParts {
  readonly stopped: readonly StoppedPart[];
  /** What keeps us from knowing of a part. */
  readonly holes: readonly Hole[];
}

const NONE: StoppedParts = { stopped: [], holes: [] };
const HOLES: HolesIn<StoppedParts> = { of: ({ holes }) => holes, put: (parts, holes) => ({ ...parts, holes }) };

/**
 * What is allowed by a wildcard may be narrowed on purpose, and is no part, unless it is all that there is. Where an action is stopped for
 * everybody nothing is said of principals, and of a principal only where nothing is left of what Denies speak of; where all of the Allow is
 * stopped, that is told as the one part.
 */
export function stoppedParts(policy: Policy, allow: Statement, options: EvaluateOptions): StoppedParts {
  const denies = withEffect(policy, 'Deny').filter((deny) => shareActions(deny, allow));
  if (denies.length === 0) return NONE;
  const most = options.budget?.left ?? STEPS;
  let key: string | undefined;
  if (areKnown(policy, [allow]) && areKnown(policy, denies)) {
    key = `parts ${options.memory?.numberOf(worldsKey(policy, options)) ?? ''} ${numberOf(allow)}|`;
    for (const deny of denies) key += `${numberOf(deny)},`;
  }
  // Kept by place among the Denies: the same ones may stand elsewhere after the next keystroke.
  const { answer, steps } = answered(key, policy, options, most, HOLES, () => {
    const budget = { left: most };
    return { answer: work(policy, allow, denies, { ...options, budget }), steps: most - budget.left };
  });
  if (options.budget) options.budget.left -= steps;
  if (answer.stopped.length === 0) return answer;
  return { ...answer, stopped: answer.stopped.map((part) => ({ ...part, alone: part.alone.map((place) => denies[place]!.index) })) };
}

function work(policy: Policy, allow: Statement, denies: readonly Statement[], options: EvaluateOptions): StoppedParts {
  const ask = ({ actions, principal }: Part, forbid: readonly Statement[]): Satisfiable =>
    satisfiable({ policy, require: [allow], forbid, ...(actions && { actions }), ...(principal !== undefined && { who: { kinds: PRINCIPALS, principal }, sameAs: `as ${principal}` }) }, options);
  /** Of services for which all is stopped `blockedService` tells. */
  const letsAnybody = (part: Part): boolean => (part.principal === undefined && !part.actions ? satisfiable({ policy, require: [allow], forbid: [], who: NO_SERVICE, sameAs: 'no service' }, options) : ask(part, [])).is === 'yes';
  const aloneFor = (part: Part): number[] => denies.flatMap((deny, place) => (ask(part, [deny]).is === 'no' ? [place] : []));
  const told = (part: Part): Told => {
    const alone = aloneFor(part);
    // One of them is mostly enough.
    const answer: Satisfiable = alone.length > 0 ? { is: 'no' } : ask(part, denies);
    if (answer.is === 'yes' || !letsAnybody(part)) return NOT_STOPPED;
    return answer.is === 'no' ? { is: 'yes', stopped: [{ ...part, alone }] } : answer;
  };

  const whole = reachable(policy, allow, options);
  if (whole.is !== 'yes') {
    if (!letsAnybody({})) return NONE;
    return whole.is === 'depends' ? { stopped: [], holes: whole.on } : { stopped: [{ alone: aloneFor({}) }], holes: [] };
  }
  const worlds = worldsOf(policy, options);
  const own = worlds === 'too many' || worlds.length > 1 ? UNTOLD : worlds[0]!.own;
  const named = namedActions(allow);
  const groups: Group[] = (named.length > 0 ? groupActions(named, [allow, ...denies]) : [undefined]).map((actions) => ({ part: actions ? { actions } : {}, action: actions && !actions.some(({ name }) => name === whole.witness.action) ? actions[0]!.name : whole.witness.action, against: actions ? denies.filter((deny) => speaksOf(deny, actions[0]!)) : denies }));
  const narrowed = groups.filter(({ against }) => against.length > 0);
  const holes: Hole[] = [];
  const stopped: StoppedPart[] = [];
  for (const { part, action, against } of narrowed) {
    if (action === whole.witness.action || getsIn({ ...whole.witness, action }, against, options, own)) continue;
    const answer = told(part);
    if (answer.is === 'depends') holes.push(...answer.on);
    if (answer.is === 'yes') stopped.push(...answer.stopped);
  }
  if (stopped.length > 0 || narrowed.length === 0) return { stopped, holes };
  const principals = namedPrincipals(allow);
  for (const principal of principals.length > 1 ? principals : []) {
    const request = as(principal, whole.witness);
    // Who is spared somewhere is held to that on purpose.
    const answer = untilNot(narrowed, ({ part, action, against }) => (getsIn({ ...request, action }, against, options, own) ? NOT_STOPPED : told({ ...part, principal })));
    if (answer.is === 'depends') holes.push(...answer.on);
    if (answer.is === 'yes') stopped.push(...answer.stopped);
  }
  return { stopped, holes };
}

/** Actions that no statement tells apart, one of them, and the Denies that speak of them. */
interface Group {
  readonly part: Part;
  readonly action: string;
  readonly against: readonly Statement[];
}

/** Whether a part is stopped, and by what. */
type Told = Exclude<Truth, { readonly is: 'yes' }> | { readonly is: 'yes'; readonly stopped: readonly StoppedPart[] };

const NOT_STOPPED: Told = { is: 'no' };

/** Yes where all are; the first answer that is another. */
function untilNot<T>(all: readonly T[], told: (one: T) => Told): Told {
  const stopped: StoppedPart[] = [];
  for (const one of all) {
    const answer = told(one);
    if (answer.is !== 'yes') return answer;
    stopped.push(...answer.stopped);
  }
  return { is: 'yes', stopped };
}

/** A quick look before anything is searched for: what lets one in mostly lets in the next. The request is one that the Allow covers. */
function getsIn(request: AccessRequest, denies: readonly Statement[], { kind }: EvaluateOptions, own: OwnResource): boolean {
  // Mostly it is a condition that spares one.
  return denies.every((deny) => meetsConditions(deny.condition, request, undefined).truth.is === 'no' || verdict(deny, request, kind, undefined, own).matched.is === 'no');
}

/** The same request by a role or user. */
function as(arn: string, request: AccessRequest): AccessRequest {
  const caller: Caller = { kind: 'principal', arn, account: arn.split(':')[4]! };
  const context = new Map(request.context);
  for (const [key, values] of contextOf(caller)) context.set(key, values);
  return { ...request, caller, context };
}

const PRINCIPALS = ['role', 'user', 'root', 'federated', 'reference'] as const;
const NO_SERVICE: Who = { kinds: ['anonymous', ...PRINCIPALS] };

function namedActions({ action }: Statement): ActionFact[] {
  return [...new Set((action?.values ?? []).flatMap((value) => (value.certain ? (facts.findAction(value.text) ?? []) : [])))];
}

/** Roles and users. */
function namedPrincipals({ principal }: Statement): string[] {
  const values = principal?.entries.flatMap(({ list }) => list.values) ?? [];
  return values.flatMap(({ certain, known, text }) => (certain && known && /:(role|user)\/[^*?]+$/.test(text) ? [text] : []));
}
