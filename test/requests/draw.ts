/** Requests drawn at random: a record of the caller first, then all that it carries, made from the record. */
import * as actions from './actions';
import { contextOf } from './context';
import { fill, fillAccount } from './patterns';
import { named, type PolicyJson, type StatementJson } from './policy';
import { isPrincipal, isUniqueId, readArn, readUserId, type Principal, type Who } from './principals';
import type { Random } from './random';
import { drawSource, type Source } from './sources';
import { keysOf, wordsOf, type Words } from './words';
import type { World } from './worlds';

export interface Request {
  readonly action: string;
  readonly who: Who;
  /** By key in lower case; one that is not in it is absent. */
  readonly context: ReadonlyMap<string, readonly string[]>;
  /** Of a service: on whose behalf it calls, whether or not the request says so. */
  readonly source?: Source | undefined;
}

/** Of one policy, or of two versions of one: what its requests are drawn from. */
export interface Drawing {
  readonly words: Words;
  /** Of single statements: requests that come near all that one of them asks for. */
  readonly ofStatements: readonly { readonly words: Words; readonly kinds: readonly Who['kind'][]; readonly actions: readonly string[] }[];
  readonly keys: ReadonlySet<string>;
  /** By account and name: the path of a role that a Principal element names, and that therefore exists. */
  readonly paths: ReadonlyMap<string, string>;
}

const KINDS: readonly Who['kind'][] = ['anonymous', 'service', 'role', 'user', 'root', 'federated', 'role', 'user', 'service'];
/** Faults that are planted on purpose, to see that they are found: kinds of callers and other things that are never drawn. */
export type Blind = ReadonlySet<string>;
const NOTHING: Blind = new Set();

export function drawingOf(policies: readonly PolicyJson[], matchesAction: (statement: StatementJson, action: string) => boolean, all: readonly string[]): Drawing {
  const statements = policies.flatMap(({ Statement }) => Statement);
  return {
    words: wordsOf(statements),
    ofStatements: statements.map((statement) => ({ words: wordsOf([statement]), kinds: kindsOf(statement), actions: all.filter((action) => matchesAction(statement, action)) })),
    keys: keysOf(statements),
    paths: pathsOf(statements),
  };
}

/** Which kinds of callers a Principal element can name at all. */
function kindsOf({ Principal }: StatementJson): readonly Who['kind'][] {
  if (Principal === undefined || named(Principal, 'AWS').includes('*')) return KINDS;
  const people = named(Principal, 'AWS');
  const found: Who['kind'][] = named(Principal, 'Service').length > 0 ? ['service'] : [];
  for (const text of people) {
    const kind = readArn(text)?.kind;
    if (kind === undefined || kind === 'root') found.push('role', 'user', 'root', 'federated');
    else found.push(kind);
  }
  return found.length > 0 ? found : KINDS;
}

/** A role named in a Principal exists, and has its name alone in its account. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names (2026-11) */
export function pathsOf(statements: readonly StatementJson[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const arn of statements.flatMap(({ Principal }) => named(Principal, 'AWS'))) {
    const role = readArn(arn);
    if (role?.kind === 'role' && role.path !== undefined) found.set(`${role.account}/${role.name}`, role.path);
  }
  return found;
}

export function drawRequest(drawing: Drawing, world: World, random: Random, blind: Blind = NOTHING): Request {
  // Mostly near one statement: near all of them at once nobody comes by chance.
  const near = drawing.ofStatements.length > 0 && random.chance(0.8) ? random.pick(drawing.ofStatements) : undefined;
  const words = near && random.chance(0.8) ? near.words : drawing.words;
  const kind = drawKind(near?.kinds ?? KINDS, world, random, blind);
  const who: Who = kind === 'anonymous' ? { kind } : kind === 'service' ? { kind, name: drawServiceName(words, drawing.words, world, random) } : drawPrincipal(kind, words, drawing, world, random, blind);
  const possible = near && near.actions.length > 0 && random.chance(0.9) ? near.actions : actions.all[world.kind];
  const action = drawAction(possible, who, world, random);
  const forwarded = isPrincipal(who) && random.chance(FORWARDED_KEYS.some((key) => drawing.keys.has(key)) ? 0.5 : 0.05);
  const source = who.kind === 'service' ? drawSource(words, drawing.words, world, random, blind) : undefined;
  return { action, who, source, context: contextOf({ action, who, words, world, random, keys: drawing.keys, blind, source, forwarded }) };
}

