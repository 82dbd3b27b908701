import { missing } from '../causes';
import { placeOfStatement } from '../places';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-principal',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'A statement without Principal or NotPrincipal.',
    accessAnalyzer: ['MISSING_PRINCIPAL'],
    yieldsTo: ['known-element', 'valid-json'],
  },
  *check(policy) {
    for (const statement of policy.statements) {
      if (statement.open || statement.principal || statement.notPrincipal || (policy.open && !policy.statements.some((s) => s.principal ?? s.notPrincipal))) continue;
      yield {
        ...placeOfStatement(statement),
        statement,
        rests: [missing(statement.node, 'Principal')],
        message: 'The statement lacks Principal: the policy of a queue or key must say to whom a statement applies.',
        fixes: [{ title: 'Add Principal', class: 'decision', edits: () => [{ kind: 'setProperty', object: statement.node, key: 'Principal', value: { AWS: '<principal-arn>' }, before: 'Action' }] }],
      };
    }
  },
};
