/**
 * What containment says yes to, no request contradicts: random pairs of statements, random requests, and an evaluator of its own, written from
 * AWS's pages and sharing nothing with the engine. Requests carry any keys with any values: containment knows of no caller that does not exist.
 * Rules that look right and are wrong are planted, and found.
 */
import { expect, test } from 'vitest';
import { contains } from '../../server/src/access/containment';
import { createPolicyLanguageService, defaultWorkspace } from '../../server/src/service';
import { policyOf } from '../unit/access/policies';

type Values = readonly string[];
interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, Values>>;
  readonly NotPrincipal?: Readonly<Record<string, Values>>;
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource: Values;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

const [A, B] = ['111122223333', '444455556666'];
const names = [A, B].flatMap((id) => [`arn:aws:iam::${id}:root`, `arn:aws:iam::${id}:role/worker`, `arn:aws:iam::${id}:user/buyer`, `arn:aws:sts::${id}:federated-user/guest`, `arn:aws:sts::${id}:assumed-role/worker/night`]);
const services = ['sns.amazonaws.com', 's3.amazonaws.com', 'sns.eu-south-1.amazonaws.com'];
const actions = ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:Send*', 'sqs:*Message', 'sqs:*', '*', 'SQS:sendmessage', 'sqs:PurgeQueue', 's*'];
const queues = ['arn:aws:sqs:eu-west-1:111122223333:orders', 'arn:aws:sqs:eu-west-1:111122223333:orders-dlq', 'arn:aws:sqs:*:111122223333:orders*', 'arn:aws:sqs:eu-west-1:*:*', '*'];
const sources = ['arn:aws:sns:eu-west-1:111122223333:orders', 'arn:aws:sns:eu-west-1:111122223333:x:orders', 'arn:aws:sns:*:111122223333:*', 'arn:aws:sns:eu-west-1:111122223333:*', 'arn:aws:sns:*:orders', 'arn:aws:s3:::uploads'];
const texts = ['Blue', 'blue', 'b*', '*', 'B?ue', 'red', A, '1*'];
const keys: Readonly<Record<string, Values>> = {
  'aws:PrincipalArn': [...names, 'arn:aws:iam::*:role/*', 'arn:aws:iam::*:user/*'],
  'aws:SourceArn': sources,
  'aws:SourceAccount': [A, B, '1*'],
  'aws:PrincipalTag/team': texts,
  'aws:PrincipalTag/Team': texts,
  'aws:TagKeys': texts,
};
const operators = ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike', 'ArnEquals', 'ArnLike', 'ArnNotLike'];

type Random = () => number;

/** mulberry32: the same numbers in every run. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)]!;
const some = (from: Values, random: Random): Values => [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(from, random)))];
const prefixes = ['', '', '', 'ForAnyValue:', 'ForAllValues:'];
const suffixes = ['', '', '', 'IfExists'];

function conditionOn(key: string, random: Random): Statement['Condition'] {
  if (random() < 0.15) return { Null: { [key]: [pick(['true', 'false'], random)] } };
  return { [pick(prefixes, random) + pick(operators, random) + pick(suffixes, random)]: { [key]: some(keys[key]!, random) } };
}

function whoIn(random: Random): Pick<Statement, 'Principal' | 'NotPrincipal'> {
  const which = random();
  if (which < 0.15) return { Principal: '*' };
  if (which < 0.3) return { Principal: { Service: some(services, random) } };
  return which < 0.8 ? { Principal: { AWS: some([...names, A, B], random) } } : { NotPrincipal: { AWS: some(names, random) } };
}

const whatIn = (random: Random): Pick<Statement, 'Action' | 'NotAction'> => (random() < 0.8 ? { Action: some(actions, random) } : { NotAction: some(actions, random) });

/** The same values under another operator. */
function underAnother(condition: Statement['Condition'], random: Random): Statement['Condition'] {
  return Object.fromEntries(Object.entries(condition).map(([op, tested]) => [op === 'Null' ? op : op.replace(/(String|Arn)[A-Za-z]*$/, pick(operators, random)), tested]));
}

