/** What the project knows about AWS, as interfaces. `facts` in index.ts is the one implementation; rules get it through their context. */

export type ServiceName = 'sqs' | 'kms';

/** Where a hand-kept row comes from, and when it was taken (`2026-11`). */
export interface Provenance {
  /** An AWS documentation page, or a thread. */
  readonly source: string;
  readonly date: string;
}

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

export interface ActionFact {
  /** `sqs:SendMessage`, as AWS spells it. */
  readonly name: string;
  readonly service: ServiceName;
  /** `SendMessage`. */
  readonly bare: string;
  /** Its position in the catalogue of both services, for bit sets: 0 to 75. */
  readonly index: number;
  readonly access: readonly AccessLevel[];
  /** AWS's sentence. */
  readonly description: string;
  /** `queue`, `key`, `alias`; empty where the action takes no resource. */
  readonly resourceTypes: readonly string[];
  /** Canonical names of the service's keys that its request or its resource can carry; tag and context families end in `/` or `:`. Global keys are not in it. */
  readonly conditionKeys: readonly string[];
  /** Whether a statement of this resource policy can let another account do it. */
  readonly crossAccount: boolean;
  /** What an Allow of it in a queue or key policy does: `iam-only` has no key to be attached to; `by-grant` is governed by the grant. */
  readonly inResourcePolicy: 'effective' | 'iam-only' | 'by-grant';
}

export type KeyType = 'String' | 'Bool' | 'ARN' | 'Date' | 'Numeric' | 'IPAddress';

/**
 * Kinds of caller. `ownAccount` and `otherAccount` call directly; `service` is an AWS service calling directly; `onBehalf` is an AWS
 * service forwarding a principal's call (forward access session), such as SQS using the key for a consumer.
 */
export type CallerKind = 'anonymous' | 'ownAccount' | 'otherAccount' | 'service' | 'onBehalf';
export const callerKinds: readonly CallerKind[] = ['anonymous', 'ownAccount', 'otherAccount', 'service', 'onBehalf'];
export type Presence = 'always' | 'never' | 'maybe';

/** What a string value of a key looks like, where that is fixed. */
export type ValueShape =
  | 'account' | 'organization' | 'organization-path' | 'vpc' | 'vpc-endpoint' | 'region' | 'service-principal' | 'via-service'
  | 'service-name' | 'principal-arn' | 'alias' | 'tag-key';

export interface ConditionKeyFact {
  /** Canonical spelling. For a tag or context key with what the text had after the prefix: `aws:PrincipalTag/team`. */
  readonly name: string;
  /** For a key with a variable part, its prefix: `aws:PrincipalTag/`, `kms:EncryptionContext:`. */
  readonly family?: string;
  /** True where the text names a family and leaves its variable part out (`aws:PrincipalTag`, `kms:EncryptionContext:`): no such key is ever sent. */
  readonly tagless: boolean;
  readonly type: KeyType;
  /** Types whose operators suit the key as well (ARN on an encryption context). */
  readonly alsoTypes: readonly KeyType[];
  readonly multivalued: boolean;
  /** `foreign`: another service's, of which only its prefix is known; no request to SQS or KMS carries it. */
  readonly scope: 'global' | 'service' | 'session' | 'foreign';
  readonly category: 'principal' | 'session' | 'network' | 'resource' | 'request' | 'service';
  /** AWS's sentence for service keys, ours for global ones. */
  readonly description: string;
  /** Services in whose requests it occurs. */
  readonly services: readonly ServiceName[];
  /** The actions it can be present for; absent: any. */
  readonly actions?: readonly string[];
  /** False where AWS's documents disagree about the actions (keys about the KMS key itself): speak softly. */
  readonly actionsCertain: boolean;
  /** Where it is defined for the action at all. */
  readonly presence: Readonly<Record<CallerKind, Presence>>;
  /** False for kms:ResourceAliases, which works in identity policies alone. */
  readonly inResourcePolicy: boolean;
  /** The key to use instead. */
  readonly deprecated?: string;
  /** All its possible values, where AWS enumerates them; `valuesClosed` says whether others are wrong for sure. */
  readonly values?: readonly string[];
  readonly valuesClosed: boolean;
  readonly shape?: ValueShape;
  /** AWS sees no use for a wildcard in its value, not even in a part of it: accounts, organizations, networks. */
  readonly sensitive: boolean;
  readonly provenance: Provenance;
}

