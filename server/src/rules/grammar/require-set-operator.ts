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
      for (const { operator, operatorMember, operators, key, keyMember, keys } of statement.condition?.tests ?? []) {
        const fact = facts.findConditionKey(key.text);
        const { operator: known, set } = facts.parseOperator(operator.text);
        // Null asks whether the key is there, however many values it has.
        if (!fact?.multivalued || fact.tagless || !known || set || known.family === 'null') continue;
        // With another key under the same operator a new name would change that one as well.
        const alone = operatorMember.value === keys && keys.members.length === 1 && !keys.open;
        const free = (name: string): boolean => !operators.members.some((member) => member.key.value === name);
        yield {
          node: operatorMember.key,
          statement,
          rests: [keyMember],
          message: `${fact.name} has several values in one request, which ${operator.text} does not take: ForAnyValue asks for one that fits, ForAllValues for all.`,
          fixes: alone
            ? (['ForAnyValue', 'ForAllValues'] as const).filter((prefix) => free(`${prefix}:${operator.text}`)).map((prefix) => ({ title: `Replace by ${prefix}:${operator.text}`, class: 'decision' as const, edits: () => [{ kind: 'renameKey' as const, member: operatorMember, key: `${prefix}:${operator.text}` }] }))
            : [],
        };
      }
  },
};
