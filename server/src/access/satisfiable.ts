/**
 * The decision procedure: is there a request that some statements cover and others do not? It answers with a witness, with a proof by
 * exhaustion, or with the holes that it depends on. Every caller and action that the statements tell apart is tried; for each the tests of
 * the conditions are met or failed one by one, and each key is asked whether it can still hold what has been demanded of it.
 */
import { facts, type ActionFact } from '../aws';
import { hasHole, numberOf, type Policy, type PolicyKind, type Statement } from '../policy';
import { answered, type Satisfiable } from './answers';
import { contextOf } from './callerContext';
import { candidatesOf, type Candidate } from './callers';
import { meetsConditions } from './condition';
import type { Alternatives, Reading } from './constraints';
import { domainsOf, type Given } from './domains';
import { KeyDemands } from './keyDemands';
import { matchesElements } from './evaluate';
import { matchesPrincipal, namedBy } from './principal';
import type { AccessRequest } from './request';
import { bitsOf, groupActions, hasUnknown, holesIn, inOrder, MATCHES, partOf, PERHAPS, restrictsKeys, type Part } from './statementParts';

export type { Satisfiable } from './answers';

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
  /** A name for the given, the candidates, the callers and the outside together: two questions with the same one have them the same. */
  readonly sameAs?: string;
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

export const STEPS = 20_000;

export function satisfiable(question: Question, options: SatisfiableOptions): Satisfiable {
  const most = Math.min(options.steps ?? STEPS, options.budget?.left ?? STEPS);
  const asked = question.forbid.length === 0 ? question : { ...question, forbid: question.forbid.filter((statement) => concerns(statement, question)) };
  const { answer, steps } = answered(keyOf(asked), { kind: options.kind, owner: options.owner, document: question.policy.tree.text, most }, () => {
    const budget = { left: most };
    return { answer: decide(asked, options, budget), steps: most - budget.left };
  });
  if (options.budget) options.budget.left -= steps;
  return answer;
}

/** What the answer rests on, where that is the text of statements, what is asked of them, and nothing else; undefined where it is more. */
function keyOf({ policy, require, forbid, actions, outside, given, candidates, callers, sameAs }: Question): string | number | undefined {
  if (sameAs === undefined && (given || candidates || callers || outside)) return undefined;
  // Of what is still to be filled in the answer tells the place as well.
  if (!areKnown(policy, require) || !areKnown(policy, forbid)) return undefined;
  // What is asked most: can the statement ever cover a request.
  if (require.length === 1 && forbid.length === 0 && !actions && sameAs === undefined) return numberOf(require[0]!);
  let key = sameAs ?? '';
  if (actions) for (const { index } of actions) key += ` ${index}`;
  key += '|';
  for (const statement of require) key += `${numberOf(statement)},`;
  key += '|';
  for (const statement of forbid) key += `${numberOf(statement)},`;
  return key;
}

/** Whether they are statements of the policy of which nothing is still to be filled in. */
export function areKnown(policy: Policy, statements: readonly Statement[]): boolean {
  return statements.every((statement) => policy.statements[statement.index] === statement && !hasUnknown(statement));
}