export type OperatorFamily = 'string' | 'number' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';

export interface OperatorFact extends Provenance {
  /** `StringNotLike`. */
  readonly name: string;
  readonly family: OperatorFamily;
  readonly negated: boolean;
  /** Whether `*` and `?` in its values are wildcards. ArnEquals is ArnLike. */
  readonly wildcard: boolean;
  readonly ignoreCase: boolean;
  readonly comparison: 'equals' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal' | 'in-range' | 'absent';
}

export interface ParsedOperator {
  /** The text as it was. */
  readonly text: string;
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  /** The operator without prefix and suffix, as written. */
  readonly base: string;
  /** Present only where the base is spelt exactly like an operator. */
  readonly operator?: OperatorFact;
  readonly ifExists: boolean;
  /**
   * Why AWS refuses it. `letter-case`: an operator but for the case of letters, which no AWS page says is folded; judged like an unknown
   * one whose nearest is at distance 0.
   */
  readonly problem?: 'unknown-operator' | 'unknown-set-prefix' | 'letter-case' | 'if-exists-on-null';
  /** The whole text mended, where one operator is near. */
  readonly nearest?: string;
}

/** `unknown`: no AWS page settles it. */
export type Known = true | false | 'unknown';

/** One form of aws:SourceArn that a service sends. */
export interface SourceShape {
  /** The service segment of the ARN. */
  readonly service: string;
  /** With placeholders: `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`. */
  readonly arn: string;
  /** What it is the ARN of, with its article: `a topic`; `any budget` where AWS's page has a wildcard for it. */
  readonly noun: string;
  /** The sixth part of the ARN, with no wildcards in it. */
  readonly resource: RegExp;
  /** The sixth part is a plain name, without slashes and colons. */
  readonly plainName?: boolean;
  readonly hasRegion: boolean;
  readonly hasAccount: boolean;
}

export interface SourceKeys {
  readonly sendsSourceArn: Known;
  readonly sendsSourceAccount: Known;
}

/** How a service reaches a queue. */
export interface QueueSender extends Provenance {
  /**
   * `policy`: as its service principal, so the queue policy must name it. `role`: with a role of the account, so a statement naming the
   * service principal does nothing. `none`: it needs no statement at all. `unknown`: not settled.
   */
  readonly kind: 'policy' | 'role' | 'none' | 'unknown';
  readonly shapes: readonly SourceShape[];
  readonly queueActions: readonly string[];
  /** On the key of an encrypted queue. */
  readonly keyActions: readonly string[];
  readonly onQueue: SourceKeys;
  readonly onKey: SourceKeys;
  /** SQS's guide lists it as a sender whose key statement may carry aws:SourceArn, though its own pages say it uses a role. */
  readonly listedBySqs: boolean;
  /** Whether an AWS page says so for SQS itself. */
  readonly verified: boolean;
  readonly note?: string;
}

/** How a service that does not send to queues uses a KMS key as a principal of its key policy. */
export interface KeyUser extends Provenance, SourceKeys {
  readonly shapes: readonly SourceShape[];
  /** The condition key that pins the caller where no aws:Source… key is sent. */
  readonly insteadKey?: string;
}

export interface ServicePrincipalFact extends Provenance {
  /** `sns.amazonaws.com`. */
  readonly name: string;
  readonly title: string;
  /** Whether `sns.REGION.amazonaws.com` names exist: `also` beside the plain one, or `only`. */
  readonly regional: 'no' | 'also' | 'only';
  /** It keeps this name in China, where `sns.amazonaws.com.cn` is nobody. False where that is not known; CloudWatch Logs has both domains. */
  readonly sameInChina: boolean;
  readonly sender?: QueueSender;
  readonly keyUser?: KeyUser;
}

