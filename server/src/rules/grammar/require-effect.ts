import { missing } from '../causes';
import { placeOfStatement } from '../places';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-effect',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A statement without Effect.',
    accessAnalyzer: ['MISSING_EFFECT'],
    yieldsTo: ['known-element', 'valid-json'],
  },
  *check(policy) {
    for (const statement of policy.statements) {
      if (statement.open || statement.effect) continue;
      yield {
        ...placeOfStatement(statement),
        statement,
        rests: [missing(statement.node, 'Effect')],
        message: 'The statement lacks Effect: it must say Allow or Deny.',
        fixes: (['Allow', 'Deny'] as const).map((effect) => ({ title: `Add Effect ${effect}`, class: 'decision' as const, edits: () => [{ kind: 'setProperty', object: statement.node, key: 'Effect', value: effect, before: statement.node.members.find((m) => m.key.value !== 'Sid')?.key.value }] })),
      };
    }
  },
};
