/** Which condition keys a caller's request to an action can carry, and what can be in those that are tied to no other key. */
import { facts, type ActionFact, type ConditionKeyFact, type KeyType, type Presence } from '../aws';
import type { Candidate } from './callers';
import type { Domain } from './solveValues';
import type { TextConstraint } from './textConstraints';

const ORGANIZATION: ReadonlySet<string> = new Set(['aws:principalorgid', 'aws:principalorgpaths']);
/** Carried by the credentials of roles alone: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11) */
const OF_ROLES = /^(ec2:(sourceinstancearn|roledelivery)|lambda:sourcefunctionarn|ssm:sourceinstancearn|glue:.*|codebuild:.*|aws:(ec2instancesourcevpc|ec2instancesourceprivateipv4|chatbotsourcearn))$/;

export interface KeyDomain {
  readonly presence: Presence;
  readonly values: Domain;
}

/** What is known of a request beforehand. */
export interface Given {
  /** By key in lower case: its values, or undefined where the key is absent. A key that the caller never carries stays absent. */
  readonly values: ReadonlyMap<string, readonly string[] | undefined>;
  /** The caller has no tags and no session to speak of: of the keys about it only those that every caller carries, and its organization. */
  readonly plain?: boolean;
}

export interface DomainOptions {
  /** The Region of the queue or key, where it is known. */
  readonly region: string | undefined;
  readonly owner: string | undefined;
  readonly given: Given | undefined;
  /** Services that candidates of their own stand for. */
  readonly namedServices: readonly string[];
}

/** Whether it is there, how many values it has and of what type is all there is to say of most keys. */
function anything(presence: Presence, fact: ConditionKeyFact | undefined): KeyDomain {
  const type = fact && TYPES.get(fact.type);
  return { presence, values: { multivalued: fact?.multivalued ?? false, ...(type && { type }) } };
}

const TYPES: ReadonlyMap<KeyType, Domain['type']> = new Map([['Bool', 'bool'], ['Date', 'date'], ['Numeric', 'number']] as const);

/** Of a caller's request to an action, what each key can be, by key in lower case. */
export function domainsOf(candidate: Candidate, options: DomainOptions): (action: ActionFact) => (key: string) => KeyDomain {
  return (action) => {
    const found = new Map<string, KeyDomain>();
    return (key) => {
      let domain = found.get(key);
      if (!domain) found.set(key, (domain = domainOf(key, candidate, action, options)));
      return domain;
    };
  };
}

function domainOf(key: string, candidate: Candidate, action: ActionFact, { region, owner, given, namedServices }: DomainOptions): KeyDomain {
  const fact = facts.findConditionKey(key);
  const multivalued = fact?.multivalued ?? false;
  const presence = presenceOf(key, fact, candidate, action);
  if (presence === 'never') return anything('never', fact);
  if (given?.values.has(key)) {
    const values = given.values.get(key);
    return values === undefined ? anything('never', fact) : fixed(values, multivalued);
  }
  const own = constantOf(key, candidate);
  if (own) return fixed([own], multivalued);
  if (key === 'aws:requestedregion' && region !== undefined) return fixed([region], multivalued);
  if (key === 'aws:resourceaccount' && owner !== undefined) return fixed([owner], multivalued);
  if (key === 'aws:principalservicename') return { presence, values: { multivalued, text: otherServices(namedServices) } };
  if (key === 'aws:sourceip') return PUBLIC_ADDRESS;
  // Only some services say that they are in the chain, and SQS is not among them.
  // A forwarded call names its chain: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice (2026-11)
  if (key.startsWith('aws:calledvia')) return { presence: candidate.forwarded ? 'always' : presence, values: { multivalued, text: [{ negated: true, patterns: [{ text: 'sqs.amazonaws.com', mode: 'exact' }] }] } };
  if (given?.plain && (fact?.category === 'principal' || fact?.category === 'session') && presence !== 'always' && !ORGANIZATION.has(key)) return anything('never', fact);
  return anything(presence, fact);
}

/** The public address of a request. */
const PUBLIC_ADDRESS: KeyDomain = { presence: 'maybe', values: { multivalued: false, publicAddress: true } };

function fixed(values: readonly string[], multivalued: boolean): KeyDomain {
  return { presence: 'always', values: { fixed: values, multivalued } };
}

function presenceOf(key: string, fact: ConditionKeyFact | undefined, { kind, forwarded }: Candidate, action: ActionFact): Presence {
  if (fact && (!fact.services.includes(action.service) || (fact.actions && fact.actionsCertain && !fact.actions.includes(action.name)))) return 'never';
  const row = kind === 'anonymous' || kind === 'service' ? kind : forwarded ? 'onBehalf' : 'ownAccount';
  const presence = fact?.presence[row] ?? (kind === 'anonymous' ? 'never' : 'maybe');
  if (presence === 'never') return 'never';
  if (key === 'aws:username') return kind === 'user' ? 'always' : kind === 'reference' ? 'maybe' : 'never';
  return OF_ROLES.test(key) && kind !== 'role' && kind !== 'reference' ? 'never' : presence;
}

/** A value that such a caller always has. */
function constantOf(key: string, { kind, service, forwarded }: Candidate): string | undefined {
  if (key === 'aws:viaawsservice') return String(forwarded);
  if (kind === 'anonymous') return ANONYMOUS[key];
  if (key === 'aws:principalisawsservice') return String(kind === 'service');
  // A service's own call is over TLS.
  if (kind === 'service' && key === 'aws:securetransport') return 'true';
  return kind === 'service' && key === 'aws:principalservicename' ? service : undefined;
}

const ANONYMOUS: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null) as Record<string, string>, { 'aws:principaltype': 'Anonymous', 'aws:principalaccount': 'anonymous', 'aws:userid': 'anonymous' });

function otherServices(named: readonly string[]): readonly TextConstraint[] {
  const names: TextConstraint = { negated: false, patterns: [{ text: 'another-service?.amazonaws.com', mode: 'wildcard' }, { text: '?*.amazonaws.com', mode: 'wildcard' }, { text: '?*.amazonaws.com.cn', mode: 'wildcard' }] };
  return named.length === 0 ? [names] : [names, { negated: true, patterns: named.map((text) => ({ text, mode: 'wildcard' as const })) }];
}
