/**
 * The decision procedure: is there a request that some statements cover and others do not? It answers with a witness, with a proof by
 * exhaustion, or with the holes that it depends on. Every caller and action that the statements tell apart is tried; for each the tests of
 * the conditions are met or failed one by one, and each key is asked whether it can still hold what has been demanded of it.
 */
import { facts, type ActionFact } from '../aws';
import { derive, hasHole, type Hole, type Policy, type PolicyKind, type Statement } from '../policy';
import { contextOf } from './callerContext';
import { candidatesOf, type Candidate } from './callers';
import { meetsConditions } from './condition';
import type { Reading } from './constraints';
import { domainsOf, type Given } from './domains';
import { KeyDemands } from './keyDemands';
import { matchesElements } from './evaluate';
import { matchesPrincipal } from './principal';
import type { AccessRequest } from './request';
import { bitsOf, groupActions, hasUnknown, holesIn, MATCHES, partOf, PERHAPS, type Part } from './statementParts';

export interface Question {
  readonly policy: Policy;
  /** All of them cover the request. */
  readonly require: readonly Statement[];
  /** None of them covers it. */
  readonly forbid: readonly Statement[];
  /** Actions that may be asked for; absent: all of the service's. */
  readonly actions?: readonly ActionFact[];
  /** Organizations that no caller belongs to. */
  readonly outside?: readonly string[];
  /** What is known of the request's keys beforehand. */
  readonly given?: Given;
  /** The callers to try; absent: those that the policy tells apart. */
  readonly candidates?: readonly Candidate[];
  /** Callers that may ask. */
  readonly callers?: (candidate: Candidate) => boolean;
}

export interface SatisfiableOptions {
  readonly kind: PolicyKind;
  readonly owner?: string | undefined;
  /** How many demands on a key may be weighed; past them the answer is "depends". */
  readonly steps?: number;
  /** Steps that several questions share; what one takes is gone for the next. */
  readonly budget?: Budget | undefined;
}

export interface Budget {
  left: number;
}

export type Satisfiable =
  | { readonly is: 'yes'; readonly witness: AccessRequest }
  /** Nothing is left to be tried. */
  | { readonly is: 'no' }
  | { readonly is: 'depends'; readonly on: readonly Hole[] };

const STEPS = 20_000;

export function satisfiable(question: Question, options: SatisfiableOptions): Satisfiable {
  const most = Math.min(options.steps ?? STEPS, options.budget?.left ?? STEPS);
  const asked = { ...question, forbid: question.forbid.filter((statement) => concerns(statement, question)) };
  const key = keyOf(asked, options);
  let known = key === undefined ? undefined : answersOf(question.policy).get(key);
  // Where it was cheap the first time and would be cut short now, it is cut short.
  if (!known || known.steps >= most) {
    const budget = { left: most };
    const answer = decide(asked, options, budget);
    known = { answer, steps: most - budget.left };
    // What was cut short may be decided another time.
    if (key !== undefined && budget.left > 0) answersOf(question.policy).set(key, known);
  }
  if (options.budget) options.budget.left -= known.steps;
  return known.answer;
}

interface Answered {
  readonly answer: Satisfiable;
  readonly steps: number;
}

/** Several rules ask the same of a policy, which does not change. */
const answersOf = derive((_: Policy) => new Map<string, Answered>());

/** The plain questions about a policy's own statements; undefined for the others. */
function keyOf({ policy, require, forbid, actions, outside, given, candidates, callers }: Question, { kind, owner }: SatisfiableOptions): string | undefined {
  if (actions || outside || given || candidates || callers) return undefined;
  let key = `${kind} ${owner ?? ''}`;
  for (const statements of [require, forbid]) {
    key += '|';
    for (const statement of statements) {
      if (policy.statements[statement.index] !== statement) return undefined;
      key += `${statement.index},`;
    }
  }
  return key;
}

/** A statement that speaks of none of the actions in question covers no request that is looked for. */
function concerns(statement: Statement, { require, actions }: Question): boolean {
  const bits = bitsOf(statement);
  const wanted = require.length > 0 ? require.map(bitsOf) : undefined;
  if (!wanted && !actions) return true;
  if (actions && !actions.some(({ index }) => (bits[index >> 5]! & (1 << (index & 31))) !== 0)) return false;
  return bits.some((word, i) => (wanted ?? []).reduce((rest, other) => rest & other[i]!, word) !== 0);
}

function decide(question: Question, options: SatisfiableOptions, budget: Budget): Satisfiable {
  if (budget.left <= 0) return { is: 'depends', on: [] };
  const surely = search(question, options, 'surely', budget);
  if (surely.witness) return { is: 'yes', witness: surely.witness };
  if (!surely.cut && !question.require.some(hasUnknown) && !question.forbid.some(hasUnknown)) return surely.unknown ? { is: 'depends', on: [] } : { is: 'no' };
  const perhaps = search(question, options, 'perhaps', budget);
  if (!perhaps.witness && !perhaps.cut && !perhaps.unknown) return { is: 'no' };
  return { is: 'depends', on: holesIn([...question.require, ...question.forbid]) };
}

