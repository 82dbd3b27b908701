import { operatorFix } from '../conditionEdits';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-set-operator',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A condition key with several values under an operator for one: ForAnyValue or ForAllValues is missing.',
    accessAnalyzer: ['MISSING_QUALIFIER'],
    yieldsTo: ['known-condition-operator', 'known-condition-key'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const { operator, operatorMember, key, keyMember } = test;
        const fact = facts.findConditionKey(key.text);
        const { operator: known, set } = facts.parseOperator(operator.text);
        // Null asks whether the key is there, however many values it has.
        if (!fact?.multivalued || fact.tagless || !known || set || known.family === 'null') continue;
        yield {
          node: operatorMember.key,
          statement,
          rests: [keyMember],
          message: `${fact.name} has several values in one request, which ${operator.text} does not take: ForAnyValue asks for one that fits, ForAllValues for all.`,
          fixes: (['ForAnyValue', 'ForAllValues'] as const).flatMap((prefix) => operatorFix(`Replace by ${prefix}:${operator.text}`, test, `${prefix}:${operator.text}`, 'decision')),
        };
      }
  },
};
