/** What the engine says of a policy, each answer with what would refute it: a request drawn at random, or a witness that is none. */
import { blockedService, covers, externalAccess, lockout, newAccess, publicStatement, publicVerdict, reachable, satisfiable, stoppedForOwnAccount, stoppedParts, whoCan, type EvaluateOptions, type Satisfiable, type Zone } from '../../server/src/access';
import { findPolicies } from '../../server/src/documents';
import type { Policy } from '../../server/src/policy';
import { changesPolicy, isShared, compile, coverage, isPrincipal, level, named, principalArn, strangersOf, type Kind, type PolicyJson, type Request, type Shown, type StatementJson, type World } from '../requests';

/** Of a request: which statements cover it. */
export type Covered = readonly boolean[];
export type Shows = (covered: Covered, request: Request, world: World) => boolean;

export interface Question {
  readonly name: string;
  /** The statements it is about, by index. */
  readonly at: readonly number[];
  readonly shows: Shows;
  /** For a witness, where the pages leave open what is asked: shown by any reading. */
  readonly mayShow?: Shows;
}

export interface Answer {
  /** `no`: no request shows it. `yes`: the witness does. */
  readonly says: 'no' | 'yes' | 'depends';
  readonly witness?: Shown | undefined;
}

export type Claim = Question & Answer;

export interface Subject {
  readonly kind: Kind;
  readonly policy: PolicyJson;
  /** What is known from outside. */
  readonly owner: string | undefined;
  /** An earlier version, for what compares two. */
  readonly before?: PolicyJson | undefined;
}

export interface Read {
  readonly policy: Policy;
  readonly options: EvaluateOptions;
}

export function read({ kind, policy, owner }: Omit<Subject, 'before'>): Read {
  const site = findPolicies(JSON.stringify(policy), { name: kind === 'key' ? 'key-policy.json' : 'queue-policy.json', kind, ...(owner !== undefined && { account: owner }) }).policies[0]!;
  return { policy: site.policy, options: { kind, owner: site.owner.account } };
}

const shared = { queue: 'sqs:SendMessage', key: 'kms:Decrypt' } as const;
const ZONES: readonly Zone[] = [
  { accounts: [], organizations: [] },
  { accounts: ['444455556666'], organizations: ['o-a1b2c3d4e5'] },
];

/** Every question there is, answered; `only`: those of one name, about these statements. */
export function claimsOf(subject: Subject, only?: Pick<Question, 'name' | 'at'>): Claim[] {
  const { kind } = subject;
  const { policy, options } = read(subject);
  const found: Claim[] = [];
  const statement = (i: number) => policy.statements[i]!;
  const answer = (question: Question): Answer[] => {
    const [i, j] = question.at as [number, number];
    const [name, of] = question.name.split(' ') as [string, string];
    switch (name) {
      case 'satisfiable':
        return [witnessed(satisfiable({ policy, require: [statement(i)], forbid: policy.statements.filter((_, other) => other !== i) }, options))];
      case 'alone':
        return [witnessed(satisfiable({ policy, require: [statement(i)], forbid: [] }, options))];
      case 'covers':
        return [{ says: opposite(covers(policy, statement(i), statement(j), options)) }];
      case 'reachable':
        return [witnessed(reachable(policy, statement(i), options))];
      case 'blockedService':
        return [{ says: opposite(blockedService(policy, statement(i), of, options).is) }];
      case 'publicStatement': {
        const verdict = publicStatement(policy, statement(i), options);
        return [verdict.is === 'public' ? { says: 'yes', witness: verdict.witness } : { says: verdict.is === 'depends' ? 'depends' : 'no' }];
      }
      case 'publicVerdict': {
        const verdict = publicVerdict(policy, options);
        return [{ says: verdict.is, witness: verdict.is === 'yes' ? verdict.witness : undefined }];
      }
      case 'externalAccess':
        return [witnessed(externalAccess(policy, statement(i), ZONES[Number(of)]!, options))];
      case 'lockout':
        return [{ says: opposite(lockout(policy, options).is) }];
      case 'stoppedForOwnAccount':
        return [{ says: opposite(stoppedForOwnAccount(policy, of, options).is) }];
      case 'newAccess': {
        const old = read({ kind, policy: subject.before!, owner: subject.owner });
        const { witnesses, depends } = newAccess(old.policy, policy, { ...options, owner: options.owner ?? old.options.owner });
        return witnesses.length === 0 ? [{ says: depends ? 'depends' : 'no' }] : witnesses.map((witness) => ({ says: 'yes', witness }));
      }
    }
    throw new Error(name);
  };
  const isAsked = ({ name, at }: Question): boolean => !only || (only.name === name && only.at.join() === at.join());
  for (const question of questionsOf(subject).filter(isAsked)) for (const one of answer(question)) found.push({ ...question, ...one });
  if (!only || /^(stoppedParts|whoCan)/.test(only.name)) for (const claim of reports(subject, policy, options)) if (isAsked(claim)) found.push(claim);
  return found;
}

const witnessed = (answer: Satisfiable): Answer => (answer.is === 'yes' ? { says: 'yes', witness: answer.witness } : { says: answer.is });

