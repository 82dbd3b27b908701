/** Which condition keys a caller's request to an action can carry, and what can be in them. */
import { facts, type ActionFact, type Presence } from '../aws';
import { contextOf } from './callerContext';
import type { Candidate } from './callers';
import type { Domain } from './solveValues';

const ORGANIZATION: ReadonlySet<string> = new Set(['aws:principalorgid', 'aws:principalorgpaths']);

export interface KeyDomain {
  readonly presence: Presence;
  readonly values: Domain;
}

/** Both are the caller's word, or vary from request to request. */
const VARIES = new Set(['aws:securetransport']);

/** What is known of a request beforehand. */
export interface Given {
  /** By key in lower case: its values, or undefined where the key is absent. A key that the caller never carries stays absent. */
  readonly values: ReadonlyMap<string, readonly string[] | undefined>;
  /** The caller has no tags and no session to speak of: of the keys about it only those that every caller carries, and its organization. */
  readonly plain?: boolean;
}

export interface DomainOptions {
  readonly owner?: string | undefined;
  /** ARNs that belong to other candidates. */
  readonly named: () => readonly string[];
  /** Organizations that the caller is not in. */
  readonly outside?: readonly string[] | undefined;
  readonly given?: Given | undefined;
}

/** Of a caller's request to an action, what each key can be, by key in lower case. */
export function domainsOf(candidate: Candidate, options: DomainOptions): (action: ActionFact) => (key: string) => KeyDomain {
  let carried: ReadonlyMap<string, readonly string[]> | undefined;
  return (action) => domainsFor(candidate, action, () => (carried ??= contextOf(candidate.caller)), options);
}

/** Whether it is there and how many values it has is all there is to say of most keys. */
const ANYTHING = new Map<Presence, readonly [single: KeyDomain, several: KeyDomain]>((['always', 'maybe', 'never'] as const).map((presence) => [presence, [{ presence, values: { multivalued: false } }, { presence, values: { multivalued: true } }]]));

function anything(presence: Presence, multivalued: boolean): KeyDomain {
  return ANYTHING.get(presence)![multivalued ? 1 : 0];
}

function domainsFor(candidate: Candidate, action: ActionFact, carried: () => ReadonlyMap<string, readonly string[]>, { owner, named, outside = [], given }: DomainOptions): (key: string) => KeyDomain {
  let found: Map<string, KeyDomain> | undefined;
  const domainOf = (key: string): KeyDomain => {
    const fact = facts.findConditionKey(key);
    const multivalued = fact?.multivalued ?? false;
    const absent = anything('never', multivalued);
    if (fact && (!fact.services.includes(action.service) || (fact.actions && fact.actionsCertain && !fact.actions.includes(action.name)))) return absent;
    // Another service's key, or one of a session: perhaps.
    const presence = fact?.presence[candidate.kind] ?? (candidate.kind === 'anonymous' ? 'never' : 'maybe');
    if (presence === 'never') return absent;
    if (given?.values.has(key)) {
      const values = given.values.get(key);
      return values === undefined ? absent : { presence: 'always', values: { fixed: values, multivalued } };
    }
    if (key === 'aws:principalarn' && candidate.freeName !== undefined) {
      const inAccount = { negated: false, patterns: [{ text: `${candidate.freeName}?*`, mode: 'wildcard' as const }] };
      const others = { negated: true, patterns: named().map((text) => ({ text, mode: 'exact' as const })) };
      return { presence: 'always', values: { multivalued, text: others.patterns.length > 0 ? [inAccount, others] : [inAccount] } };
    }
    if (candidate.source !== undefined && key === 'aws:sourceaccount') return { presence, values: { fixed: [candidate.source], multivalued } };
    if (candidate.source !== undefined && key === 'aws:sourcearn') return { presence, values: { multivalued, text: [{ negated: false, patterns: [candidate.source, ''].map((account) => ({ text: `arn:*:*:*:${account}:*`, mode: 'arn' as const })) }] } };
    if (outside.length > 0 && (key === 'aws:principalorgid' || key === 'aws:principalorgpaths')) return { presence, values: { multivalued, text: [{ negated: true, patterns: outside.flatMap((id) => [id, `${id}/*`].map((text) => ({ text, mode: 'wildcard' as const }))) }] } };
    if (key === 'aws:viaawsservice') return { presence: 'always', values: { fixed: [String(candidate.kind === 'onBehalf')], multivalued } };
    // Only some services say that they are in the chain, and SQS is not among them.
    if (key.startsWith('aws:calledvia') && presence !== 'always') return { presence, values: { multivalued, text: [{ negated: true, patterns: [{ text: 'sqs.amazonaws.com', mode: 'exact' }] }] } };
    if (key === 'aws:resourceaccount' && owner !== undefined) return { presence, values: { fixed: [owner], multivalued } };
    const own = carried().get(key);
    // A service's own call is over TLS.
    if (own && (!VARIES.has(key) || candidate.kind === 'service')) return { presence: 'always', values: { fixed: own, multivalued } };
    if (given?.plain && (fact?.category === 'principal' || fact?.category === 'session') && !ORGANIZATION.has(key)) return absent;
    // What an anonymous request and a service's own call have there is never a customer's.
    if (candidate.kind === 'anonymous' && /^aws:(principalaccount|userid)$/.test(key)) return absent;
    if (candidate.kind === 'service' && /^(aws:(principal(arn|account|type)|userid)|kms:calleraccount)$/.test(key)) return absent;
    return anything(presence, multivalued);
  };
  return (key) => {
    let domain = found?.get(key);
    if (!domain) (found ??= new Map()).set(key, (domain = domainOf(key)));
    return domain;
  };
}