const FORWARDED_KEYS = ['kms:viaservice', 'aws:viaawsservice', 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'];

function drawKind(kinds: readonly Who['kind'][], world: World, random: Random, blind: Blind): Who['kind'] {
  for (let i = 0; i < 20; i++) {
    const kind = random.pick(i < 10 ? kinds : KINDS);
    if (!(kind === 'anonymous' && world.kind === 'key') && !blind.has(kind)) return kind;
  }
  return 'role';
}

function drawAction(possible: readonly string[], who: Who, world: World, random: Random): string {
  const foreign = who.kind === 'anonymous' || (isPrincipal(who) && who.account !== world.owner);
  for (let i = 0; i < 12; i++) {
    const action = random.pick(possible);
    if (!foreign || actions.isShared(action)) return action;
  }
  return random.pick(foreign ? actions.shared[world.kind] : actions.all[world.kind]);
}

function drawServiceName(words: Words, all: Words, world: World, random: Random): string {
  const known = (words.services.length > 0 ? words.services : all.services).filter((name) => /amazonaws\.com|\*$/.test(name));
  const name = random.oneOf(known, () => random.pick(['sns', 's3', 'events', 'lambda', 'delivery.logs', 'some-service']) + '.amazonaws.com', 0.85);
  const plain = fill(name.replace(/\*$/, '.amazonaws.com').replace('..', '.'), random);
  // Another name of the same family: a regional one where there are such, in the Regions that accounts must opt in to.
  const [first] = plain.split('.');
  if (world.region === 'eu-south-1' && first === 'sns' && random.chance(0.3)) return `${first}.${world.region}.amazonaws.com`;
  return random.chance(0.1) ? `${first}.amazonaws.com` : plain;
}

const UNIQUE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const NAMES = ['worker', 'alice', 'admin', 'x', 'deploy-1', 'a.b@example.com'];

function drawPrincipal(kind: Principal['kind'], words: Words, drawing: Drawing, world: World, random: Random, blind: Blind): Principal {
  const wanted = { ...drawFields(kind, words, world, random, blind) };
  for (let aims = random.below(3); aims > 0; aims--) Object.assign(wanted, aim(random.chance(0.75) ? words : drawing.words, wanted, random, world));
  // Half of the aims may have led to another kind of caller.
  if (blind.has(wanted.kind)) wanted.kind = kind;
  wanted.partition = blind.has('partitions') ? 'aws' : world.partition;
  if (wanted.kind === 'root' || wanted.kind === 'federated' || blind.has('paths')) wanted.path = '';
  if (wanted.kind === 'role' || wanted.kind === 'user') {
    if (!isUniqueId(wanted.unique, wanted.kind)) wanted.unique = (wanted.kind === 'role' ? 'AROA' : 'AIDA') + random.text(UNIQUE, 17);
  }
  if (wanted.kind === 'role') wanted.path = drawing.paths.get(`${wanted.account}/${wanted.name}`) ?? wanted.path;
  return wanted;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function drawFields(kind: Principal['kind'], words: Words, world: World, random: Random, blind: Blind): Writable<Principal> {
  const name = (): string => {
    const made = fill(random.oneOf(words.names, () => random.pick(NAMES), 0.6), random, words.names);
    return /^[\w+=,.@-]{1,64}$/.test(made) ? made : random.pick(NAMES);
  };
  const dice = random.next();
  const account = blind.has('accounts') ? random.pick([world.owner, '444455556666', '999988887777']) : dice < 0.3 ? world.owner : dice < 0.7 && words.accounts.length > 0 ? (fillAccount(random.pick(words.accounts), random) ?? random.digits(12)) : random.digits(12);
  return { kind, partition: world.partition, account, path: random.chance(0.7) ? '' : random.pick(['team/', 'dev/', 'a/b/', 'service-role/']), name: name(), unique: '', session: random.chance(0.5) ? name() : random.text('abcxyz0123456789', 5) };
}

/** The fields that one of the words tells, its wildcards filled in. */
function aim(words: Words, now: Principal, random: Random, world: World): Partial<Principal> {
  const dice = random.next();
  if (dice < 0.65 && words.arns.length > 0) return readArn(fillArn(random.pick(words.arns), now, random, words, world)) ?? {};
  if (dice < 0.8 && words.userIds.length > 0) {
    const [first = '', ...rest] = random.pick(words.userIds).split(':');
    const id = /[*?]/.test(first) ? (fillAccount(first, random) ?? fillUnique(first, random)) : first;
    return readUserId([id, ...rest.map((part) => fill(part, random, words.names))].join(':')) ?? {};
  }
  if (dice < 0.95 && words.accounts.length > 0) {
    const account = fillAccount(random.pick(words.accounts), random);
    return account === undefined ? {} : { account };
  }
  return {};
}

function fillUnique(pattern: string, random: Random): string {
  const kind = random.pick(['AROA', 'AIDA']);
  const plain = pattern.replace(/[*?]/g, (wildcard) => (wildcard === '?' ? random.text(UNIQUE, 1) : ''));
  return (plain.length < 4 ? kind : plain) + random.text(UNIQUE, Math.max(0, 21 - Math.max(4, plain.length)));
}

/** A caller's ARN that comes near a pattern of one, whatever its wildcards stand for. */
export function fillArn(pattern: string, now: Principal, random: Random, words: Words, world: World): string {
  if (!/[*?]/.test(pattern)) return pattern;
  const parts = pattern.split(':');
  if (parts.length < 6) {
    // A wildcard crosses colons: what stands behind the last one is the resource part.
    const rest = parts.at(-1)!;
    return `arn:${world.partition}:iam::${now.account}:${fillResource(rest.replace(/^\*(?=\w)/, ''), random, words)}`;
  }
  const sts = parts[2] === 'sts' || (parts[2] !== 'iam' && random.chance(0.15));
  const account = /[*?]/.test(parts[4]!) ? (parts[4] === '*' ? now.account : (fillAccount(parts[4]!, random) ?? now.account)) : parts[4]!;
  return `arn:${world.partition}:${sts ? 'sts' : 'iam'}::${account}:${fillResource(parts.slice(5).join(':'), random, words)}`;
}

function fillResource(pattern: string, random: Random, words: Words): string {
  if (pattern === '*' || pattern === '') return random.pick(['root', 'role/', 'user/', 'user/team/', 'role/a/']).replace(/\/$/, `/${random.pick(NAMES)}`);
  if (pattern.startsWith('*/')) return fill(`${random.pick(['role', 'user', 'role/a', 'user/b'])}${pattern.slice(1)}`, random, words.names);
  const filled = fill(pattern, random, words.names);
  if (/^(role|user|root|federated-user|assumed-role)\b/.test(filled)) return filled;
  return `${random.pick(['role/', 'user/'])}${filled}`;
}