/** The questions, and what would show that their answer is yes. */
export function questionsOf({ kind, policy: json, before }: Subject): Question[] {
  const effects = json.Statement.map(({ Effect }) => Effect);
  const denied = deniedBy(json);
  const own = ({ who }: Request, world: World): boolean => isPrincipal(who) && who.account === world.owner;
  const denies = json.Statement.filter(({ Effect }) => Effect === 'Deny');
  const strangers = json.Statement.map((one) => (one.Effect === 'Allow' ? strangersOf(one, denies) : () => false));
  const perhapsStrangers = json.Statement.map((one) => (one.Effect === 'Allow' ? strangersOf(one, denies, true) : () => false));
  const found: Question[] = [];
  effects.forEach((effect, i) => {
    found.push({ name: 'satisfiable', at: [i], shows: (covered) => covered.every((one, j) => one === (j === i)) });
    found.push({ name: 'alone', at: [i], shows: (covered) => covered[i]! });
    effects.forEach((other, j) => {
      if (j !== i && other === effect) found.push({ name: 'covers', at: [i, j], shows: (covered) => covered[j]! && !covered[i]! });
    });
    if (effect !== 'Allow') return;
    const getsIn = (covered: Covered): boolean => covered[i]! && !denied(covered);
    found.push({ name: 'reachable', at: [i], shows: getsIn });
    for (const service of named(json.Statement[i]!.Principal, 'Service')) found.push({ name: `blockedService ${service}`, at: [i], shows: (covered, { who }) => getsIn(covered) && who.kind === 'service' && who.name === service });
    found.push({ name: 'publicStatement', at: [i], shows: (covered, request, world) => getsIn(covered) && strangers[i]!(request, world), mayShow: (covered, request, world) => getsIn(covered) && perhapsStrangers[i]!(request, world) });
    ZONES.forEach((zone, z) => found.push({ name: `externalAccess ${z}`, at: [i], shows: (covered, request, world) => getsIn(covered) && isOutside(request, world, zone, isOpen(json.Statement[i]!)), mayShow: (covered, request, world) => getsIn(covered) && isOutside({ ...request, action: shared[kind] }, world, zone, isOpen(json.Statement[i]!)) }));
  });
  found.push({ name: 'publicVerdict', at: [], shows: (covered, request, world) => !denied(covered) && covered.some((one, i) => one && strangers[i]!(request, world)), mayShow: (covered, request, world) => !denied(covered) && covered.some((one, i) => one && perhapsStrangers[i]!(request, world)) });
  found.push({
    name: 'lockout',
    at: [],
    shows: (covered, request, world) => request.action === changesPolicy[kind] && own(request, world) && !denied(covered) && (kind === 'key' ? covered.some((one, i) => one && effects[i] === 'Allow') : request.who.kind !== 'root'),
  });
  for (const action of kind === 'key' ? ['kms:Decrypt', 'kms:PutKeyPolicy'] : ['sqs:ReceiveMessage', 'sqs:SetQueueAttributes'])
    found.push({ name: `stoppedForOwnAccount ${action}`, at: [], shows: (covered, request, world) => request.action === action && own(request, world) && request.who.kind !== 'root' && !denied(covered) });
  if (before) {
    const [was, is] = [compile(before), compile(json)];
    found.push({ name: 'newAccess', at: [], shows: (covered, request, world) => level(is, covered, request, world) > level(was, coverage(was, request, world), request, world) });
  }
  return found;
}

/** Answers that tell more than yes or no: what they tell says what would refute them. */
function* reports({ policy: json }: Subject, policy: Policy, options: EvaluateOptions): Generator<Claim> {
  const denied = deniedBy(json);
  for (const [i, { Effect }] of json.Statement.entries()) {
    if (Effect !== 'Allow') continue;
    const { stopped } = stoppedParts(policy, policy.statements[i]!, options);
    const hits = ({ action, who }: Request): boolean => stopped.some((part) => (part.actions?.some(({ name }) => name === action) ?? true) && (part.principal === undefined || (isPrincipal(who) && principalArn(who) === part.principal)));
    yield { name: 'stoppedParts', at: [i], says: stopped.length > 0 ? 'no' : 'depends', shows: (covered, request) => covered[i]! && !denied(covered) && hits(request) };
  }
  const compiled = compile(json);
  for (const [z, zone] of ZONES.entries()) {
    const { findings, depends, external } = whoCan(policy, { ...options, zone });
    const told = new Set(findings.flatMap(({ actions }) => actions));
    const nobodyOutside = (covered: Covered, request: Request, world: World): boolean => external === 'no' && json.Statement.some((one, i) => one.Effect === 'Allow' && covered[i] && isOutside(request, world, zone, isOpen(one)));
    // Let in for an action that is told of nobody; or let in from outside although nobody there is.
    yield { name: `whoCan ${z}`, at: [], says: depends && external !== 'no' ? 'depends' : 'no', shows: (covered, request, world) => level(compiled, covered, request, world) === 2 && ((!depends && !told.has(request.action)) || nobodyOutside(covered, request, world)) };
  }
}

const deniedBy = ({ Statement }: PolicyJson) => (covered: Covered): boolean => Statement.some(({ Effect }, i) => Effect === 'Deny' && covered[i]);
const isOpen = ({ Principal, NotPrincipal }: StatementJson): boolean => NotPrincipal !== undefined || named(Principal, 'AWS').includes('*');

const opposite = (is: 'yes' | 'no' | 'depends'): Claim['says'] => (is === 'yes' ? 'no' : is === 'no' ? 'yes' : 'depends');

function isOutside({ action, who, context, source }: Request, world: World, zone: Zone, everybody: boolean): boolean {
  if (who.kind === 'anonymous') return true;
  const [account, organization] = isPrincipal(who) ? [who.account, context.get('aws:principalorgid')?.[0] ?? context.get('aws:principalorgpaths')?.[0]?.split('/')[0]] : [source?.account, source?.organization];
  // Whom a service principal acts for is told apart from who gets in; and what only the owner's account can do no service does for others.
  if (!isPrincipal(who) && !(everybody && isShared(action))) return false;
  return account !== undefined && account !== world.owner && !zone.accounts.includes(account) && !(organization !== undefined && (zone.organizations.includes(organization) || organization === world.organization));
}
