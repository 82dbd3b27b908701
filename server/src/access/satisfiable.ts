/**
 * The decision procedure: is there a request that some statements cover and others do not? It answers with a witness, with a proof by
 * exhaustion, or with the holes that it depends on. Every caller and action that the statements tell apart is tried; for each the tests of
 * the conditions are met or failed one by one, and each key is asked whether it can still hold what has been demanded of it.
 */
import { facts, type ActionFact } from '../aws';
import { all, areApart, hasHole, hasUnits, numberOf, OWN_ACCOUNT, withText, withUnits, withWildcards, type Hole, type Memory, type Policy, type PolicyKind, type PrincipalElement, type Statement, type ValueList } from '../policy';
import { answered, type HolesIn, type Satisfiable } from './answers';
import { contextOf } from './callerContext';
import { candidatesOf, isServiceIn, whoDemands, type Candidate, type Who } from './callers';
import { meetsTest } from './condition';
import type { Alternatives, Reading } from './constraints';
import { domainsOf, type Given, type KeyDomain } from './domains';
import { matchesElements } from './evaluate';
import { matchesOwn } from './ownResource';
import type { Principals } from './principal';
import { ACCOUNT, inPartition, PRINCIPAL, ROLE, SESSION, shapesOf, textOf } from './records';
import type { AccessRequest, Caller } from './request';
import { RequestDemands } from './requestDemands';
import type { Demand } from './solveRecord';
import { bitsOf, groupActions, hasMoreThanHoles, hasUnknown, holesIn, inOrder, MATCHES, partOf, PERHAPS, restrictsKeys, type Part, type TestPart } from './statementParts';
import { mayMeet, type TextPattern } from './textPatterns';
import { isUnsettled, settle } from './unsettled';
import { mindsPaths, ownerIn, regionIn, rolesNamed, toldApart, whichResource, worldsKey, worldsOf, type World, type WorldOptions } from './worlds';

export type { Satisfiable } from './answers';

export interface Question {
  readonly policy: Policy;
  /** All of them cover the request. */
  readonly require: readonly Statement[];
  /** None of them covers it. */
  readonly forbid: readonly Statement[];
  /** Actions that may be asked for; absent: all of the service's. */
  readonly actions?: readonly ActionFact[];
  /** What is known of the request's keys beforehand. */
  readonly given?: Given;
  /** Callers that may ask. */
  readonly who?: Who;
  /** What is asked of the request beside the statements, by kind of caller. */
  readonly also?: (candidate: Candidate) => readonly Alternatives[];
  /** The condition keys of which that is. */
  readonly keys?: readonly string[];
  /** The texts that it compares keys with, by key. */
  readonly texts?: readonly (readonly [key: string, text: string])[];
  /** What is still to be filled in is some fixed text for sure, whatever else is compared with it. */
  readonly constants?: boolean;
  /** A name for what is known and asked beside, and its keys: two questions with the same one have them the same. */
  readonly sameAs?: string;
}

export interface SatisfiableOptions extends WorldOptions {
  readonly owner?: string | undefined;
  /** How many demands on a key may be weighed; past them the answer is "depends". */
  readonly steps?: number;
  /** Steps that several questions share; what one takes is gone for the next. */
  readonly budget?: Budget | undefined;
  /** Absent: each in which the policy may be. */
  readonly world?: World | undefined;
  /** What else is known of where the policy stands (`Circumstances`). */
  readonly context?: string | undefined;
  readonly memory?: Memory | undefined;
}

export interface Budget {
  left: number;
}

export const STEPS = 20_000;

export function satisfiable(question: Question, options: SatisfiableOptions): Satisfiable {
  const most = Math.min(options.steps ?? STEPS, options.budget?.left ?? STEPS);
  // To find out what was asked takes longer than to say so.
  if (most <= 0) return { is: 'depends', on: [] };
  const asked = question.forbid.length === 0 ? question : { ...question, forbid: question.forbid.filter((statement) => concerns(statement, question)) };
  const { answer, steps } = answered(keyOf(asked, options), question.policy, options, most, HOLES, () => {
    const budget = { left: most };
    return { answer: decide(asked, options, budget), steps: most - budget.left };
  });
  if (options.budget) options.budget.left -= steps;
  return answer;
}

const HOLES: HolesIn<Satisfiable> = { of: (answer) => (answer.is === 'depends' ? answer.on : []), put: (answer, on) => (answer.is === 'depends' ? { ...answer, on } : answer) };

