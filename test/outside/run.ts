/** Draws policies, asks the engine all that it can be asked, and looks for requests and worlds that prove it wrong. */
import { evaluate } from '../../server/src/access';
import { allActions, compile, complete, coverage, decide, drawingOf, drawPolicy, drawRequest, drawVersion, drawWorld, evidenceOf, examine, isPossible, matchesAction, Random, userId, wordsOf, type Blind, type Compiled, type Drawing, type Evidence, type Request, type World } from '../requests';
import { claimsOf, read, type Claim, type Subject } from './claims';
import { engineRequest } from './engineRequest';
import { safeFixFaults } from './safeFixes';
import { shrink } from './shrink';

export interface RunOptions {
  readonly seed: number;
  readonly policies: number;
  readonly requests: number;
  /** How many faults of each kind are made small and shown. */
  readonly shown: number;
  readonly blind?: Blind;
  /** Only claims whose name begins so. */
  readonly only?: string | undefined;
  /** `claims`, `evaluate`, `fixes`: what is looked at. */
  readonly parts: ReadonlySet<string>;
}

export interface Fault {
  /** `wrong no: reachable`, `wrong witness: …`, `wrong safe fix: …`. */
  readonly kind: string;
  readonly subject: Subject;
  readonly why: string;
}

export interface Outcome {
  readonly requests: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly answers: ReadonlyMap<string, number>;
  readonly faults: readonly Fault[];
}

export function runOutside({ seed, policies, requests, shown, blind = new Set(), only, parts }: RunOptions): Outcome {
  const counts = new Map<string, number>();
  const answers = new Map<string, number>();
  const faults: Fault[] = [];
  let asked = 0;
  const count = (map: Map<string, number>, key: string): number => {
    const next = (map.get(key) ?? 0) + 1;
    map.set(key, next);
    return next;
  };
  for (let n = 0; n < policies; n++) {
    const random = new Random(Math.imul(seed, 0x9e3779b1) + n * 7919);
    const generated = drawPolicy(random, parts.size === 1 && parts.has('fixes'));
    const subject: Subject = { ...generated, before: drawVersion(generated, random) };
    const told = new Set<string>();
    const found = (kind: string, fault: () => Omit<Fault, 'kind'>): void => {
      count(counts, kind);
      if (told.has(kind) || faults.filter((one) => one.kind === kind).length >= shown) return;
      told.add(kind);
      faults.push({ kind, ...fault() });
    };
    const evidence = evidenceOf([subject.policy], subject.kind, subject.owner);
    const both = evidenceOf([subject.policy, subject.before!], subject.kind, subject.owner);
    const drawing = drawingFor(subject);
    const compiled = compile(subject.policy);
    if (parts.has('claims')) {
      const claims = claimsOf(subject).filter(({ name }) => !only || name.startsWith(only));
      for (const claim of claims) {
        count(answers, `${claim.name.split(' ')[0]} ${claim.says}`);
        if (!claim.witness) continue;
        const fault = witnessFault(claim, subject, claim.name === 'newAccess' ? both : evidence, random);
        if (fault) found(`wrong witness: ${fault.split(':')[0]}`, () => ({ subject, why: `${claim.name} of ${claim.at.join()}: ${fault}` }));
      }
      const open = claims.filter(({ says }) => says === 'no');
      if (open.length > 0) asked += refute(open, { subject, evidence, both, drawing, requests, random, blind }, (claim, request, world) =>
        found(`wrong no: ${claim.name.split(' ')[0]}${isOfVariable(compiled, claim, request, world) ? ', if a variable without a value fails a negated test' : ''}`, () => shrink(subject, claim, request, world)),
      );
    }
    if (parts.has('evaluate')) {
      const engine = read(subject);
      for (let i = 0; i < 40; i++) {
        const world = drawWorld(evidence, random);
        if (!world) continue;
        const request = drawRequest(drawing, world, random, blind);
        asked++;
        const covered = coverage(compiled, request, world);
        const answer = evaluate(engine.policy, engineRequest(request, world), engine.options);
        count(answers, `evaluate ${answer.decision}`);
        const wrong = answer.statements.findIndex(({ matched }, at) => matched.is !== 'depends' && (matched.is === 'yes') !== covered[at]);
        const settled = { ...world, unsettled: { ...world.unsettled, unresolvedHolds: true } };
        const ofVariable = wrong >= 0 && coverage(compiled, request, settled)[wrong] !== covered[wrong];
        if (wrong >= 0) found(`wrong evaluate: ${ofVariable ? 'if a variable without a value fails a negated test' : reasonOf(subject, wrong, answer.statements[wrong]!.because)}`, () => ({ subject: { ...subject, policy: { ...subject.policy, Statement: [subject.policy.Statement[wrong]!] } }, why: `it says ${answer.statements[wrong]!.matched.is} (${answer.statements[wrong]!.because}) of ${tell(request, world)}` }));
        else if (answer.decision !== 'depends' && answer.decision !== decide(compiled, covered, request, world)) found(`wrong decision: ${answer.decision}, not ${decide(compiled, covered, request, world)}`, () => ({ subject, why: tell(request, world) }));
      }
    }
    if (parts.has('fixes')) asked += safeFixFaults(subject, { evidence, requests, random, blind }, (kind, why) => found(`wrong safe fix: ${kind}`, () => ({ subject, why })), (rule) => count(answers, `safe fix ${rule}`));
  }
  return { requests: asked, counts, answers, faults };
}