interface Found {
  readonly witness?: AccessRequest;
  /** The budget was used up. */
  readonly cut: boolean;
  /** A key could not be decided. */
  readonly unknown: boolean;
}

const NOTHING: Found = { cut: false, unknown: false };

function search(question: Question, options: SatisfiableOptions, reading: Reading, budget: Budget): Found {
  const { policy, require, forbid } = question;
  const optimistic = reading === 'perhaps';
  const required = require.map((s) => partOf(s, true, reading, options.kind));
  const forbidden = forbid.map((s) => partOf(s, false, reading, options.kind));
  // In the cautious reading a required statement must surely cover the request, and a forbidden one counts as soon as it may.
  if (required.some(({ resource, whole, hopeless }) => hopeless || (optimistic ? resource === 'no' : resource !== 'yes' || !whole))) return NOTHING;
  const opposing = forbidden.filter(({ resource, whole }) => (optimistic ? resource === 'yes' && whole : resource !== 'no'));
  const service = options.kind === 'key' ? 'kms' : 'sqs';
  const wanted = (question.actions ?? facts.actions(service)).filter(({ index }) => required.every(({ actions }) => actions[index] === MATCHES || (optimistic && actions[index] === PERHAPS)));
  if (wanted.length === 0) return NOTHING;
  const statements = [...require, ...forbid];
  const actions = groupActions(wanted, [...required, ...opposing].map(({ statement }) => statement)).map(([first]) => first!);
  const all = question.candidates ?? candidatesOf(statements, options);
  const named = all.flatMap(({ caller, freeName }) => (caller.kind === 'principal' && freeName === undefined ? [caller.arn] : []));
  const domainOptions = { owner: options.owner, named, outside: question.outside, given: question.given };
  let unknown = false;
  for (const candidate of all) {
    if (question.callers?.(candidate) === false || !required.every((r) => names(r, candidate, options.kind, optimistic))) continue;
    const against = opposing.filter((o) => names(o, candidate, options.kind, !optimistic));
    const domainsFor = domainsOf(candidate, domainOptions);
    for (const action of actions) {
      budget.left--;
      const demands = required.flatMap((r) => r.demands);
      let hopeless = false;
      for (const o of against) {
        if (o.actions[action.index] !== MATCHES && (optimistic || o.actions[action.index] !== PERHAPS)) continue;
        demands.push(...o.demands);
        hopeless ||= o.hopeless;
      }
      // What cannot be had at all is not worth a search.
      if (hopeless) continue;
      const state = new KeyDemands(domainsFor(action), budget);
      const context = state.meet(demands.sort((a, b) => a.length - b.length), 0);
      unknown ||= state.unknown;
      if (budget.left <= 0) return { cut: true, unknown };
      if (!context) continue;
      const witness = requestOf(candidate, action, context, question.given);
      if (optimistic || replays(witness, policy, require, forbid, options.kind)) return { witness, cut: false, unknown };
      // Never seen; a request that does not do what it was found for is no witness.
      unknown = true;
    }
  }
  return { cut: false, unknown };
}

function names({ statement }: Part, candidate: Candidate, kind: PolicyKind, optimism: boolean): boolean {
  const { is } = matchesPrincipal(statement, candidate.caller, kind);
  return is === 'yes' || (optimism && (is === 'depends' || mayName(statement, candidate)));
}

/** Whether a principal that is still to be filled in may be this caller, though as it stands it looks like another. */
function mayName({ principal }: Statement, { caller }: Candidate): boolean {
  const type = caller.kind === 'principal' ? 'AWS' : caller.kind === 'service' ? 'Service' : undefined;
  if (!principal || type === undefined) return false;
  return principal.open || principal.entries.some((entry) => entry.type === type && (entry.list.open || entry.list.values.some((value) => !value.certain || hasHole(value))));
}

function requestOf({ caller, freeName, kind }: Candidate, action: ActionFact, found: ReadonlyMap<string, readonly string[] | undefined>, given: Given | undefined): AccessRequest {
  const arn = freeName === undefined ? undefined : found.get('aws:principalarn')?.[0];
  const who = arn !== undefined && caller.kind === 'principal' ? { ...caller, arn } : caller;
  const extra: Record<string, readonly string[] | undefined> = kind === 'onBehalf' ? { 'aws:viaawsservice': ['true'] } : {};
  for (const [key, values] of given?.values ?? []) extra[key] = values;
  for (const [key, values] of found) extra[key] = values;
  return { action: action.name, caller: who, context: contextOf(who, extra) };
}

/** The witness, asked of the evaluator. */
function replays(request: AccessRequest, policy: Policy, require: readonly Statement[], forbid: readonly Statement[], kind: PolicyKind): boolean {
  const variables = policy.version?.value?.text === '2012-10-17' ? () => undefined : undefined;
  const matched = (statement: Statement): string => {
    const { is } = matchesElements(statement, request, kind, undefined).truth;
    return is === 'yes' ? meetsConditions(statement.condition, request, variables).truth.is : is;
  };
  return require.every((s) => matched(s) === 'yes') && forbid.every((s) => matched(s) === 'no');
}
