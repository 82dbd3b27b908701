import { hasHole } from '../../policy';
import { renameOperator } from '../conditionEdits';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'known-condition-operator',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A condition operator that does not exist, IfExists on Null, or a set prefix that is none.',
    accessAnalyzer: ['INVALID_CONDITION_OPERATOR', 'NULL_WITH_IF_EXISTS'],
    yieldsTo: ['known-element'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements) {
      const seen = new Set<unknown>();
      for (const { operator, operatorMember, operators } of statement.condition?.tests ?? []) {
        if (seen.has(operatorMember) || hasHole(operator)) continue;
        seen.add(operatorMember);
        const { problem, nearest } = facts.parseOperator(operator.text);
        // Condition inside Condition is another rule's.
        if (!problem || operator.text.toLowerCase() === 'condition') continue;
        const why =
          problem === 'if-exists-on-null'
            ? 'Null already tells whether a key exists; it takes no IfExists'
            : problem === 'unknown-set-prefix'
              ? `"${operator.text.split(':')[0]}" is no set prefix; there are ForAnyValue and ForAllValues`
              : problem === 'letter-case'
                ? `"${operator.text}" is written ${nearest}`
                : `There is no condition operator "${operator.text}"`;
        const edits = nearest === undefined ? undefined : renameOperator(operators, operatorMember, nearest);
        yield {
          node: operatorMember.key,
          statement,
          message: `${why}.${nearest !== undefined && problem !== 'letter-case' ? ` ${nearest} was meant?` : ''}`,
          fixes: edits ? [{ title: `Replace by ${nearest}`, class: 'repair', edits: () => edits }] : [],
        };
      }
    }
  },
};