export interface ServicePrincipalMatch {
  readonly fact: ServicePrincipalFact;
  /** The Region inside a regional name. */
  readonly region?: string;
  /** The domain it was written with: `amazonaws.com` or `amazonaws.com.cn`. */
  readonly domain: string;
}

export interface PartitionFact extends Provenance {
  /** `aws`, `aws-cn`, … */
  readonly name: string;
  readonly domain: string;
  readonly title: string;
}

export interface RegionFact extends Provenance {
  readonly name: string;
  readonly partition: string;
  /** Disabled until an account enables it (all Regions launched after 2019-03-20). Services in them use regional principal names towards other Regions. */
  readonly optIn: boolean;
}

export interface QuotaFact extends Provenance {
  readonly limit: number;
  readonly unit: 'bytes' | 'statements' | 'actions per statement' | 'principals' | 'conditions';
  /** False where AWS's page does not say what is counted. */
  readonly certain: boolean;
}

export type QuotaName = 'queueBytes' | 'queueStatements' | 'queueActions' | 'queuePrincipals' | 'queueConditions' | 'keyBytes';

/** Addresses of AWS documentation pages. */
export interface Docs {
  action(action: ActionFact): string;
  conditionKey(key: ConditionKeyFact): string;
  operator(operator: OperatorFact): string;
  /** `Effect`, `NotPrincipal`, …; other names give the overview of elements. */
  element(name: string): string;
  servicePrincipal(principal: ServicePrincipalFact): string;
}

export interface Facts {
  /** The date of the snapshot, to be named with every "unknown …" message: `2026-09-26`. */
  readonly date: string;
  actions(service: ServiceName): readonly ActionFact[];
  /** SQS's, then KMS's; `ActionFact.index` is the position in it. */
  readonly allActions: readonly ActionFact[];
  /** By full name, any letter case: `SQS:sendmessage`. No wildcards. */
  findAction(name: string): ActionFact | undefined;
  /** The index of an action by full name in any letter case, or -1. */
  actionIndex(name: string): number;
  /** Every action of both services that an Action value matches: `*` and `?` anywhere, letter case folded. Empty where none does. In order of index. */
  expandAction(pattern: string): readonly ActionFact[];
  /** Any letter case; resolves tags and contexts (`aws:PrincipalTag/x`, `kms:EncryptionContext:x`), and keys of other services by their prefix. Undefined for unknown keys. */
  findConditionKey(name: string): ConditionKeyFact | undefined;
  /** All keys, families without their variable part; with actions, those that at least one of the actions can carry. Resource-policy keys only. */
  conditionKeys(actions?: readonly string[]): readonly ConditionKeyFact[];
  readonly operators: readonly OperatorFact[];
  parseOperator(text: string): ParsedOperator;
  readonly servicePrincipals: readonly ServicePrincipalFact[];
  /** Knows regional names and `.amazonaws.com.cn`. Case counts, as AWS stores the name as written. A literal `region` is not known. */
  findServicePrincipal(name: string): ServicePrincipalMatch | undefined;
  readonly regions: readonly RegionFact[];
  readonly partitions: readonly PartitionFact[];
  findRegion(name: string): RegionFact | undefined;
  findPartition(name: string): PartitionFact | undefined;
  /** The services that kms:ViaService can name, without Region and domain: `sqs`. New ones appear. */
  readonly viaServices: readonly string[];
  readonly quotas: Readonly<Record<QuotaName, QuotaFact>>;
  readonly docs: Docs;
  /** The candidate nearest to the text by edit distance, at most `maxDistance` (2) away. Letter case costs nothing. */
  nearest(text: string, candidates: Iterable<string>, maxDistance?: number): string | undefined;
}
