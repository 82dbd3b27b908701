/**
 * What is as it is though it is not known: which queue or key the policy belongs to, and in which partition. An answer holds if it holds in
 * each of these worlds. What tells of them is read from the whole policy, never from the statements that are asked about.
 */
import { facts } from '../aws';
import { deployedArn, derive, OWN_ACCOUNT, valuesOf, withUnits, type Hole, type Own, type Owner, type Policy, type PolicyKind, type Statement } from '../policy';
import { matchesOwn, ownResources, type OwnResource } from './ownResource';

export interface World {
  readonly own: OwnResource;
  readonly partition: string;
}

export interface WorldOptions {
  readonly kind: PolicyKind;
  /** The ARNs of the queue or key, where the host or the user says them: of several, the policy is one of each. */
  readonly resources?: readonly string[] | undefined;
  /** Other versions of the policy that are asked about together with it. */
  readonly beside?: readonly Policy[] | undefined;
}

/** More than these are not gone through. */
const MOST = 16;

export function worldsOf(policy: Policy, { kind, resources, beside = [] }: WorldOptions): readonly World[] | 'too many' {
  const policies = beside.length === 0 ? [policy] : [policy, ...beside.filter((other) => other !== policy)];
  const owns = ownResources(policies, kind, resources);
  if (owns === 'too many') return owns;
  const worlds = owns.flatMap((own) => partitionsOf(own, policies).map((partition): World => ({ own, partition })));
  return worlds.length > MOST ? 'too many' : worlds;
}

/** One of each that the statements do not tell apart. */
export function toldApart(worlds: readonly World[], statements: readonly Statement[], kind: PolicyKind): readonly World[] {
  if (worlds.length < 2) return worlds;
  const found = new Map<string, World>();
  for (const world of worlds) {
    const key = `${world.partition} ${regionIn(world) ?? ''} ${ownerIn(world) ?? ''} ${statements.map((statement) => matchesOwn(statement, world.own, kind).is[0]).join('')}`;
    if (!found.has(key)) found.set(key, world);
  }
  return [...found.values()];
}

/** What an answer depends on that is not the same for each queue or key to which the policy may belong. */
export function whichResource(policy: Policy, kind: PolicyKind): Hole {
  return { label: kind === 'key' ? 'which key this policy belongs to' : 'which queue this policy belongs to', node: policy.node };
}

function partitionsOf(own: OwnResource, policies: readonly Policy[]): readonly string[] {
  const [, known, , region] = (own.known && own.arn?.split(':')) || [];
  const ofRegion = region !== undefined ? facts.findRegion(region)?.partition : undefined;
  if (ofRegion !== undefined) return [ofRegion];
  if (known !== undefined && /^aws[a-z-]*$/.test(known)) return [known];
  const named = new Set(policies.flatMap((policy) => [...partitionsIn(policy).named]));
  if (named.size > 0) return [...named];
  return policies.some((policy) => partitionsIn(policy).patterns) ? facts.partitions.map(({ name }) => name) : ['aws'];
}

/** Partitions that ARNs name, and whether one is given by a pattern. */
const partitionsIn = derive((policy: Policy) => {
  const named = new Set<string>();
  let patterns = false;
  for (const statement of policy.statements)
    for (const value of valuesOf(statement)) {
      const partition = /^arn:([^:]*):/.exec(withUnits(value))?.[1];
      if (partition === undefined) continue;
      if (facts.findPartition(partition)) named.add(partition);
      else if (/[a-z].*[*?]|[*?].*[a-z]/.test(partition)) patterns = true;
    }
  return { named, patterns };
});

/** What is known of where a policy stands: whose it is, and to which queues or key it is attached. */
export function circumstancesOf(kind: PolicyKind, owner: Owner, own: Own | undefined): { readonly kind: PolicyKind; readonly owner: string | undefined; readonly resources?: readonly string[] } {
  const account = owner.account ?? (own?.owner === 'deployment' ? OWN_ACCOUNT : undefined);
  const resources = own && !own.open && own.resources.length > 0 ? own.resources.map((resource) => arnOf(resource, kind)) : undefined;
  return { kind, owner: account, ...(resources && { resources }) };
}

function arnOf(resource: Own['resources'][number], kind: PolicyKind): string {
  if (typeof resource === 'string') return resource;
  return deployedArn(kind === 'key' ? 'kms' : 'sqs', true, true, kind === 'key' ? 'key/*' : '*', resource.label);
}

/** The account and the Region that the world's own ARN tells. */
export function ownerIn({ own }: World): string | undefined {
  return own.known ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}|\u{e001}account\u{e002}):/u.exec(own.arn ?? '')?.[1] : undefined;
}

export function regionIn({ own }: World): string | undefined {
  return own.known ? /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(own.arn ?? '')?.[1] : undefined;
}

/** What an answer rests on beside the statements that are asked about. */
export function worldsKey(policy: Policy, options: WorldOptions & { readonly world?: World | undefined }): string {
  if (options.world || options.beside) return keyFor(policy, options);
  const known = keysOf(policy);
  const circumstances = `${options.kind} ${options.resources?.join() ?? ''}`;
  let key = known.get(circumstances);
  if (key === undefined) known.set(circumstances, (key = keyFor(policy, options)));
  return key;
}

const keysOf = derive<Policy, Map<string, string>>(() => new Map());

function keyFor(policy: Policy, { world, ...options }: WorldOptions & { readonly world?: World | undefined }): string {
  const worlds = world ? [world] : worldsOf(policy, options);
  return worlds === 'too many' ? worlds : worlds.map(({ own: { arn, known }, partition }) => `${arn ?? ''}${known ? '!' : '?'}${partition}`).join(' ') + [policy, ...(options.beside ?? [])].map((one) => (mindsPaths(one) ? rolesNamed(one).join(' ') : '')).join('');
}

/** Roles that are named in full in a Principal element, and so exist: AWS refuses others. */
export const rolesNamed = derive((policy: Policy): readonly string[] => [...new Set(policy.statements.flatMap(({ principal }) => (principal?.entries ?? []).flatMap(({ type, list }) => (type === 'AWS' ? list.values.flatMap(({ text, known }) => (known && /^arn:[^:]+:iam::\d{12}:role\//.test(text) ? [text] : [])) : []))))]);

/** Whether anything tells roles of one name by their paths, or names sessions, which have none. */
export const mindsPaths = derive((policy: Policy): boolean => policy.statements.some((statement) => valuesOf(statement).some(({ text }) => /:assumed-role\/|:role\/.*\/|^\*.*\//.test(text))));
