import { isNeighbour } from '../../aws';
import { hasHole } from '../../policy';
import { removeAction } from '../actionEdits';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-foreign-action',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'safe',
    scope: 'statement',
    summary: 'An action of another service: in this policy it never matches.',
    accessAnalyzer: ['UNSUPPORTED_ACTION_IN_POLICY'],
    yieldsTo: ['known-action'],
  },
  *check(policy, { kind, facts }) {
    const [service, title] = kind === 'key' ? (['kms', 'key'] as const) : (['sqs', 'queue'] as const);
    for (const statement of policy.statements)
      for (const value of statement.action?.values ?? []) {
        const prefix = /^([A-Za-z0-9-]+):/.exec(value.text)?.[1]?.toLowerCase();
        if (prefix === undefined || prefix === service || hasHole(value)) continue;
        // A slip of the hand in the prefix is another rule's.
        if (/^(arn:)?aws[a-z-]*:+(sqs|kms):/i.test(value.text)) continue;
        if (!isNeighbour(prefix) && facts.nearest(prefix, [service], 1) && facts.nearest(value.text, facts.actions(service).map((a) => a.name))) continue;
        yield {
          node: value.node,
          statement,
          message: `${value.text} is an action of another service: a ${title} policy speaks of ${service} actions alone, so it never matches here.`,
          fixes: removeAction(policy, statement, value),
        };
      }
  },
};
