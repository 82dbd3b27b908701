/** Which parts of an Allow Denies stop, though it lets somebody in: actions that it names in full, or principals. */
import { facts, type ActionFact } from '../aws';
import type { Hole, Policy, Statement } from '../policy';
import { answered, numberOf } from './answers';
import type { Candidate } from './callers';
import type { EvaluateOptions } from './evaluate';
import { reachable, withEffect } from './questions';
import { areKnown, satisfiable, STEPS, type Satisfiable } from './satisfiable';
import { groupActions, shareActions, speaksOf } from './statementParts';

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

/**
 * What is allowed by a wildcard may be narrowed on purpose, and is no part. Where an action is stopped nothing is said of principals; where
 * all of the Allow is stopped, that is told as the one part.
 */
export function stoppedParts(policy: Policy, allow: Statement, options: EvaluateOptions): StoppedParts {
  const denies = withEffect(policy, 'Deny').filter((deny) => shareActions(deny, allow));
  if (denies.length === 0) return NONE;
  const most = options.budget?.left ?? STEPS;
  let key: string | undefined;
  if (areKnown(policy, [allow]) && areKnown(policy, denies)) {
    key = `parts ${numberOf(allow)}|`;
    for (const deny of denies) key += `${numberOf(deny)},`;
  }
  // Kept by place among the Denies: the same ones may stand elsewhere after the next keystroke.
  const { answer, steps } = answered(key, { kind: options.kind, owner: options.owner, document: policy.tree.text, most }, () => {
    const budget = { left: most };
    return { answer: work(policy, allow, denies, { ...options, budget }), steps: most - budget.left };
  });
  if (options.budget) options.budget.left -= steps;
  if (answer.stopped.length === 0) return answer;
  return { ...answer, stopped: answer.stopped.map((part) => ({ ...part, alone: part.alone.map((place) => denies[place]!.index) })) };
}

function work(policy: Policy, allow: Statement, denies: readonly Statement[], options: EvaluateOptions): StoppedParts {
  const ask = ({ actions, principal }: Part, forbid: readonly Statement[]): Satisfiable =>
    satisfiable({ policy, require: [allow], forbid, ...(actions && { actions }), ...(principal !== undefined && { callers: isPrincipal(principal), sameAs: `as ${principal}` }) }, options);
  /** Of services that a Deny stops, `blockedService` tells. */
  const letsAnybody = (part: Part): boolean => (part.principal === undefined ? satisfiable({ policy, require: [allow], forbid: [], ...part, callers: isNoService, sameAs: 'no service' }, options) : ask(part, [])).is === 'yes';
  const holes: Hole[] = [];
  const stopped: StoppedPart[] = [];
  const look = (part: Part, answer: Satisfiable): void => {
    if (answer.is === 'yes' || !letsAnybody(part)) return;
    if (answer.is === 'depends') holes.push(...answer.on);
    else stopped.push({ ...part, alone: denies.flatMap((deny, place) => (ask(part, [deny]).is === 'no' ? [place] : [])) });
  };
  const whole = reachable(policy, allow, options);
  look({}, whole);
  if (whole.is !== 'yes') return { stopped, holes };
  for (const actions of groupActions(namedActions(allow), [allow, ...denies])) {
    if (actions.some(({ name }) => name === whole.witness.action) || !denies.some((deny) => speaksOf(deny, actions[0]!))) continue;
    look({ actions }, ask({ actions }, denies));
  }
  const principals = stopped.length > 0 ? [] : namedPrincipals(allow);
  for (const principal of principals.length > 1 ? principals : []) look({ principal }, ask({ principal }, denies));
  return { stopped, holes };
}

function isPrincipal(arn: string): (candidate: Candidate) => boolean {
  return ({ caller }) => caller.kind === 'principal' && caller.arn === arn;
}

function isNoService({ caller }: Candidate): boolean {
  return caller.kind !== 'service';
}

function namedActions({ action }: Statement): ActionFact[] {
  return [...new Set((action?.values ?? []).flatMap((value) => (value.certain ? (facts.findAction(value.text) ?? []) : [])))];
}

/** Roles and users. */
function namedPrincipals({ principal }: Statement): string[] {
  const values = principal?.entries.flatMap(({ list }) => list.values) ?? [];
  return values.flatMap(({ certain, known, text }) => (certain && known && /:(role|user)\/[^*?]+$/.test(text) ? [text] : []));
}
