/**
 * Worlds: what is as it is although the policy does not tell. Which queue or key it is attached to, whose that is, in which partition; and
 * the facts that no document of AWS settles. An answer holds if it holds in each.
 */
import { fill, fillAccount, matchesArn, pieces } from './patterns';
import { listOf, named, testsOf, type Kind, type PolicyJson } from './policy';
import type { Random } from './random';

/** Facts that no document settles, each one way or the other. */
export interface Unsettled {
  /** Services that call directly carry these keys about their principal, or do not. */
  readonly serviceHas: ReadonlySet<string>;
  /** NotPrincipal with a role or user, its account not beside it, excepts it. */
  readonly exceptsWithoutAccount: boolean;
  /** A negated test whose variable the request does not have holds. */
  readonly unresolvedHolds: boolean;
  /** An Arn operator takes a value of fewer than six parts as a plain pattern. */
  readonly shortArn: boolean;
}

export interface World {
  readonly kind: Kind;
  readonly resource: string;
  readonly owner: string;
  readonly partition: string;
  readonly region: string;
  /** That of the owner's account, if it is in one. */
  readonly organization: string | undefined;
  readonly unsettled: Unsettled;
  /** Which other names of its family a service's list of names holds; `global` and `regional` for the one without and with the own Region. */
  readonly family: ReadonlySet<string>;
}

export const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];
const REGIONS: Readonly<Record<string, readonly string[]>> = { aws: ['eu-west-1', 'us-east-1', 'eu-south-1'], 'aws-cn': ['cn-north-1'], 'aws-us-gov': ['us-gov-west-1'], 'aws-iso': ['us-iso-east-1'], 'aws-iso-b': ['us-isob-east-1'], 'aws-iso-e': ['eu-isoe-west-1'], 'aws-iso-f': ['us-isof-south-1'], 'aws-eusc': ['eusc-de-east-1'] };
const UNSETTLED_KEYS = ['aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:userid', 'kms:calleraccount', 'aws:sourceip'];

/** What a policy gives away about its worlds. */
export interface Evidence {
  readonly kind: Kind;
  /** Concrete ARNs of queues (keys) in Resource, and patterns of them there; concrete ones of NotResource are told apart too. */
  readonly concrete: readonly string[];
  readonly patterns: readonly string[];
  readonly others: readonly string[];
  readonly partitions: readonly string[];
  readonly owner: string | undefined;
  /** Names of services that are tested for in lists. */
  readonly names: readonly string[];
  readonly accounts: readonly string[];
}

const isConcrete = (arn: string): boolean => !/[*?$]/.test(arn);
const serviceOf: Readonly<Record<Kind, string>> = { queue: 'sqs', key: 'kms' };

/** Of a policy, or of two versions of one together. `owner`: what is known from outside. */
export function evidenceOf(policies: readonly PolicyJson[], kind: Kind, owner: string | undefined): Evidence {
  const statements = policies.flatMap(({ Statement }) => Statement);
  const own = (arn: string): boolean => new RegExp(`^arn:[^:]+:${serviceOf[kind]}:[^:]+:[^:]+:.`).test(arn);
  const resources = statements.flatMap(({ Resource }) => listOf(Resource)).filter(own);
  const denied = statements.flatMap(({ NotResource }) => listOf(NotResource)).filter(own);
  const texts = statements.flatMap((s) => [...listOf(s.Resource), ...listOf(s.NotResource), ...named(s.Principal, 'AWS'), ...named(s.NotPrincipal, 'AWS'), ...testsOf(s).flatMap(({ values }) => values)]);
  const unique = (list: readonly string[]): string[] => [...new Set(list)];
  return {
    kind,
    concrete: unique(resources.filter(isConcrete)),
    patterns: unique([...resources, ...denied].filter((arn) => !isConcrete(arn))),
    others: unique(denied.filter(isConcrete)),
    partitions: unique(texts.flatMap((text) => /^arn:([a-z-]+):/.exec(text)?.[1] ?? [])).filter((p) => PARTITIONS.includes(p)),
    owner,
    names: unique(statements.flatMap(testsOf).filter(({ key }) => key === 'aws:principalservicenameslist').flatMap(({ values }) => values).filter((name) => !/[*?]/.test(name))),
    accounts: unique(texts.flatMap((text) => text.match(/\d{12}/g) ?? [])),
  };
}

