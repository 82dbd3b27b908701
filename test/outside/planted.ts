/**
 * The test of the test: engines that err in one way each, and how often the requests would show it. Such an engine is made of the requests
 * themselves: of those that are drawn for a policy it knows only some, or it sees them otherwise than they are. It says no where none of what
 * it knows shows the thing in question, and yes by the first that does.
 */
import { compile, coverage, drawPolicy, drawRequest, drawVersion, drawWorld, evidenceOf, examine, isPrincipal, keysOf, named, Random, type Compiled, type PolicyJson, type Request, type Shown, type StatementJson, type World } from '../requests';
import { questionsOf, type Subject } from './claims';
import { engineRequest } from './engineRequest';
import { drawingFor } from './run';

interface Planted {
  readonly name: string;
  /** Requests that are in its picture; absent: all. */
  readonly knows?: (request: Request, world: World, policy: PolicyJson) => boolean;
  /** A request as it takes it to be. */
  readonly takes?: (request: Request, world: World, random: Random) => Request;
  /** A policy as it reads it. */
  readonly reads?: (statement: StatementJson) => StatementJson;
  /** The world as it takes it to be. */
  readonly believes?: (world: World, policy: PolicyJson) => World;
}

const isKind = (...kinds: readonly string[]) => ({ who }: Request): boolean => !kinds.includes(who.kind);
const with_ = (request: Request, key: string, ...values: readonly string[]): Request => ({ ...request, context: new Map(request.context).set(key, values) });

/** The values of tests whose operator fits, changed. */
function values(fits: (operator: string, key: string) => boolean, change: (list: readonly string[]) => readonly string[]): (statement: StatementJson) => StatementJson {
  return (statement) => {
    if (!statement.Condition) return statement;
    const block = Object.entries(statement.Condition).map(([operator, keys]) => [operator, Object.fromEntries(Object.entries(keys).map(([key, list]) => [key, fits(operator, key) ? change([list].flat()) : list]))] as const);
    return { ...statement, Condition: Object.fromEntries(block) };
  };
}

export const PLANTED: readonly Planted[] = [
  { name: 'no users', knows: isKind('user') },
  { name: 'no federated users', knows: isKind('federated') },
  { name: 'no root user', knows: isKind('root') },
  { name: 'no anonymous callers', knows: isKind('anonymous') },
  { name: 'one fixed stranger', knows: ({ who }, { owner }, policy) => !isPrincipal(who) || who.account === owner || who.account === '999988887777' || JSON.stringify(policy).includes(who.account) },
  { name: 'any ARN is the own one', reads: ({ NotResource, ...statement }) => (NotResource === undefined ? { ...statement, Resource: '*' } : { ...statement, Resource: 'arn:aws:sqs:none:000000000000:none' }) },
  { name: 'a named ARN is the own one', knows: (_, { resource }, policy) => policy.Statement.every(({ Resource }) => Resource === undefined || Resource === '*') || policy.Statement.some(({ Resource }) => [Resource ?? []].flat().includes(resource)) },
  {
    name: 'the owner is the only root',
    believes: (world, policy) => {
      const roots = new Set(policy.Statement.flatMap(({ Principal }) => named(Principal, 'AWS')).filter((text) => text.endsWith(':root')));
      return roots.size === 1 ? { ...world, owner: [...roots][0]!.split(':')[4]! } : world;
    },
  },
  { name: 'the partition is aws', knows: ({ who }) => !isPrincipal(who) || who.partition === 'aws' },
  { name: 'everybody is an assumed role', takes: (request) => (isPrincipal(request.who) && request.context.has('aws:principaltype') ? with_(request, 'aws:principaltype', 'AssumedRole') : request) },
  { name: 'no paths', knows: ({ who }, _, policy) => !isPrincipal(who) || who.path === '' || JSON.stringify(policy).includes(`/${who.path}`) },
  { name: 'NotPrincipal hits the services that it names', reads: (statement) => (statement.NotPrincipal === undefined ? statement : { ...statement, NotPrincipal: { AWS: named(statement.NotPrincipal, 'AWS') } }) },
  { name: 'NotPrincipal "*" hits everybody', reads: ({ NotPrincipal, ...statement }) => (NotPrincipal === '*' ? { ...statement, Principal: '*' } : { ...statement, ...(NotPrincipal !== undefined && { NotPrincipal }) }) },
  { name: 'a role has a user name', takes: (request) => (request.who.kind === 'role' ? with_(request, 'aws:username', request.who.name) : request) },
  { name: 'a user id has a session', takes: (request) => (request.who.kind === 'user' && request.context.has('aws:userid') ? with_(request, 'aws:userid', `${request.who.unique}:x`) : request) },
  { name: 'the source account is free of the source ARN', takes: (request, _, random) => (request.context.has('aws:sourceaccount') ? with_(request, 'aws:sourceaccount', random.digits(12)) : request) },
  { name: 'the organization is free of its path', takes: (request, _, random) => (request.context.has('aws:principalorgid') ? with_(request, 'aws:principalorgid', random.pick(['o-a1b2c3d4e5', 'o-z9y8x7w6v5', 'o-q0q0q0q0q0'])) : request) },
  { name: 'a service has one name', takes: (request) => (request.who.kind === 'service' && request.context.has('aws:principalservicenameslist') ? with_(request, 'aws:principalservicenameslist', request.who.name) : request) },
  { name: 'services carry nothing of a principal', takes: (request) => (request.who.kind === 'service' ? { ...request, context: new Map([...request.context].filter(([key]) => !['aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:userid', 'kms:calleraccount', 'aws:sourceip'].includes(key))) } : request) },
  { name: 'anonymous callers carry nothing of a principal', takes: (request) => (request.who.kind === 'anonymous' ? { ...request, context: new Map([...request.context].filter(([key]) => !key.startsWith('aws:principal') && key !== 'aws:userid')) } : request) },
  { name: 'Arn wildcards cross colons', reads: (statement) => (statement.Condition ? { ...statement, Condition: Object.fromEntries(Object.entries(statement.Condition).map(([operator, keys]) => [operator.replace(/Arn(Not)?(Like|Equals)/, 'String$1Like'), keys])) } : statement) },
  { name: 'a negated test looks at its first value', reads: values((operator) => /Not/.test(operator), (list) => list.slice(0, 1)) },
  { name: 'a positive test looks at its first value', reads: values((operator) => /Equals|Like/.test(operator) && !/Not/.test(operator), (list) => list.slice(0, 1)) },
  { name: 'no direct call differs from a forwarded one', knows: ({ context }) => context.get('aws:viaawsservice')?.[0] !== 'true' && !context.has('kms:viaservice') },
  { name: 'a session has no session ARN', knows: ({ who }, _, policy) => who.kind !== 'role' || !JSON.stringify(policy).includes(`assumed-role/${who.name}/${who.session}`) },
  { name: 'no digit but those that are named', knows: ({ who }, _, policy) => !isPrincipal(who) || [...who.account].every((digit) => JSON.stringify(policy).includes(digit)) },
  { name: 'sources in the own account only', knows: ({ who, source }, { owner }, policy) => who.kind !== 'service' || source === undefined || source.account === owner || JSON.stringify(policy).includes(source.account) },
  { name: 'no source ARN of more than six parts', knows: ({ context }) => (context.get('aws:sourcearn')?.[0] ?? '').split(':').length <= 6 },
];