/** A statement that speaks of none of the actions in question covers no request that is looked for. */
function concerns(statement: Statement, { require, actions }: Question): boolean {
  const bits = bitsOf(statement);
  if (actions && !actions.some(({ index }) => (bits[index >> 5]! & (1 << (index & 31))) !== 0)) return false;
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word]!;
    for (const other of require) rest &= bitsOf(other)[word]!;
    if (rest !== 0) return true;
  }
  return require.length === 0 && !actions;
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
  const { policy, require, forbid, given } = question;
  const { kind, owner } = options;
  const optimistic = reading === 'perhaps';
  const required: Part[] = [];
  for (const statement of require) {
    const part = partOf(statement, true, reading, kind);
    // In the cautious reading a required statement must surely cover the request, and a forbidden one counts as soon as it may.
    if (part.hopeless || (optimistic ? part.resource === 'no' : part.resource !== 'yes' || !part.whole)) return NOTHING;
    required.push(part);
  }
  const opposing: Part[] = [];
  for (const statement of forbid) {
    const part = partOf(statement, false, reading, kind);
    if (optimistic ? part.resource === 'yes' && part.whole : part.resource !== 'no') opposing.push(part);
  }
  const actions = actionsToTry(question, required, opposing, kind, optimistic);
  if (actions.length === 0) return NOTHING;
  const candidates = question.candidates ?? candidatesOf(forbid.length === 0 ? require : [...require, ...forbid], options, require[0] && namedBy(require[0]));
  const domainOptions = { owner, named: namedIn(candidates), outside: question.outside, given };
  let unknown = false;
  for (const candidate of candidates) {
    if (!namedByAll(required, candidate, kind, optimistic) || question.callers?.(candidate) === false) continue;
    const against = opposing.length === 0 ? opposing : opposing.filter((part) => names(part, candidate, kind, !optimistic));
    const domainsFor = domainsOf(candidate, domainOptions);
    for (const action of actions) {
      budget.left--;
      const demands = demandsOf(required, against, action, optimistic);
      if (!demands) continue;
      const keys = new KeyDemands(domainsFor(action), budget);
      const met = keys.meet(demands, 0);
      unknown ||= keys.unknown;
      if (budget.left <= 0) return { cut: true, unknown };
      if (!met) continue;
      const witness = requestOf(candidate, action, keys, given);
      if (optimistic || replays(witness, policy, require, forbid, kind)) return { witness, cut: false, unknown };
      // Never seen; a request that does not do what it was found for is no witness.
      unknown = true;
    }
  }
  return unknown ? { cut: false, unknown } : NOTHING;
}

/** One of each group that the statements do not tell apart. */
function actionsToTry(question: Question, required: readonly Part[], opposing: readonly Part[], kind: PolicyKind, optimistic: boolean): readonly ActionFact[] {
  const all = question.actions ?? facts.actions(kind === 'key' ? 'kms' : 'sqs');
  const isWanted = ({ index }: ActionFact): boolean => {
    for (const { actions } of required) if (actions[index] !== MATCHES && !(optimistic && actions[index] === PERHAPS)) return false;
    return true;
  };
  if (!optimistic && opposing.length === 0 && required.every(({ statement }) => !restrictsKeys(statement))) {
    // Nothing tells one from another.
    const first = all.find(isWanted);
    return first ? [first] : [];
  }
  const wanted = all.filter(isWanted);
  if (wanted.length < 2) return wanted;
  return groupActions(wanted, [...required, ...opposing].map(({ statement }) => statement)).map(([first]) => first!);
}

/** The ARNs that belong to candidates by name. */
function namedIn(candidates: readonly Candidate[]): () => readonly string[] {
  let named: readonly string[] | undefined;
  return () => (named ??= candidates.flatMap(({ caller, freeName }) => (caller.kind === 'principal' && freeName === undefined ? [caller.arn] : [])));
}

/** What is asked of the keys, the least choice first; undefined where something of it cannot be had, which is worth no search. */
function demandsOf(required: readonly Part[], against: readonly Part[], action: ActionFact, optimistic: boolean): readonly Alternatives[] | undefined {
  if (against.length === 0 && required.length === 1) return required[0]!.demands;
  const demands: Alternatives[] = [];
  for (const part of required) demands.push(...part.demands);
  for (const { actions, hopeless, demands: demanded } of against) {
    const is = actions[action.index];
    if (is !== MATCHES && (optimistic || is !== PERHAPS)) continue;
    if (hopeless) return undefined;
    demands.push(...demanded);
  }
  return inOrder(demands);
}

function namedByAll(required: readonly Part[], candidate: Candidate, kind: PolicyKind, optimistic: boolean): boolean {
  for (const part of required) if (!names(part, candidate, kind, optimistic)) return false;
  return true;
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

function requestOf({ caller, freeName, kind }: Candidate, action: ActionFact, { demanded }: KeyDemands, given: Given | undefined): AccessRequest {
  const arn = freeName === undefined ? undefined : demanded.get('aws:principalarn')?.values?.[0];
  const who = arn !== undefined && caller.kind === 'principal' ? { ...caller, arn } : caller;
  const context = contextOf(who);
  if (kind === 'onBehalf') context.set('aws:viaawsservice', ['true']);
  const set = (key: string, values: readonly string[] | undefined): void => {
    if (values === undefined) context.delete(key);
    else context.set(key, values);
  };
  if (given) for (const [key, values] of given.values) set(key, values);
  for (const [key, { values }] of demanded) set(key, values);
  return { action: action.name, caller: who, context };
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
