import { servicesOf } from '../sourceConditions';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-role-service-principal',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'none',
    scope: 'statement',
    summary: 'A service that reaches queues with a role of yours, or SQS itself: as a principal it never calls.',
    yieldsTo: ['known-service-principal'],
  },
  *check(policy, { facts, kind }) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      for (const { name, value } of servicesOf(statement)) {
        const fact = facts.findServicePrincipal(name)?.fact;
        if (!fact?.sender) continue;
        if (fact.sender.kind === 'none') {
          const why = kind === 'key' ? 'SQS uses the key as whoever sends or receives; allow them, perhaps with kms:ViaService' : 'SQS moves messages to a dead-letter queue by itself and needs no statement';
          yield { node: value.node, statement, message: `${name} is not known to call as a principal: ${why}.` };
        } else if (kind !== 'key' && (fact.sender.kind === 'role' || fact.name.startsWith('codebuild.'))) {
          const listed = fact.sender.listedBySqs;
          yield {
            node: value.node,
            statement,
            ...(listed && { severity: 'information' as const }),
            message: listed
              ? `${fact.title} reaches queues with a role of yours, as far as is known, though SQS's guide lists it as a sender: try out whether this statement is needed.`
              : `${fact.title} reaches queues with a role of yours, as far as is known: allow the role here or in its own policy. This statement is then never used.`,
          };
        }
      }
    }
  },
};