/** Two statements that differ in one element, or in two: so containment is often a near thing. */
function pairFrom(random: Random): readonly [narrow: Statement, wide: Statement] {
  const key = pick(Object.keys(keys), random);
  const wide: Statement = { Effect: pick(['Allow', 'Deny'], random), ...whoIn(random), ...whatIn(random), Resource: some(queues, random), Condition: random() < 0.7 ? conditionOn(key, random) : {} };
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, Condition } = wide;
  const changed = random();
  const narrow: Statement = {
    Effect,
    ...(changed < 0.2 ? whoIn(random) : { ...(Principal && { Principal }), ...(NotPrincipal && { NotPrincipal }) }),
    ...(changed > 0.15 && changed < 0.35 ? whatIn(random) : { ...(Action && { Action }), ...(NotAction && { NotAction }) }),
    Resource: changed > 0.3 && changed < 0.45 ? some(queues, random) : Resource,
    Condition: changed < 0.4 ? Condition : changed < 0.55 ? underAnother(Condition, random) : { ...(random() < 0.2 ? Condition : {}), ...conditionOn(random() < 0.15 ? key.replace('/team', '/Team') : key, random), ...(random() < 0.2 && conditionOn(pick(Object.keys(keys), random), random)) },
  };
  return [narrow, wide];
}

interface Request {
  readonly account?: string;
  /** Every name that a Principal element may give it; the first is that of aws:PrincipalArn. */
  readonly names: Values;
  readonly action: string;
  readonly resource: string;
  readonly context: ReadonlyMap<string, Values>;
  /** What AWS's pages leave open: several values under an operator for one, and a caller of a role that NotPrincipal names without its account. */
  readonly several: 'every' | 'some';
  readonly wholeAccount: boolean;
}

const callers: readonly Pick<Request, 'account' | 'names'>[] = [
  ...[A, B, '777788889999'].flatMap((account) => [['root', 'iam'], ['role/worker', 'iam'], ['role/other', 'iam'], ['user/buyer', 'iam'], ['federated-user/guest', 'sts']].map(([name, service]) => ({ account, names: [`arn:aws:${service}::${account}:${name}`, ...(name === 'role/worker' ? [`arn:aws:sts::${account}:assumed-role/worker/night`] : [])] }))),
  ...services.map((service) => ({ names: [service] })),
  { names: [] },
];
const filled = (text: string): Values => [text, text.replaceAll('*', ''), text.replaceAll('*', 'q'), text.replaceAll('*', 'q:1').replaceAll('?', 'l'), text.toLowerCase()];

/** A request with what the two statements speak of, near misses, and whatever else. */
function requestFor([narrow, wide]: readonly [Statement, Statement], random: Random): Request {
  const valueFor = (key: string): string => {
    const told = [narrow, wide].flatMap(({ Condition }) => Object.entries(Condition).flatMap(([op, tested]) => (op === 'Null' ? [] : (tested[key] ?? []))));
    return pick(filled(pick(told.length > 0 && random() < 0.8 ? told : keys[key]!, random)), random);
  };
  const context = new Map<string, Values>();
  for (const key of Object.keys(keys)) if (random() < 0.7) context.set(key, key === 'aws:TagKeys' && random() < 0.5 ? [valueFor(key), valueFor(key)] : [valueFor(key)]);
  return { ...pick(callers, random), action: pick(['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue', 'sqs:DeleteMessage', 'sqs:NewOfTomorrow'], random), resource: pick(filled(pick(queues.slice(0, 3), random)), random), context, several: pick(['every', 'some'], random), wholeAccount: random() < 0.5 };
}

