import { missing } from '../causes';
import { placeOfStatement } from '../places';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-action',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A statement without Action or NotAction.',
    accessAnalyzer: ['MISSING_ACTION'],
    yieldsTo: ['known-element', 'valid-json'],
  },
  *check(policy, { kind }) {
    for (const statement of policy.statements) {
      if (statement.open || statement.action || statement.notAction) continue;
      yield {
        ...placeOfStatement(statement),
        statement,
        rests: [missing(statement.node, 'Action')],
        message: 'The statement lacks Action: it must say what it allows or denies.',
        fixes: [{ title: 'Add Action', class: 'decision', edits: () => [{ kind: 'setProperty', object: statement.node, key: 'Action', value: `${kind === 'key' ? 'kms' : 'sqs'}:<action>`, before: 'Resource' }] }],
      };
    }
  },
};
