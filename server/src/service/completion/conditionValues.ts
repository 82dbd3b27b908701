/** Values of a condition key: what the policy uses for it elsewhere, what its type allows, the shape of the statement's service. */
import type { Facts } from '../../aws';
import { servicesOf, shapeExample, sourceFacts } from '../../rules/sourceConditions';
import type { Location } from '../location';
import type { Candidate } from './item';
import type { Scope } from './scope';
import { accountOf, partitionOf, queueArnOf, regionOf } from './surroundings';

/** Services that commonly send to queues, where the statement names none. */
const USUAL_SENDERS = ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com'];

export function conditionValues(location: Location, scope: Scope, facts: Facts): Candidate[] {
  const { operator, conditionKey } = location;
  if (operator !== undefined && facts.parseOperator(operator).operator?.family === 'null') return [value('true', 0, 'the key is absent'), value('false', 1, 'the key is present')];
  const candidates = [...usedElsewhere(location), ...ofKey(location, scope, facts, conditionKey ?? '')];
  const seen = new Set<string>();
  return candidates.filter((candidate) => !seen.has(candidate.text) && seen.add(candidate.text));
}

function value(text: string, rank: number, detail?: string): Candidate {
  return { text, kind: 'value', rank, ...(detail !== undefined && { detail }) };
}

function usedElsewhere({ site, conditionKey, node }: Location): Candidate[] {
  const tests = site.policy.statements.flatMap((s) => s.condition?.tests ?? []).filter((t) => t.key.text.toLowerCase() === conditionKey?.toLowerCase());
  return tests.flatMap((t) => t.list.values.filter((v) => v.node !== node && v.text !== '' && !v.pieces.some((p) => p.kind === 'hole')).map((v) => value(v.text, 1, 'used in this policy')));
}

function ofKey(location: Location, scope: Scope, facts: Facts, name: string): Candidate[] {
  const key = facts.findConditionKey(name);
  if (!key) return [];
  if (key.type === 'Bool') return [value('true', 0), value('false', 1)];
  const partition = partitionOf(location);
  const region = regionOf(location);
  const account = accountOf(location);
  switch (key.name) {
    case 'aws:SourceArn':
      return sourceArns(location, scope, facts);
    case 'aws:PrincipalArn':
      return [value(`arn:${partition}:iam::${account}:role/<role-name>`, 2)];
    case 'aws:PrincipalServiceName':
      return facts.servicePrincipals.filter((s) => s.sender?.kind === 'policy').map((s) => value(s.name, 2, s.title));
    case 'kms:EncryptionContext:aws:sqs:arn':
      return [value(queueArnOf(location), 2)];
    case 'kms:ViaService':
      return facts.viaServices.map((service) => value(`${service}.${region}.amazonaws.com`, service === 'sqs' ? 0 : 3));
  }
  switch (key.shape) {
    case 'account':
      return [value(account, 0, location.site.owner.account ? 'the owner' : undefined), ...accountsIn(location.site.tree.text).map((text) => value(text, 2, 'named in this policy'))];
    case 'organization':
      return [value('<organization-id>', 2)];
    case 'organization-path':
      return [value('<organization-id>/*', 2)];
    case 'vpc':
      return [value('<vpc-id>', 2)];
    case 'vpc-endpoint':
      return [value('<vpc-endpoint-id>', 2)];
    case 'region':
      return facts.regions.map((r) => value(r.name, r.name === region ? 0 : 3));
    default:
      return (key.values ?? []).map((text) => value(text, 2));
  }
}

/** The forms that the statement's services send. */
function sourceArns(location: Location, scope: Scope, facts: Facts): Candidate[] {
  const named = location.statement ? servicesOf(location.statement).map((s) => s.name) : [];
  const around = { partition: partitionOf(location), region: regionOf(location), account: accountOf(location) };
  return (named.length > 0 ? named : USUAL_SENDERS).flatMap((service) => {
    const shapes = scope.kinds.flatMap((kind) => sourceFacts(facts, service, kind)?.shapes ?? []);
    return shapes.map((shape, i) => value(shapeExample(shape, around), i, `sent by ${service}`));
  });
}

function accountsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\b\d{12}\b/g)].map((m) => m[0]))];
}