// The evaluator.
const pattern = (text: string, any: string): RegExp => new RegExp(`^${text.replace(/[.+^${}()|[\]\\/]/g, '\\$&').replaceAll('*', `${any}*`).replaceAll('?', any)}$`, 's');
const like = (text: string, value: string): boolean => pattern(text, '.').test(value);
function arnLike(text: string, value: string): boolean {
  const [wanted, given] = [text.split(':'), value.split(':')];
  if (wanted.length < 6 || given.length < 6) return text === value;
  return [0, 1, 2, 3, 4].every((i) => like(wanted[i]!, given[i]!)) && like(wanted.slice(5).join(':'), given.slice(5).join(':'));
}
function testHolds(written: string, wanted: Values, given: Values | undefined, several: Request['several']): boolean {
  if (written === 'Null') return (given === undefined) === (wanted[0] === 'true');
  const set = /^For(Any|All)Values?:/.exec(written)?.[1];
  const bare = written.replace(/^.*:/, '');
  const ifExists = bare.endsWith('IfExists');
  const name = bare.replace(/IfExists$/, '');
  const negated = name.includes('Not');
  if (given === undefined) return set === 'All' || ifExists || (set !== 'Any' && negated);
  const one = (value: string): boolean => negated !== wanted.some((text) => (name.startsWith('Arn') ? arnLike(text, value) : name.endsWith('Like') ? like(text, value) : name.endsWith('IgnoreCase') ? text.toLowerCase() === value.toLowerCase() : text === value));
  return set === 'All' || (set !== 'Any' && several === 'every') ? given.every(one) : given.some(one);
}
/** 0: it says nothing of the request; 1: it leaves the caller to the IAM policies of its account; 2: it applies. */
function applies(statement: Statement, request: Request): number {
  const { Principal: who, NotPrincipal: spared, Action, NotAction, Resource, Condition } = statement;
  const accounts = (text: string): string | undefined => /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  const isNamed = (list: Values): boolean => list.some((text) => request.names.includes(text) || (accounts(text) !== undefined && accounts(text) === request.account && request.names[0]?.endsWith(':root') === true));
  const ofAccount = (list: Values): boolean => list.some((text) => accounts(text) !== undefined && accounts(text) === request.account);
  const list = who === '*' ? [] : Object.values(who ?? spared ?? {}).flat();
  let level = 2;
  if (who && who !== '*') level = isNamed(list) ? 2 : ofAccount(list) ? (statement.Effect === 'Deny' ? 2 : 1) : 0;
  if (spared) level = ofAccount(list) || (isNamed(list) && !request.wholeAccount) ? 0 : 2;
  const acts = (of: Values): boolean => of.some((text) => !/[*?].*:|^[^:]*[*?][^:]+$/.test(text) && like(text.toLowerCase(), request.action.toLowerCase()));
  if (!(Action ? acts(Action) : !NotAction!.some((text) => like(text.toLowerCase(), request.action.toLowerCase())))) return 0;
  if (!Resource.some((text) => text === '*' || arnLike(text, request.resource))) return 0;
  for (const [op, tested] of Object.entries(Condition)) for (const [key, values] of Object.entries(tested)) if (!testHolds(op, values, request.context.get(key), request.several)) return 0;
  return level;
}

type Answer = (narrow: Statement, wide: Statement) => boolean;
const answer: Answer = (narrow, wide) => {
  const policy = policyOf([narrow, wide]);
  return contains(policy, policy.statements[1]!, policy.statements[0]!);
};

/** Requests that the narrow statement is about and the wide one is not, among pairs that are said to be contained; and how many pairs those are. */
function contradictions(says: Answer, runs: number, seed: number, enough = Infinity): { readonly contained: number; readonly wrong: readonly string[] } {
  const random = randomFrom(seed);
  let contained = 0;
  const wrong: string[] = [];
  for (let run = 0; run < runs && wrong.length < enough; run++) {
    const pair = pairFrom(random);
    const [narrow, wide] = pair;
    if (!says(narrow, wide)) continue;
    contained++;
    for (let i = 0; i < 100; i++) {
      const request = requestFor(pair, random);
      if (applies(narrow, request) > applies(wide, request)) {
        wrong.push(JSON.stringify({ narrow, wide, request: { ...request, context: [...request.context] } }));
        break;
      }
    }
  }
  return { contained, wrong };
}

test('no request contradicts a containment', () => {
  const { contained, wrong } = contradictions(answer, 8_000, 20261127);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(contained).toBeGreaterThan(1000);
});

/** A wrong rule, as a change of the statements before the right one is asked. */
const rewritten = (change: (statement: Statement, narrow: boolean) => Statement): Answer => (narrow, wide) => answer(change(narrow, true), change(wide, false));
const operatorsAs = (change: (op: string) => string, narrowAlone = false): Answer => rewritten((s, narrow) => (narrowAlone && !narrow ? s : { ...s, Condition: Object.fromEntries(Object.entries(s.Condition).map(([op, tested]) => [change(op), tested])) }));

