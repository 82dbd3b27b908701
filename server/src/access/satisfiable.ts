/**
 * The decision procedure: is there a request that some statements cover and others do not? It answers with a witness, with a proof by
 * exhaustion, or with the holes that it depends on. Every caller and action that the statements tell apart is tried; for each the tests of
 * the conditions are met or failed one by one, and each key is asked whether it can still hold what has been demanded of it.
 */
import { facts, type ActionFact } from '../aws';
import { holesOf, type Hole, type Policy, type PolicyKind, type Statement, type Truth } from '../policy';
import { contextOf } from './callerContext';
import { candidatesOf, type Candidate } from './callers';
import { meetsConditions } from './condition';
import { alternativesOf, type Alternative, type Alternatives, type Reading, type ValueConstraint } from './constraints';
import { domainsOf, type KeyDomain } from './domains';
import { actionTruth, matchesElements, resourceTruth } from './evaluate';
import { matchesPrincipal } from './principal';
import type { AccessRequest } from './request';
import { solveValues } from './solveValues';

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
  const budget = { left: most };
  const answer = decide(question, options, budget);
  if (options.budget) options.budget.left -= most - budget.left;
  return answer;
}

function decide(question: Question, options: SatisfiableOptions, budget: Budget): Satisfiable {
  if (budget.left <= 0) return { is: 'depends', on: [] };
  const surely = search(question, options, 'surely', budget);
  if (surely.witness) return { is: 'yes', witness: surely.witness };
  if (!surely.cut && !hasUnknown(question)) return surely.unknown ? { is: 'depends', on: [] } : { is: 'no' };
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

/** A statement with what is the same for every request: its resource, and what meeting or failing its conditions takes. */
interface Part {
  readonly statement: Statement;
  readonly resource: Truth['is'];
  readonly actions: Uint8Array;
  readonly demands: readonly Alternatives[];
  /** Nothing hides in it: neither the statement nor a condition may be more than is seen. */
  readonly whole: boolean;
}

/** The same statements are asked about over and over. */
const parts = new WeakMap<Statement, Map<string, Part>>();

function partOf(statement: Statement, wanted: boolean, reading: Reading, kind: PolicyKind): Part {
  let known = parts.get(statement);
  if (!known) parts.set(statement, (known = new Map()));
  const key = `${wanted} ${reading} ${kind}`;
  let found = known.get(key);
  if (!found) {
    const alternatives = (statement.condition?.tests ?? []).map((test) => alternativesOf(test, wanted, reading));
    found = {
      statement,
      resource: resourceTruth(statement, kind).is,
      actions: actionsOf(statement),
      demands: wanted ? alternatives : [alternatives.flat()],
      whole: statement.certain && !statement.condition?.open && !(statement.open && !statement.condition),
    };
    known.set(key, found);
  }
  return found;
}

function search(question: Question, options: SatisfiableOptions, reading: Reading, budget: Budget): Found {
  const { policy, require, forbid } = question;
  const statements = [...require, ...forbid];
  const optimistic = reading === 'perhaps';
  const required = require.map((s) => partOf(s, true, reading, options.kind));
  const forbidden = forbid.map((s) => partOf(s, false, reading, options.kind));
  // In the cautious reading a required statement must surely cover the request, and a forbidden one counts as soon as it may.
  if (required.some(({ resource, whole }) => (optimistic ? resource === 'no' : resource !== 'yes' || !whole))) return { cut: false, unknown: false };
  const opposing = forbidden.filter(({ resource, whole }) => (optimistic ? resource === 'yes' && whole : resource !== 'no'));
  const service = options.kind === 'key' ? 'kms' : 'sqs';
  const wanted = (question.actions ?? facts.actions(service)).filter(({ index }) => required.every(({ actions }) => actions[index] === MATCHES || (optimistic && actions[index] === PERHAPS)));
  const actions = representatives(wanted, [...required, ...opposing]);
  if (actions.length === 0) return { cut: false, unknown: false };
  const all = question.candidates ?? candidatesOf(statements, options);
  const candidates = all.filter((candidate) => question.callers?.(candidate) ?? true);
  const named = all.flatMap(({ caller, freeName }) => (caller.kind === 'principal' && freeName === undefined ? [caller.arn] : []));
  let unknown = false;
  for (const candidate of candidates) {
    const names = ({ statement }: Part, optimism: boolean): boolean => {
      const { is } = matchesPrincipal(statement, candidate.caller, options.kind);
      return is === 'yes' || (optimism && (is === 'depends' || mayName(statement, candidate)));
    };
    if (!required.every((r) => names(r, optimistic))) continue;
    const against = opposing.filter((o) => names(o, !optimistic));
    for (const action of actions) {
      budget.left--;
      const demands = required.flatMap((r) => r.demands);
      for (const o of against) if (o.actions[action.index] === MATCHES || (!optimistic && o.actions[action.index] === PERHAPS)) demands.push(...o.demands);
      // What cannot be had at all is not worth a search.
      if (demands.some((alternatives) => alternatives.length === 0)) continue;
      const state = new State(domainsOf(candidate, action, { owner: options.owner, named, ...(question.outside && { outside: question.outside }) }), budget);
      const context = state.meet(demands.sort((a, b) => a.length - b.length), 0);
      unknown ||= state.unknown;
      if (budget.left <= 0) return { cut: true, unknown };
      if (!context) continue;
      const witness = requestOf(candidate, action, context);
      if (optimistic || replays(witness, policy, require, forbid, options.kind)) return { witness, cut: false, unknown };
      // Never seen; a request that does not do what it was found for is no witness.
      unknown = true;
    }
  }
  return { cut: false, unknown };
}

/** Whether the one speaks of every action that the other surely speaks of. */
export function coversActions(wide: Statement, narrow: Statement): boolean {
  const covered = actionsOf(wide);
  return actionsOf(narrow).every((is, index) => is !== MATCHES || covered[index] === MATCHES);
}

const MATCHES = 1;
const PERHAPS = 2;
/** By Action or NotAction: what it says of each action of the catalogue. The same element is asked over and over. */
const known = new WeakMap<object, Uint8Array>();

function actionsOf(statement: Statement): Uint8Array {
  const element = statement.action ?? statement.notAction;
  let found = element && known.get(element);
  if (found) return found;
  found = Uint8Array.from(facts.allActions, (action) => {
    const { is } = actionTruth(statement, action.name);
    return is === 'yes' ? MATCHES : is === 'depends' ? PERHAPS : 0;
  });
  if (element) known.set(element, found);
  return found;
}

/** Whether a principal that is still to be filled in may be this caller, though as it stands it looks like another. */
function mayName({ principal }: Statement, { caller }: Candidate): boolean {
  const type = caller.kind === 'principal' ? 'AWS' : caller.kind === 'service' ? 'Service' : undefined;
  if (!principal || type === undefined) return false;
  return principal.open || principal.entries.some((entry) => entry.type === type && (entry.list.open || entry.list.values.some((value) => !value.certain || holesOf(value).length > 0)));
}

/** What has been demanded of each key so far. */
class State {
  unknown = false;
  private readonly demanded = new Map<string, { readonly absent: boolean; readonly constraints: readonly ValueConstraint[]; readonly values?: readonly string[] }>();

  constructor(
    private readonly domainOf: (key: string) => KeyDomain,
    private readonly budget: Budget,
  ) {}

  /** The context that meets every demand; undefined where there is none. */
  meet(demands: readonly Alternatives[], at: number): ReadonlyMap<string, readonly string[] | undefined> | undefined {
    if (at === demands.length) return new Map([...this.demanded].map(([key, { absent, values }]) => [key, absent ? undefined : values]));
    for (const alternative of demands[at]!) {
      if (this.budget.left <= 0) return undefined;
      if (alternative === 'nothing') {
        const rest = this.meet(demands, at + 1);
        if (rest) return rest;
        continue;
      }
      const before = this.demanded.get(alternative.key);
      if (!this.add(alternative)) continue;
      const rest = this.meet(demands, at + 1);
      if (rest) return rest;
      if (before) this.demanded.set(alternative.key, before);
      else this.demanded.delete(alternative.key);
    }
    return undefined;
  }

  private add({ key, present }: Alternative): boolean {
    this.budget.left--;
    const { presence, values: domain } = this.domainOf(key);
    const before = this.demanded.get(key);
    if (!present) {
      if (presence === 'always' || (before && !before.absent)) return false;
      this.demanded.set(key, { absent: true, constraints: [] });
      return true;
    }
    if (presence === 'never' || before?.absent || this.excluded(key)) return false;
    const constraints = [...(before?.constraints ?? []), ...present];
    const solved = solveValues(domain, constraints, this.budget);
    if (solved.is === 'unknown') this.unknown = true;
    if (solved.is !== 'some') return false;
    this.demanded.set(key, { absent: false, constraints, values: solved.values });
    return true;
  }

  /** The public address is not sent through a VPC endpoint, and what tells of the endpoint is sent there alone. */
  private excluded(key: string): boolean {
    const has = (other: string): boolean => this.demanded.get(other)?.absent === false;
    if (key === 'aws:sourceip') return [...this.demanded.keys()].some((other) => ENDPOINT.test(other) && has(other));
    return ENDPOINT.test(key) && has('aws:sourceip');
  }
}

const ENDPOINT = /^aws:(sourcevpc|sourcevpce|sourcevpcarn|vpcsourceip|vpceaccount|vpceorgid|vpceorgpaths)$/;

/** One action of each group that the statements do not tell apart. */
function representatives(actions: readonly ActionFact[], parts: readonly Part[]): readonly ActionFact[] {
  return groups(actions, parts.map((part) => part.statement), parts.map((part) => part.actions)).map(([first]) => first!);
}

/** The actions of the kind's service, in groups that none of the statements tells apart. */
export function actionGroups(statements: readonly Statement[], kind: PolicyKind): readonly (readonly ActionFact[])[] {
  return groups(facts.actions(kind === 'key' ? 'kms' : 'sqs'), statements, statements.map(actionsOf));
}

const restricted = new WeakMap<Statement, readonly (readonly string[])[]>();

/** Of each key that the statement tests and that only some actions have, those actions. */
function restrictedOf(statement: Statement): readonly (readonly string[])[] {
  let lists = restricted.get(statement);
  if (!lists) restricted.set(statement, (lists = (statement.condition?.tests ?? []).map((test) => facts.findConditionKey(test.key.text)?.actions).filter((list) => list !== undefined)));
  return lists;
}

function groups(actions: readonly ActionFact[], statements: readonly Statement[], covered: readonly Uint8Array[]): readonly (readonly ActionFact[])[] {
  if (actions.length < 2) return actions.map((action) => [action]);
  const lists = [...new Set(statements.flatMap(restrictedOf))];
  const found = new Map<string, ActionFact[]>();
  for (const action of actions) {
    const group = `${covered.map((of) => of[action.index]).join('')} ${lists.map((list) => (list.includes(action.name) ? 1 : 0)).join('')}`;
    const members = found.get(group);
    if (members) members.push(action);
    else found.set(group, [action]);
  }
  return [...found.values()];
}

function requestOf({ caller, freeName, kind }: Candidate, action: ActionFact, found: ReadonlyMap<string, readonly string[] | undefined>): AccessRequest {
  const arn = freeName === undefined ? undefined : found.get('aws:principalarn')?.[0];
  const who = arn !== undefined && caller.kind === 'principal' ? { ...caller, arn } : caller;
  return { action: action.name, caller: who, context: contextOf(who, { ...(kind === 'onBehalf' && { 'aws:viaawsservice': ['true'] }), ...Object.fromEntries(found) }) };
}

/** The witness, asked of the evaluator. */
function replays(request: AccessRequest, policy: Policy, require: readonly Statement[], forbid: readonly Statement[], kind: PolicyKind): boolean {
  const matched = (statement: Statement): string => {
    const { is } = matchesElements(statement, request, kind, undefined).truth;
    return is === 'yes' ? meetsConditions(statement.condition, request, policy.version?.value?.text === '2012-10-17' ? () => undefined : undefined).truth.is : is;
  };
  return require.every((s) => matched(s) === 'yes') && forbid.every((s) => matched(s) === 'no');
}

const unknowns = new WeakMap<Statement, boolean>();

function hasUnknown({ require, forbid }: Question): boolean {
  return [...require, ...forbid].some((statement) => {
    let known = unknowns.get(statement);
    if (known === undefined) unknowns.set(statement, (known = isUnknown(statement)));
    return known;
  });
}

function isUnknown(s: Statement): boolean {
  return !s.certain || s.open || holesIn([s]).length > 0 || [s.principal, s.notPrincipal, s.action, s.notAction, s.resource, s.notResource, s.condition].some((e) => e?.open) || s.condition?.tests.some((test) => !test.certain || test.list.open || test.list.values.some((v) => !v.certain || v.pieces.some((p) => p.kind !== 'text'))) === true;
}

function holesIn(statements: readonly Statement[]): Hole[] {
  const holes: Hole[] = [];
  for (const s of statements) {
    for (const list of [s.action, s.notAction, s.resource, s.notResource]) if (list) holes.push(...list.holes, ...list.values.flatMap(holesOf));
    for (const element of [s.principal, s.notPrincipal]) if (element) holes.push(...element.holes, ...element.entries.flatMap((e) => [...e.list.holes, ...e.list.values.flatMap(holesOf)]));
    if (s.condition) holes.push(...s.condition.holes, ...s.condition.tests.flatMap((test) => [...holesOf(test.key), ...test.list.holes, ...test.list.values.flatMap(holesOf)]));
  }
  return holes;
}