/** What the answer rests on, where that is what the statements are, what is asked of them, and nothing else; undefined where it is more. */
function keyOf({ policy, require, forbid, actions, given, who, also, sameAs }: Question, options: SatisfiableOptions): string | undefined {
  if (!options.memory || (sameAs === undefined && (given || also))) return undefined;
  // Of what is still to be filled in the answer tells the place as well.
  if (!areKnown(policy, require) || !areKnown(policy, forbid)) return undefined;
  let key = `${options.memory.numberOf(worldsKey(policy, options))} ${who ? JSON.stringify(who) : ''} ${sameAs ?? ''}`;
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
  const { policy, require, forbid } = question;
  const asked = [...require, ...forbid];
  const all = options.world ? [options.world] : worldsOf(policy, options);
  if (all === 'too many') return { is: 'depends', on: [whichResource(policy, options.kind)] };
  const worlds = toldApart(all, asked, options.kind);
  let first: Satisfiable | undefined;
  for (const world of worlds) {
    const answer = decideIn(world, question, options, budget);
    if (answer.is === 'depends') return answer;
    if (first && first.is !== answer.is) return { is: 'depends', on: [whichResource(policy, options.kind)] };
    first ??= answer;
  }
  return first!;
}

function decideIn(world: World, question: Question, options: SatisfiableOptions, budget: Budget): Satisfiable {
  const { require, forbid } = question;
  const asked = [...require, ...forbid];
  const constants = asked.some(hasUnknown) && (question.constants === true || standAlone(asked, question));
  const surely = search(world, question, options, { optimistic: false, constants }, budget);
  if (surely.witness) return { is: 'yes', witness: surely.witness };
  const isKnown = !asked.some((statement) => (constants ? hasMoreThanHoles(statement) : hasUnknown(statement)) || matchesOwn(statement, world.own, options.kind).is === 'depends');
  if (!surely.cut && isKnown && !surely.unsettled) return surely.unknown ? { is: 'depends', on: [] } : { is: 'no' };
  const perhaps = search(world, question, options, { optimistic: true, constants }, budget);
  if (!perhaps.witness && !perhaps.cut && !perhaps.unknown) return { is: 'no' };
  const unsettled = asked.flatMap((statement) => {
    const own = matchesOwn(statement, world.own, options.kind);
    return own.is === 'depends' ? own.on : [];
  });
  return { is: 'depends', on: [...holesIn(asked), ...unsettled, ...perhaps.on] };
}

interface Result {
  readonly witness?: AccessRequest;
  /** The budget was used up. */
  readonly cut: boolean;
  /** A key could not be decided. */
  readonly unknown: boolean;
  /** Something rests on what AWS's documents leave open. */
  readonly unsettled: boolean;
  /** What that is. */
  readonly on: readonly Hole[];
}

function search(world: World, question: Question, options: SatisfiableOptions, reading: Reading, budget: Budget): Result {
  const { policy, require, forbid, given, who, also } = question;
  const { kind } = options;
  const { optimistic } = reading;
  const result = { cut: false, unknown: false, unsettled: false, on: [] as Hole[] };
  const required: Part[] = [];
  for (const statement of require) {
    const part = partOf(statement, true, reading);
    // In the cautious reading a required statement must surely cover the request, and a forbidden one counts as soon as it may.
    const { is } = matchesOwn(statement, world.own, kind);
    if (optimistic ? is === 'no' : is !== 'yes' || !part.whole) return result;
    required.push(part);
  }
  const opposing: Part[] = [];
  for (const statement of forbid) {
    const part = partOf(statement, false, reading);
    const { is } = matchesOwn(statement, world.own, kind);
    if (optimistic ? is === 'yes' && part.whole : is !== 'no') opposing.push(part);
  }
  const actions = actionsToTry(question, required, opposing, kind, optimistic);
  if (actions.length === 0) return result;
  const shapes = shapesOf(world.partition);
  const keys = [...(given?.values.keys() ?? []), ...(question.keys ?? [])];
  const candidates = candidatesOf(required, opposing, { isKey: kind === 'key', shapes, who, keys, asked: also !== undefined });
  const testsNames = [...required, ...opposing].some(({ tests }) => tests.some(({ key }) => key === 'aws:principalservicenameslist'));
  const namedServices = candidates.flatMap(({ service }) => (service === undefined ? [] : testsNames ? [service, `${service.split('.')[0]}.*`] : [service]));
  const domainOptions = { owner: options.owner ?? ownerIn(world), region: regionIn(world), given, namedServices };
  for (const candidate of candidates) {
    const domainsFor = domainsOf(candidate, domainOptions);
    const self = who ? whoDemands(who, candidate) : [];
    if (self === 'unsettled') {
      result.unsettled = true;
      if (!optimistic) continue;
    }
    const asked = [...(self === 'unsettled' ? [] : self.map((caller): Alternatives => [{ caller }])), ...(also?.(candidate) ?? [])];
    for (const action of actions) {
      budget.left--;
      const demands = demandsOf(candidate, action, required, opposing, world.partition, optimistic, result);
      if (!demands) continue;
      const asks = inOrder([...demands, ...asked]);
      let request = new RequestDemands(candidate, domainsFor(action), shapes, budget);
      let met = request.meet(asks, 0);
      const ties = met ? roleTies([policy, ...(options.beside ?? [])], candidate, request) : [];
      if (ties.length > 0) {
        request = new RequestDemands(candidate, domainsFor(action), shapes, budget);
        met = request.meet([...ties, ...asks], 0);
      }
      result.unknown ||= request.unknown;
      if (budget.left <= 0) return { ...result, cut: true };
      if (!met) continue;
      const witness = requestOf(candidate, action, request, domainsFor(action), given);
      if (optimistic || replays(witness, question, world, kind, candidate, reading.constants)) return { ...result, witness };
      // Never seen; a request that does not do what it was found for is no witness.
      result.unknown = true;
    }
  }
  return result;
}

