/** What the engine says of a policy, each answer with what would refute it: a request drawn at random, or a witness that is none. */
import { blockedService, covers, externalAccess, lockout, newAccess, publicStatement, publicVerdict, reachable, satisfiable, stoppedForOwnAccount, stoppedParts, whoCan, type EvaluateOptions, type Zone } from '../../server/src/access';
import { findPolicies } from '../../server/src/documents';
import type { Policy } from '../../server/src/policy';
import { changesPolicy, compile, isPrincipal, level, named, principalArn, strangersOf, type Compiled, type Kind, type PolicyJson, type Request, type Shown, type World } from '../requests';

/** Of a request: which statements cover it. */
export type Covered = readonly boolean[];
export type Shows = (covered: Covered, request: Request, world: World) => boolean;

export interface Claim {
  readonly name: string;
  /** The statements it is about, by index. */
  readonly at: readonly number[];
  /** `no`: no request shows it. `yes`: the witness does. */
  readonly says: 'no' | 'yes' | 'depends';
  readonly shows: Shows;
  readonly witness?: Shown | undefined;
}

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

const ZONES: readonly Zone[] = [
  { accounts: [], organizations: [] },
  { accounts: ['444455556666'], organizations: ['o-a1b2c3d4e5'] },
];

/** Every question there is; `only`: those of one name, about these statements. */
export function claimsOf(subject: Subject, only?: Pick<Claim, 'name' | 'at'>): Claim[] {
  const { kind, policy: json } = subject;
  const { policy, options } = read(subject);
  const found: Claim[] = [];
  const effects = json.Statement.map(({ Effect }) => Effect);
  const denied = (covered: Covered): boolean => effects.some((effect, i) => effect === 'Deny' && covered[i]);
  const ask = (name: string, at: readonly number[], answer: () => Omit<Claim, 'name' | 'at'>): void => {
    if (only && (only.name !== name || only.at.join() !== at.join())) return;
    found.push({ name, at, ...answer() });
  };
  const statement = (i: number) => policy.statements[i]!;
  const own = ({ who }: Request, world: World): boolean => isPrincipal(who) && who.account === world.owner;

  effects.forEach((effect, i) => {
    ask('satisfiable', [i], () => {
      const others = effects.map((_, j) => j).filter((j) => j !== i);
      const answer = satisfiable({ policy, require: [statement(i)], forbid: others.map(statement) }, options);
      return { says: answer.is, shows: (covered) => covered.every((one, j) => one === (j === i)), witness: 'witness' in answer ? answer.witness : undefined };
    });
    ask('alone', [i], () => {
      const answer = satisfiable({ policy, require: [statement(i)], forbid: [] }, options);
      return { says: answer.is, shows: (covered) => covered[i]!, witness: 'witness' in answer ? answer.witness : undefined };
    });
    effects.forEach((other, j) => {
      if (j !== i && other === effect) ask('covers', [i, j], () => ({ says: { yes: 'no', no: 'yes', depends: 'depends' }[covers(policy, statement(i), statement(j), options)] as Claim['says'], shows: (covered) => covered[j]! && !covered[i]! }));
    });
    if (effect !== 'Allow') return;
    ask('reachable', [i], () => {
      const answer = reachable(policy, statement(i), options);
      return { says: answer.is, shows: (covered) => covered[i]! && !denied(covered), witness: 'witness' in answer ? answer.witness : undefined };
    });
    for (const service of named(json.Statement[i]!.Principal, 'Service'))
      ask(`blockedService ${service}`, [i], () => ({ says: opposite(blockedService(policy, statement(i), service, options).is), shows: (covered, { who }) => covered[i]! && !denied(covered) && who.kind === 'service' && who.name === service }));
    const isStranger = strangersOf(json.Statement[i]!);
    ask('publicStatement', [i], () => {
      const answer = publicStatement(policy, statement(i), options);
      const says = answer.is === 'public' ? 'yes' : answer.is === 'depends' ? 'depends' : 'no';
      return { says, shows: (covered, request, world) => covered[i]! && !denied(covered) && isStranger(request, world), witness: answer.is === 'public' ? answer.witness : undefined };
    });
    ZONES.forEach((zone, z) =>
      ask(`externalAccess ${z}`, [i], () => {
        const answer = externalAccess(policy, statement(i), zone, options);
        return { says: answer.is, shows: (covered, request, world) => covered[i]! && !denied(covered) && isOutside(request, world, zone, named(json.Statement[i]!.Principal, 'AWS').includes('*')), witness: 'witness' in answer ? answer.witness : undefined };
      }),
    );
    ask('stoppedParts', [i], () => {
      const { stopped } = stoppedParts(policy, statement(i), options);
      const hits = ({ action, who }: Request): boolean => stopped.some((part) => (part.actions?.some(({ name }) => name === action) ?? true) && (part.principal === undefined || (isPrincipal(who) && principalArn(who) === part.principal)));
      return { says: stopped.length > 0 ? 'no' : 'depends', shows: (covered, request) => covered[i]! && !denied(covered) && hits(request) };
    });
  });

  ask('publicVerdict', [], () => {
    const answer = publicVerdict(policy, options);
    const strangers = json.Statement.map((one) => (one.Effect === 'Allow' ? strangersOf(one) : () => false));
    return { says: answer.is, shows: (covered, request, world) => !denied(covered) && covered.some((one, i) => one && strangers[i]!(request, world)), witness: answer.is === 'yes' ? answer.witness : undefined };
  });
  ask('lockout', [], () => ({
    says: opposite(lockout(policy, options).is),
    shows: (covered, request, world) => request.action === changesPolicy[kind] && own(request, world) && !denied(covered) && (kind === 'key' ? covered.some((one, i) => one && effects[i] === 'Allow') : request.who.kind !== 'root'),
  }));
  for (const action of kind === 'key' ? ['kms:Decrypt', 'kms:PutKeyPolicy'] : ['sqs:ReceiveMessage', 'sqs:SetQueueAttributes'])
    ask(`stoppedForOwnAccount ${action}`, [], () => ({ says: opposite(stoppedForOwnAccount(policy, action, options).is), shows: (covered, request, world) => request.action === action && own(request, world) && request.who.kind !== 'root' && !denied(covered) }));
  ZONES.forEach((zone, z) =>
    ask(`whoCan ${z}`, [], () => {
      const report = whoCan(policy, { ...options, zone });
      const told = new Set(report.findings.flatMap(({ actions }) => actions));
      const compiled = compile(json);
      const mayBeMore = report.depends;
      return {
        says: mayBeMore && report.external !== 'no' ? 'depends' : 'no',
        // Let in for an action that is told of nobody; or let in from outside although nobody there is.
        shows: (covered, request, world) => level(compiled, covered, request, world) === 2 && ((!mayBeMore && !told.has(request.action)) || (report.external === 'no' && covered.some((one, i) => one && isOutside(request, world, zone, named(json.Statement[i]!.Principal, 'AWS').includes('*') && effects[i] === 'Allow')))),
      };
    }),
  );
  if (subject.before) found.push(...versionClaims(subject, subject.before, { policy, options }, only));
  return found;
}