const planted: Readonly<Record<string, Answer>> = {
  'fewer values are narrower, negated or not': operatorsAs((op) => op.replace('StringNot', 'String').replace('ArnNot', 'Arn')),
  'an Arn operator is a String operator': operatorsAs((op) => op.replace(/Arn(Not)?(Equals|Like)/, 'String$1Like')),
  'a String pattern stays in its part': operatorsAs((op) => op.replace('StringLike', 'ArnLike'), true),
  'IfExists is the plain operator': operatorsAs((op) => op.replace(/IfExists$/, '')),
  'ForAllValues is ForAnyValue': operatorsAs((op) => op.replace('ForAllValues', 'ForAnyValue')),
  'a set prefix says nothing': operatorsAs((op) => op.replace(/^.*:/, '')),
  'letter case of values is folded': operatorsAs((op) => op.replace(/^(.*:)?String(Not)?Equals(IfExists)?$/, '$1String$2EqualsIgnoreCase$3')),
  'letter case of a tag is folded': rewritten((s) => ({ ...s, Condition: Object.fromEntries(Object.entries(s.Condition).map(([op, tested]) => [op, Object.fromEntries(Object.entries(tested).map(([key, values]) => [key.replace('/Team', '/team'), values]))])) })),
  'an Allow of the account is one of its roles': rewritten((s) => ({ ...s, Effect: 'Deny' })),
  'the queue is the own one': rewritten((s) => ({ ...s, Resource: ['*'] })),
  'users do not exist': rewritten((s) => ({ ...s, Condition: Object.fromEntries(Object.entries(s.Condition).map(([op, tested]) => [op, Object.fromEntries(Object.entries(tested).map(([key, values]) => [key, values.filter((text) => values.length === 1 || !text.includes(':user/'))]))])) })),
  'a value is enough for the key to be there': (narrow, wide) => answer(narrow, wide) || answer({ ...narrow, Condition: { ...narrow.Condition, Null: Object.fromEntries(Object.values(narrow.Condition).flatMap((tested) => Object.keys(tested).map((key) => [key, ['false']]))) } }, wide),
  'actions of today are all actions': rewritten((s, narrow) => (narrow ? { ...s, ...(s.Action && { Action: s.Action.map((text) => text.replace(/^sqs:\*$/, 'sqs:*Message')) }) } : s)),
};

test.each(Object.entries(planted))('planted: %s', (_, says) => {
  expect(contradictions(says, 12_000, 7, 1).wrong.length).toBeGreaterThan(0);
});

const service = createPolicyLanguageService();
/** It says who can call, on purpose. */
const workspace = { ...defaultWorkspace, account: A!, levels: { 'no-unusable-action': 'off' } } as const;

test('what safe fixes leave decides every request as before', () => {
  const random = randomFrom(4);
  let fixed = 0;
  const wrong: string[] = [];
  for (let run = 0; run < 300; run++) {
    const pair = pairFrom(random);
    const before: readonly Statement[] = [...pair, ...(random() < 0.5 ? pairFrom(random) : []), ...(random() < 0.3 ? [pair[0]] : [])];
    const text = JSON.stringify({ Version: '2012-10-17', Statement: before }, null, 1);
    const change = service.fixAll(text, 'queue-policy.json', workspace, new Set(['safe']));
    if (!change) continue;
    fixed++;
    const after = (JSON.parse(text.slice(0, change.range.start) + change.newText + text.slice(change.range.end)) as { Statement: readonly Statement[] }).Statement;
    const decided = (statements: readonly Statement[], request: Request): string => [0, 1].map((deny) => Math.max(0, ...statements.filter(({ Effect }) => (Effect === 'Deny') === (deny === 1)).map((statement) => applies(statement, request)))).join();
    for (let i = 0; i < 60; i++) {
      const request = requestFor(pair, random);
      if (decided(before, request) === decided(after, request)) continue;
      wrong.push(JSON.stringify({ before, after, request: { ...request, context: [...request.context] } }));
      break;
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(fixed).toBeGreaterThan(50);
});
