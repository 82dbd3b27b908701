/** Generated policies, what `satisfiable` says of their statements, and the same questions as SMT-LIB, world by world. One JSON object a line. */
import { findPolicies } from '../../server/src/documents';
import { satisfiable } from '../../server/src/access';
import { allActions, compile, coverage, drawingOf, drawPolicy, drawRequest, drawWorld, evidenceOf, isShared, matchesAction, Random, type Evidence, type PolicyJson, type World } from '../requests';
import { encode, isEncodable, PLANTED, type Asked, type Constants } from './encode';

const [seed, count, mostWorlds] = process.argv.slice(2).map(Number) as [number, number, number];
const withPlanted = process.argv.includes('planted');

function constants({ kind, resource, owner, partition, region, organization, unsettled, family }: World): Constants {
  return { kind, resource, owner, partition, region, organization, serviceHas: [...unsettled.serviceHas], exceptsWithoutAccount: unsettled.exceptsWithoutAccount, unresolvedHolds: unsettled.unresolvedHolds, family: [...family] };
}

/** Few, each another one as far as the policy can tell. */
function worldsOf(evidence: Evidence, random: Random): World[] {
  const found = new Map<string, World>();
  for (let i = 0; i < 40 && found.size < mostWorlds; i++) {
    const world = drawWorld(evidence, random);
    if (world) found.set(`${world.resource} ${world.unsettled.exceptsWithoutAccount} ${[...world.unsettled.serviceHas].join()}`, world);
  }
  return [...found.values()];
}

/** One of each group that the statements do not tell apart. */
function actionsOf(policy: PolicyJson, kind: 'queue' | 'key'): Asked['actions'] {
  const groups = new Map<string, Asked['actions'][number]>();
  for (const name of allActions[kind]) {
    const covered = policy.Statement.map((statement) => matchesAction(statement, name));
    const key = `${covered.join()} ${isShared(name)}`;
    if (!groups.has(key)) groups.set(key, { name, shared: isShared(name), covered });
  }
  return [...groups.values()];
}

/** Whether one of some drawn requests shows it: then the solver must find one as well. */
function isShown(policy: PolicyJson, world: World, at: number, forbid: readonly number[], random: Random): boolean {
  const drawing = drawingOf([policy], matchesAction, allActions[world.kind]);
  const compiled = compile(policy);
  for (let i = 0; i < 60; i++) {
    const covered = coverage(compiled, drawRequest(drawing, world, random), world);
    if (covered[at] && forbid.every((j) => !covered[j])) return true;
  }
  return false;
}

/** What planted faults make of a question, some of those that make something else of it. */
function planted(asked: Asked, world: Constants, random: Random): Record<string, readonly string[]> {
  const right = [...encode(asked, world)].join('\n');
  const other = PLANTED.map((name) => [name, [...encode(asked, world, name)]] as const).filter(([, queries]) => queries.join('\n') !== right);
  return Object.fromEntries(other.length > 0 ? random.some(other, 12) : []);
}

interface Question {
  readonly at: number;
  readonly forbid: readonly number[];
}

/** What most requests show is no question: those that few show, and one that none does. */
function hardest(questions: readonly Question[], policy: PolicyJson, worlds: readonly World[], random: Random): Question[] {
  const drawing = drawingOf([policy], matchesAction, allActions[worlds[0]?.kind ?? 'queue']);
  const compiled = compile(policy);
  const counts = questions.map(() => 0);
  for (let i = 0; worlds.length > 0 && i < 150; i++) {
    const world = random.pick(worlds);
    const covered = coverage(compiled, drawRequest(drawing, world, random), world);
    questions.forEach(({ at, forbid }, q) => (counts[q]! += covered[at] && forbid.every((j) => !covered[j]) ? 1 : 0));
  }
  const order = questions.map((question, q) => ({ question, count: counts[q]! }));
  const few = order.filter(({ count }) => count > 0 && count < 50).sort((a, b) => a.count - b.count);
  const none = order.filter(({ count }) => count === 0);
  return [...few.slice(0, 3), ...(none.length > 0 ? random.some(none, 3) : [])].map(({ question }) => question);
}

let made = 0;
for (let n = 0; made < count; n++) {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + n * 7919);
  const { kind, policy, owner } = drawPolicy(random);
  if (!isEncodable(policy.Statement)) continue;
  made++;
  const site = findPolicies(JSON.stringify(policy), { name: kind === 'key' ? 'key-policy.json' : 'queue-policy.json', kind, ...(owner !== undefined && { account: owner }) }).policies[0]!;
  const worlds = worldsOf(evidenceOf([policy], kind, owner), random);
  const actions = actionsOf(policy, kind);
  const everything = policy.Statement.map((_, i) => i);
  const questions = everything.flatMap((at) => [{ at, forbid: everything.filter((i) => i !== at) }, { at, forbid: everything.filter((i) => i !== at && policy.Statement[i]!.Effect === 'Deny') }, { at, forbid: [] as number[] }]);
  for (const { at, forbid } of hardest(questions, policy, worlds, random)) {
    const { is } = satisfiable({ policy: site.policy, require: [site.policy.statements[at]!], forbid: forbid.map((i) => site.policy.statements[i]!) }, { kind, owner: site.owner.account });
    // That only the owner's callers get some actions, whatever a policy says, is a reason for no and not against yes.
    const asked: Asked = { statements: policy.Statement, require: [at], forbid, actions: is === 'yes' ? actions.map((action) => ({ ...action, shared: true })) : actions };
    process.stdout.write(`${JSON.stringify({ is, kind, owner, at, forbid, policy, worlds: worlds.map((world) => ({ resource: world.resource, shown: isShown(policy, world, at, forbid, random), queries: is === 'depends' && !withPlanted ? [] : [...encode(asked, constants(world))], ...(withPlanted && { planted: planted(asked, constants(world), random) }) })) })}\n`);
  }
}