/** By planted fault: wrong answers of no, and witnesses that are none. */
export interface Detected {
  readonly name: string;
  readonly wrongNo: number;
  readonly wrongWitness: number;
}

export function detect({ seed, policies, requests }: { readonly seed: number; readonly policies: number; readonly requests: number }, planted: readonly Planted[] = PLANTED): { readonly detected: readonly Detected[]; readonly requests: number } {
  const found = planted.map(({ name }) => ({ name, wrongNo: 0, wrongWitness: 0 }));
  let asked = 0;
  for (let n = 0; n < policies; n++) {
    const random = new Random(Math.imul(seed, 0x9e3779b1) + n * 7919);
    const generated = drawPolicy(random);
    const subject: Subject = { ...generated, before: drawVersion(generated, random) };
    const drawn = drawAll(subject, requests, random);
    asked += drawn.length;
    const truth = shownBy(subject, drawn.map(([request, world]) => ({ request, world })), compile(subject.policy));
    for (const [i, fault] of planted.entries()) {
      const seen = fault.reads ? { ...subject, policy: readBy(fault, subject.policy), before: readBy(fault, subject.before!) } : subject;
      const compiled = compile(seen.policy);
      const known = drawn.filter(([request, world]) => fault.knows?.(request, world, subject.policy) ?? true).map(([request, world]) => ({ request: fault.takes?.(request, world, random) ?? request, world: fault.believes?.(world, subject.policy) ?? world }));
      const told = shownBy(seen, known, compiled);
      for (const [at, isSo] of truth.entries()) {
        const says = told[at];
        if (isSo !== undefined && says === undefined) found[i]!.wrongNo++;
        // A witness that is none is found by its shape, or by asking it of the policy itself.
        else if (says !== undefined && (isMalformed(says.request, says.world, subject) || (isSo === undefined && fault.reads))) found[i]!.wrongWitness++;
      }
    }
  }
  return { detected: found, requests: asked };
}

function drawAll(subject: Subject, count: number, random: Random): [Request, World][] {
  const evidence = evidenceOf([subject.policy, subject.before!], subject.kind, subject.owner);
  const drawing = drawingFor(subject);
  const drawn: [Request, World][] = [];
  let world: World | undefined;
  for (let i = 0; i < count; i++) {
    if (i % 16 === 0) world = drawWorld(evidence, random);
    if (world) drawn.push([drawRequest(drawing, world, random), world]);
  }
  return drawn;
}

interface Seen {
  readonly request: Request;
  readonly world: World;
}

/** For each question the first request that shows it. */
function shownBy(subject: Subject, requests: readonly Seen[], compiled: Compiled): (Seen | undefined)[] {
  const covered = requests.map(({ request, world }) => coverage(compiled, request, world));
  return questionsOf(subject).map(({ shows }) => requests.find(({ request, world }, i) => shows(covered[i]!, request, world)));
}

function readBy({ reads }: Planted, policy: PolicyJson): PolicyJson {
  return { ...policy, Statement: policy.Statement.map((statement) => reads!(statement)) };
}

function isMalformed(request: Request, world: World, { kind, policy }: Subject): boolean {
  const shown: Shown = { ...engineRequest(request, world) };
  const asked = keysOf(policy.Statement);
  // What the engine's words add is right by itself: only what the request carries is looked at.
  const context = new Map([...shown.context].filter(([key]) => request.context.has(key) || !asked.has(key)));
  for (const [key, list] of request.context) context.set(key, list);
  return examine({ ...shown, context }, kind, [], new Map()).faults.length > 0;
}
