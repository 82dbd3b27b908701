/** Accounts, roles and services. */
import type { Facts, ServicePrincipalFact } from '../../aws';
import type { Location } from '../location';
import { CARET, type Candidate } from './item';
import type { Scope } from './scope';
import { accountOf, partitionOf } from './surroundings';

export function principals(location: Location, scope: Scope, facts: Facts): Candidate[] {
  if (location.principalType === 'Service') return facts.servicePrincipals.map((fact) => serviceCandidate(fact, scope, facts));
  if (location.principalType === 'AWS') return accountsAndRoles(location);
  if (location.principalType !== undefined) return [];
  const everybody: Candidate = { text: '*', kind: 'principal', rank: 9, detail: 'everybody: only with a condition' };
  if (location.quoted) return [everybody];
  // Before anything is typed: the map, with the cursor in its value.
  return [
    { text: 'Service', kind: 'principal', rank: 0, detail: 'an AWS service', json: `{ "Service": "${CARET}" }` },
    { text: 'AWS', kind: 'principal', rank: 1, detail: 'an account, role or user', json: `{ "AWS": "${CARET}" }` },
    everybody,
  ];
}

/** Services that send to queues come first. */
function serviceCandidate(fact: ServicePrincipalFact, scope: Scope, facts: Facts): Candidate {
  const sends = fact.sender?.kind === 'policy';
  const usesKey = scope.services.includes('kms') && fact.keyUser !== undefined;
  return {
    text: fact.name,
    kind: 'principal',
    rank: sends ? 0 : usesKey ? 1 : 2,
    detail: fact.title,
    documentation: `${sends ? `${fact.title} sends to queues as this principal.\n\n` : ''}[AWS documentation](${facts.docs.servicePrincipal(fact)})`,
  };
}

function accountsAndRoles(location: Location): Candidate[] {
  const { policy } = location.site;
  const account = accountOf(location);
  const partition = partitionOf(location);
  // Roles that the policy names elsewhere are likely meant here too.
  const named = policy.statements.flatMap((s) => [...(s.principal?.entries.filter((e) => e.type === 'AWS').flatMap((e) => e.list.values) ?? []), ...(s.condition?.tests.filter((t) => /^aws:principalarn$/i.test(t.key.text)).flatMap((t) => t.list.values) ?? [])]);
  const roles = [...new Set(named.filter((v) => v.node !== location.node && /^arn:[^:]*:iam::\d{12}:(role|user)\/[^*?]+$/.test(v.text)).map((v) => v.text))];
  return [
    { text: `arn:${partition}:iam::${account}:root`, kind: 'principal', rank: 0, detail: 'the account; its IAM policies decide' },
    ...roles.map((text): Candidate => ({ text, kind: 'principal', rank: 1, detail: 'named in this policy' })),
    { text: `arn:${partition}:iam::${account}:role/<role-name>`, kind: 'principal', rank: 2, detail: 'a role' },
    { text: '*', kind: 'principal', rank: 9, detail: 'everybody: only with a condition' },
  ];
}
