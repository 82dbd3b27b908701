import { hasHole, type ConditionTest, type Statement } from '../../policy';
import { renameOperator } from '../conditionEdits';
import { isSwapped } from '../meant';
import type { Finding, Rule } from '../rule';

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
      for (const test of statement.condition?.tests ?? []) {
        const { operator, operatorMember, operators } = test;
        if (seen.has(operatorMember) || hasHole(operator)) continue;
        seen.add(operatorMember);
        const { problem, nearest } = facts.parseOperator(operator.text);
        // Condition inside Condition is another rule's.
        if (!problem || operator.text.toLowerCase() === 'condition') continue;
        if (isSwapped(test, facts)) {
          yield swapped(test, statement);
          continue;
        }
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

function swapped({ operator, operatorMember, operators, key, keyMember, keys }: ConditionTest, statement: Statement): Finding {
  const free = keys.members.length === 1 && !keys.open && !operators.members.some((member) => member.key.value === key.text);
  return {
    node: operatorMember.key,
    statement,
    message: `The condition key and the operator are swapped. Write { "${key.text}": { "${operator.text}": … } }.`,
    fixes: free ? [{ title: `Swap ${operator.text} and ${key.text}`, class: 'repair', edits: () => [{ kind: 'renameKey', member: operatorMember, key: key.text }, { kind: 'renameKey', member: keyMember, key: operator.text }] }] : [],
  };
}