/** One of each group that the statements do not tell apart. */
function actionsToTry(question: Question, required: readonly Part[], opposing: readonly Part[], kind: PolicyKind, optimistic: boolean): readonly ActionFact[] {
  const every = question.actions ?? facts.actions(kind === 'key' ? 'kms' : 'sqs');
  const isWanted = ({ index }: ActionFact): boolean => {
    for (const { actions } of required) if (actions[index] !== MATCHES && !(optimistic && actions[index] === PERHAPS)) return false;
    return true;
  };
  // What is for IAM policies alone to allow is no request that this policy decides.
  const decided = every.filter((action) => action.inResourcePolicy !== 'iam-only' && isWanted(action));
  const wanted = decided.length > 0 ? decided : every.filter(isWanted);
  // Nothing tells one from another.
  if (!optimistic && opposing.length === 0 && required.every(({ statement }) => !restrictsKeys(statement))) return wanted.slice(0, 1);
  if (wanted.length < 2) return wanted;
  return groupActions(wanted, [...required, ...opposing].map(({ statement }) => statement)).map(([first]) => first!);
}

interface Unsettled {
  unsettled: boolean;
  readonly on: Hole[];
}

/** What is asked of the request; undefined where something of it cannot be had, which is worth no search. */
function demandsOf(candidate: Candidate, action: ActionFact, required: readonly Part[], opposing: readonly Part[], partition: string, optimistic: boolean, note: Unsettled): Alternatives[] | undefined {
  const demands: Alternatives[] = [];
  for (const part of required) {
    const named = takesIn(part.principals, candidate, partition);
    if (named === 'nobody') return undefined;
    if (named !== 'everybody') demands.push([{ caller: named }]);
    for (const test of part.tests) {
      const alternatives = alternativesFor(test, part.wanted, candidate, optimistic, note);
      if (alternatives.length === 0) return undefined;
      demands.push(alternatives);
    }
  }
  for (const part of opposing) {
    const is = part.actions[action.index];
    if (is !== MATCHES && (optimistic || is !== PERHAPS)) continue;
    const named = takesIn(part.principals, candidate, partition);
    if (named === 'nobody') continue;
    const ways: (Alternatives[number])[] = part.tests.flatMap((test) => alternativesFor(test, part.wanted, candidate, optimistic, note));
    // A caller whom it does not take in escapes it as well.
    if (named !== 'everybody') ways.push({ caller: { negated: !named.negated, patterns: named.patterns } });
    if (ways.length === 0) return undefined;
    demands.push(ways);
  }
  return demands;
}

function alternativesFor({ test, key, alternatives }: TestPart, wanted: boolean, candidate: Candidate, optimistic: boolean, note: Unsettled): Alternatives {
  if (!isUnsettled(key, candidate)) return alternatives;
  const is = settle(test, key, candidate);
  if (is.is === 'depends') {
    note.unsettled = true;
    note.on.push(...is.on);
    // Whatever it is, it has to meet all that is asked of it.
    return optimistic ? (key === 'aws:principalservicenameslist' ? ['nothing'] : alternatives) : [];
  }
  return (is.is === 'yes') === wanted ? ['nothing'] : [];
}