/** AWS says that a variable without a value may make a statement invalid, and no more: told apart, as it is one question. */
function isOfVariable(compiled: Compiled, claim: Claim, request: Request, world: World): boolean {
  if (world.unsettled.unresolvedHolds) return false;
  const settled = { ...world, unsettled: { ...world.unsettled, unresolvedHolds: true } };
  return !claim.shows(coverage(compiled, request, settled), request, settled);
}

const reasonOf = ({ policy }: Subject, at: number, because: string): string => `${because.split(' ').slice(0, 2).join(' ')}${because === '' ? Object.keys(policy.Statement[at]!).filter((key) => key.startsWith('Not')).join(' ') : ''}`;

export function drawingFor({ kind, policy, before }: Subject): Drawing {
  return drawingOf(before ? [policy, before] : [policy], matchesAction, allActions[kind]);
}

interface Ground {
  readonly subject: Subject;
  readonly evidence: Evidence;
  readonly both: Evidence;
  readonly drawing: Drawing;
  readonly requests: number;
  readonly random: Random;
  readonly blind: Blind;
}

/** Each claim is refuted once at most. */
function refute(claims: readonly Claim[], { subject, evidence, both, drawing, requests, random, blind }: Ground, refuted: (claim: Claim, request: Request, world: World) => void): number {
  const compiled = compile(subject.policy);
  const standing = new Set(claims);
  let asked = 0;
  let world: World | undefined;
  for (let i = 0; i < requests && standing.size > 0; i++) {
    if (i % 16 === 0) world = drawWorld(random.chance(0.2) ? both : evidence, random);
    if (!world) continue;
    const request = drawRequest(drawing, world, random, blind);
    asked++;
    const covered = coverage(compiled, request, world);
    for (const claim of standing) {
      if (!claim.shows(covered, request, world)) continue;
      if (!possible(claim, world, evidence, both)) continue;
      standing.delete(claim);
      refuted(claim, request, world);
    }
  }
  return asked;
}

/** A world of both versions together need not be one of the new one alone. */
function possible(claim: Claim, world: World, evidence: Evidence, both: Evidence): boolean {
  const of = claim.name === 'newAccess' ? both : evidence;
  return isWorldOf(world, of);
}

export function isWorldOf(world: World, evidence: Evidence): boolean {
  return isPossible(evidence, world.resource) && (evidence.owner === undefined || evidence.owner === world.owner);
}

/** Why the witness of a claim is none: it does not exist, or in no world it shows what it should. */
export function witnessFault({ witness, shows: surely, mayShow: shows = surely }: Claim, subject: Subject, evidence: Evidence, random: Random): string | undefined {
  const drawing = drawingFor(subject);
  const sessions = wordsOf(subject.policy.Statement).arns.map((arn) => arn.split('/').at(-1)!).filter((name) => !/[*?]/.test(name));
  const { faults, requests } = examine(witness!, subject.kind, sessions, drawing.paths);
  if (faults.length > 0) return `${faults[0]} in ${JSON.stringify({ ...witness, context: Object.fromEntries(witness!.context) })}`;
  const resource = witness!.resource;
  if (resource !== undefined && !isPossible(evidence, resource)) return `impossible resource: ${resource}`;
  const compiled = compile(subject.policy);
  for (let i = 0; i < 120; i++) {
    const world = drawWorld(evidence, random);
    if (!world) continue;
    // Whoever is shown may be of the owner's account.
    const own = witness!.caller.kind === 'principal' && random.chance(0.5) ? world.resource.replace(/\d{12}/, witness!.caller.account) : world.resource;
    const region = witness!.context.get('aws:requestedregion')?.[0];
    const there = region === undefined ? own : own.replace(/^((?:[^:]+:){3})[^:]+/, `$1${region}`);
    const at = resource ?? (isPossible(evidence, there) ? there : world.resource);
    const fixed: World = at === world.resource ? world : { ...world, resource: at, partition: at.split(':')[1]!, owner: at.split(':')[4]!, region: at.split(':')[3]! };
    for (const part of requests) {
      const request = complete(part, drawing.keys, drawing.words, fixed, random);
      if (agrees(request, fixed) && shows(coverage(compiled, request, fixed), request, fixed)) return undefined;
    }
  }
  return `not so: in no world ${JSON.stringify({ ...witness, context: Object.fromEntries(witness!.context) })}`;
}

function agrees({ who, context }: Request, world: World): boolean {
  const region = context.get('aws:requestedregion')?.[0];
  if (region !== undefined && region !== world.region) return false;
  if (who.kind === 'anonymous' || who.kind === 'service') return true;
  return who.partition === world.partition;
}

export function tell({ action, who, context }: Request, { resource, owner, unsettled }: World): string {
  const caller = who.kind === 'anonymous' ? 'anonymous' : who.kind === 'service' ? who.name : `${who.kind} ${who.partition} ${who.account} ${who.path}${who.name} (${userId(who)})`;
  return `${action} by ${caller} on ${resource} of ${owner} with ${JSON.stringify(Object.fromEntries(context))}; unsettled: services have ${[...unsettled.serviceHas].join()}, NotPrincipal without account excepts ${unsettled.exceptsWithoutAccount}`;
}
