/** Condition keys that the statement's actions carry, those that tell its principals apart first. */
import type { ConditionKeyFact, Facts } from '../../aws';
import { servicesOf } from '../../rules/sourceConditions';
import type { Location } from '../location';
import { CARET, type Candidate } from './item';
import type { Scope } from './scope';

const OF_SERVICES = ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID'];
const OF_PRINCIPALS = ['aws:PrincipalArn', 'aws:PrincipalOrgID', 'aws:SecureTransport', 'aws:PrincipalAccount', 'aws:PrincipalIsAWSService'];
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html (2026-11) */
const QUEUE_CONTEXT = 'kms:EncryptionContext:aws:sqs:arn';

export function conditionKeys(location: Location, scope: Scope, facts: Facts): Candidate[] {
  const { statement, operator, node } = location;
  const actions = statement?.action?.values.flatMap((v) => facts.expandAction(v.text).map((a) => a.name)) ?? [];
  const forService = statement !== undefined && servicesOf(statement).length > 0;
  const present = new Set((statement?.condition?.tests ?? []).filter((t) => t.operator.text === operator && t.keyMember.key !== node).map((t) => t.key.text.toLowerCase()));
  const keys = facts.conditionKeys(actions.length > 0 ? actions : undefined).filter((key) => key.deprecated === undefined && key.services.some((s) => scope.services.includes(s)));
  const context = keys.some((key) => key.family === 'kms:EncryptionContext:') ? facts.findConditionKey(QUEUE_CONTEXT) : undefined;
  return [...(context ? [context] : []), ...keys].map((key) => toCandidate(key, forService, facts)).filter((candidate) => !present.has(candidate.text.toLowerCase()));
}

function toCandidate(key: ConditionKeyFact, forService: boolean, facts: Facts): Candidate {
  // A family alone is no key: its variable part is left to be filled in.
  const text = key.tagless ? `${key.family ?? key.name}${key.family?.endsWith('/') ? '<tag-key>' : '<context-key>'}` : key.name;
  return {
    text,
    kind: 'key',
    rank: rankOf(key, forService),
    value: `"${CARET}"`,
    detail: key.type + (key.multivalued ? ', several values' : ''),
    documentation: `${key.description}\n\n[AWS documentation](${facts.docs.conditionKey(key)})`,
  };
}

function rankOf(key: ConditionKeyFact, forService: boolean): number {
  const common = (forService ? OF_SERVICES : OF_PRINCIPALS).indexOf(key.name);
  if (common >= 0) return common;
  if (key.name === QUEUE_CONTEXT || key.name === 'kms:ViaService') return 9;
  return key.scope === 'service' ? 10 : key.presence.service === 'never' && forService ? 30 : 20;
}