/** Whom of this kind of caller a statement takes in: a demand where it tells one from another. */
function takesIn(principals: Principals, candidate: Candidate, partition: string): Demand | 'everybody' | 'nobody' {
  const { negated, everybody, anyPrincipal, patterns } = principals;
  const all = everybody || (anyPrincipal && candidate.shape !== undefined);
  if (candidate.kind === 'anonymous') return everybody !== negated ? 'everybody' : 'nobody';
  if (candidate.kind === 'service') return isServiceIn(principals, candidate.service) ? 'everybody' : 'nobody';
  if (all) return negated ? 'nobody' : 'everybody';
  const usable = patterns.filter(({ view }) => candidate.shape!.views.has(view)).map((pattern) => (hasUnits(pattern.text) ? { ...pattern, text: inPartition(pattern.text, partition) } : pattern));
  if (usable.length === 0) return negated ? 'everybody' : 'nobody';
  return { negated, patterns: usable };
}

/**
 * A role in a Principal element exists, as AWS refuses others, and has its name alone in its account. Where a role of that name but of another
 * path was found, no such role is to be found.
 */
function roleTies(policies: readonly Policy[], { kind }: Candidate, request: RequestDemands): Alternatives[] {
  const found = kind === 'role' ? request.caller() : undefined;
  if (!found) return [];
  const text = (view: string): string => textOf(found.shape.views.get(view)!, found.fields)!;
  const named = policies.some(mindsPaths) ? policies.flatMap(rolesNamed) : [];
  const isAnother = (arn: string): boolean => arn !== text(PRINCIPAL) && roleIn(arn) === text(ROLE);
  if (named.includes(text(PRINCIPAL)) || !named.some(isAnother)) return [];
  return [...new Set(named.map(roleIn))].map((role): Alternatives => [
    { caller: { negated: true, patterns: [{ view: ROLE, text: role, mode: 'exact' }] } },
    { caller: { negated: false, patterns: named.filter((arn) => roleIn(arn) === role).map((arn) => ({ view: PRINCIPAL, text: arn, mode: 'exact' })) } },
  ]);
}

/** `account/name` */
function roleIn(arn: string): string {
  return `${arn.split(':')[4]}/${arn.slice(arn.lastIndexOf('/') + 1)}`;
}

/** Where other ARNs are tested the session's name tells; else the role itself calls. */
function callerOf(candidate: Candidate, request: RequestDemands): Caller {
  switch (candidate.kind) {
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'service':
      return { kind: 'service', name: candidate.service ?? request.context().get('aws:principalservicename')?.[0] ?? 'another-service.amazonaws.com' };
    default: {
      const shape = candidate.shape!;
      const fields = request.caller()?.fields ?? shape.fields.map(({ words }) => words[0]!);
      const text = (view: string): string | undefined => (shape.views.has(view) ? textOf(shape.views.get(view)!, fields) : undefined);
      const arn = text(PRINCIPAL)!;
      const account = text(ACCOUNT) ?? '';
      return candidate.kind === 'role' && request.callerAskedBy(SESSION) ? { kind: 'principal', arn: text(SESSION)!, account, roleArn: arn } : { kind: 'principal', arn, account };
    }
  }
}

function requestOf(candidate: Candidate, action: ActionFact, request: RequestDemands, domainOf: (key: string) => KeyDomain, given: Given | undefined): AccessRequest {
  const caller = callerOf(candidate, request);
  const context = contextOf(caller);
  if (candidate.forwarded) context.set('aws:viaawsservice', ['true']);
  const set = (key: string, values: readonly string[] | undefined): void => {
    if (values === undefined) context.delete(key);
    else context.set(key, values);
  };
  if (given) for (const [key, values] of given.values) if (domainOf(key).presence !== 'never' || values === undefined) set(key, values);
  for (const [key, values] of request.context()) set(key, values);
  const time = context.get('aws:currenttime')?.[0];
  if (time !== undefined) context.set('aws:epochtime', [String(Date.parse(time) / 1000)]);
  return { action: action.name, caller, context };
}

/** The witness, asked of the evaluator. What AWS's documents leave open is no part of the request. */
function replays(request: AccessRequest, { require, forbid }: Question, world: World, kind: PolicyKind, candidate: Candidate, constants: boolean): boolean {
  const matched = (original: Statement): string => {
    const statement = constants ? withConstants(original, world.partition) : original;
    const elements = matchesElements(statement, request, kind, undefined, world.own).truth;
    if (elements.is !== 'yes') return elements.is;
    const tests = (statement.condition?.tests ?? []).map((test) => (isUnsettled(test.key.text.toLowerCase(), candidate) ? settle(test, test.key.text.toLowerCase(), candidate) : meetsTest(test, request, undefined)));
    return all(tests).is;
  };
  return require.every((s) => matched(s) === 'yes') && forbid.every((s) => matched(s) === 'no');
}