/** What another version grants: any level that rises must be told, if not by this witness then by another. */
function versionClaims({ kind, policy: json, owner }: Subject, before: PolicyJson, { policy, options }: Read, only: Pick<Claim, 'name' | 'at'> | undefined): Claim[] {
  if (only && only.name !== 'newAccess') return [];
  const old = read({ kind, policy: before, owner });
  const { witnesses, depends } = newAccess(old.policy, policy, { ...options, owner: options.owner ?? old.options.owner });
  const [was, is] = [compile(before), compile(json)];
  const shows: Shows = (covered, request, world) => level(is, covered, request, world) > level(was, coverageOf(was, request, world), request, world);
  if (witnesses.length === 0) return [{ name: 'newAccess', at: [], says: depends ? 'depends' : 'no', shows }];
  return witnesses.map((witness) => ({ name: 'newAccess', at: [], says: 'yes', shows, witness }));
}

const coverageOf = ({ covers: all }: Compiled, request: Request, world: World): boolean[] => all.map((holds) => holds(request, world));

const opposite = (is: 'yes' | 'no' | 'depends'): Claim['says'] => (is === 'yes' ? 'no' : is === 'no' ? 'yes' : 'depends');

function isOutside({ who, context, source }: Request, world: World, zone: Zone, everybody: boolean): boolean {
  if (who.kind === 'anonymous') return true;
  const [account, organization] = isPrincipal(who) ? [who.account, context.get('aws:principalorgid')?.[0] ?? context.get('aws:principalorgpaths')?.[0]?.split('/')[0]] : [source?.account, source?.organization];
  if (!isPrincipal(who) && !everybody) return false;
  return account !== undefined && account !== world.owner && !zone.accounts.includes(account) && !(organization !== undefined && (zone.organizations.includes(organization) || organization === world.organization));
}