/** The own resource where the policy tells it: a queue's only concrete ARN in Resource. A key's may be another's, and match nothing. */
export function knownResource({ kind, concrete, owner }: Evidence): string | undefined {
  const [only] = concrete;
  return kind === 'queue' && concrete.length === 1 && only !== undefined && (owner === undefined || accountOf(only) === owner) ? only : undefined;
}

const accountOf = (arn: string): string => arn.split(':')[4]!;

/** Whether the evidence leaves room for a world with this resource. */
export function isPossible(evidence: Evidence, resource: string): boolean {
  const known = knownResource(evidence);
  if (known !== undefined) return resource === known;
  const [, partition, service, region, account, rest] = resource.split(':');
  if (service !== serviceOf[evidence.kind] || !PARTITIONS.includes(partition!) || !region || !rest || !/^\d{12}$/.test(account!)) return false;
  if (evidence.owner !== undefined && account !== evidence.owner) return false;
  return evidence.concrete.includes(resource) || evidence.partitions.length === 0 || evidence.partitions.includes(partition!);
}

/** Undefined where what is known contradicts itself. */
export function drawWorld(evidence: Evidence, random: Random): World | undefined {
  const known = knownResource(evidence);
  const resource = known ?? drawResource(evidence, random);
  if (known === undefined && !isPossible(evidence, resource)) return undefined;
  const [, partition, , region, owner] = resource.split(':') as [string, string, string, string, string];
  return {
    kind: evidence.kind,
    resource,
    owner,
    partition,
    region,
    organization: random.chance(0.3) ? undefined : random.chance(0.6) ? 'o-a1b2c3d4e5' : `o-${random.text('abcdefghijklmnopqrstuvwxyz0123456789', 10)}`,
    unsettled: {
      serviceHas: new Set(UNSETTLED_KEYS.filter(() => random.chance(0.5))),
      exceptsWithoutAccount: random.chance(0.5),
      unresolvedHolds: random.chance(0.5),
      shortArn: random.chance(0.5),
    },
    family: new Set([...evidence.names, 'global', 'regional'].filter(() => random.chance(0.5))),
  };
}

function drawResource({ kind, concrete, patterns, others, partitions, owner, accounts }: Evidence, random: Random): string {
  const named = [...concrete, ...others];
  if (named.length > 0 && random.chance(0.55)) return random.pick(named);
  const partition = partitions.length > 0 ? random.pick(partitions) : random.chance(0.6) ? 'aws' : random.pick(PARTITIONS);
  const region = random.pick(REGIONS[partition]!);
  const account = owner ?? random.oneOf(accounts, () => random.digits(12));
  const plain = `arn:${partition}:${serviceOf[kind]}:${region}:${account}:${kind === 'queue' ? `queue-${random.below(1000)}` : `key/0000aaaa-1111-2222-3333-${random.digits(12)}`}`;
  if (patterns.length === 0 || random.chance(0.3)) return plain;
  const chosen = random.pick(patterns);
  const parts = chosen.split(':');
  const filled = [parts[0]!, /[*?]/.test(parts[1]!) ? partition : parts[1]!, parts[2]!, /[*?]/.test(parts[3]!) ? region : parts[3]!, /[*?]/.test(parts[4]!) ? (owner !== undefined && matchesArn(pieces(chosen), `${parts.slice(0, 4).join(':')}:${owner}:${parts.slice(5).join(':')}`) ? owner : (fillAccount(parts[4]!, random) ?? account)) : parts[4]!, fill(parts.slice(5).join(':'), random)].join(':');
  return matchesArn(pieces(chosen), filled) ? filled : plain;
}