/** The statement with some fixed text in the place of each that is still to be filled in. */
function withConstants(statement: Statement, partition: string): Statement {
  const { principal, notPrincipal, condition } = statement;
  const list = <T extends ValueList>(values: T): T => (values.values.some(hasHole) ? { ...values, values: values.values.map((value) => (hasHole(value) ? withText(value, inPartition(withUnits(value), partition)) : value)) } : values);
  const element = (of: PrincipalElement | undefined): PrincipalElement | undefined => of && { ...of, entries: of.entries.map((entry) => ({ ...entry, list: list(entry.list) })) };
  return { ...statement, ...(principal && { principal: element(principal)! }), ...(notPrincipal && { notPrincipal: element(notPrincipal)! }), ...(condition && { condition: { ...condition, tests: condition.tests.map((test) => ({ ...test, list: list(test.list) })) } }) };
}

/**
 * Whether every text that is still to be filled in stands alone: no other text of the same kind that is compared with the same thing may turn
 * out to be equal to it. Then it is some fixed value of which no more needs to be known.
 */
function standAlone(statements: readonly Statement[], { who, given, texts: compared = [] }: Question): boolean {
  const texts = new Map<string, Set<string>>();
  const add = (name: string, text: string): void => {
    const known = texts.get(name);
    if (known) known.add(text);
    else texts.set(name, new Set([text]));
  };
  // The owner's account is none of those that are named: where it may be one, that is a world of its own.
  for (const text of [...(who?.among ?? []), ...(who?.but ?? []), ...(who?.principal !== undefined ? [who.principal] : [])]) if (text !== OWN_ACCOUNT) add('caller', text);
  for (const [key, text] of compared) add(tiedTo(key), text);
  for (const [key, values] of given?.values ?? []) for (const text of values ?? []) add(tiedTo(key), text);
  for (const { principal, notPrincipal, condition } of statements) {
    for (const element of [principal, notPrincipal]) for (const { type, list } of element?.entries ?? []) if (type === 'AWS') for (const value of list.values) if (value.text !== '*') add('caller', withUnits(value));
    for (const { key, list } of condition?.tests ?? []) for (const value of list.values) add(tiedTo(key.text.toLowerCase()), withUnits(value));
  }
  // The account that deploys may be another one that is still to be filled in.
  if (who?.among?.includes(OWN_ACCOUNT) || who?.but?.includes(OWN_ACCOUNT)) for (const text of texts.get('caller') ?? []) if (hasUnits(text) && accountIn(text) !== OWN_ACCOUNT) return false;
  for (const [name, found] of texts) {
    const known = [...found];
    if (!known.some(hasUnits)) continue;
    const isTied = name === 'caller' || name === 'source';
    for (const [at, one] of known.entries()) for (const other of known.slice(at + 1)) if ((hasUnits(one) || hasUnits(other)) && mayCoincide(one, other, isTied)) return false;
  }
  return true;
}

function tiedTo(key: string): string {
  if (/^(aws:(principalarn|principalaccount|userid)|kms:calleraccount)$/.test(key)) return 'caller';
  return /^aws:source(arn|account)$/.test(key) ? 'source' : key;
}

/** Whether one of them with parts that are still to be filled in may equal the other, or has the account of the other. */
function mayCoincide(one: string, other: string, isTied: boolean): boolean {
  if (areApart(one, other)) return false;
  const open = (text: string): TextPattern => ({ text: withWildcards(text), mode: 'wildcard' });
  if (isTied) {
    const [mine, yours] = [accountIn(one), accountIn(other)];
    if (mine === undefined || yours === undefined) return true;
    if (mine !== yours) return hasUnits(mine) || hasUnits(yours);
    // The same account: do the names differ?
    if (accountOnly(one) || accountOnly(other)) return false;
  }
  return /^\*+$/.test(one) || /^\*+$/.test(other) ? false : mayMeet(open(one), open(other));
}

function accountIn(text: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:([^:*?]+):/.exec(text)?.[1] ?? (/^(\d{12}|\u{e001}[^\u{e002}]*\u{e002})$/u.test(text) ? text : undefined);
}

function accountOnly(text: string): boolean {
  return !text.startsWith('arn:') || text.endsWith(':root');
}
