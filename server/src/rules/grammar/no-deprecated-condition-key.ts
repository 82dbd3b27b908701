import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-deprecated-condition-key',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A condition key that AWS keeps for old policies alone, where there is a better one.',
    accessAnalyzer: ['DEPRECATED_GLOBAL_CONDITION_KEY'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const { key, keyMember, keys } of statement.condition?.tests ?? []) {
        const fact = facts.findConditionKey(key.text);
        const instead = fact?.deprecated;
        if (!fact || instead === undefined) continue;
        const taken = keys.members.some((member) => member.key.value.toLowerCase() === instead.toLowerCase());
        yield {
          node: keyMember.key,
          statement,
          message: `${fact.name} is kept for old policies: ${instead} is the key to use.`,
          fixes: taken ? [] : [{ title: `Replace by ${instead}`, class: 'decision', edits: () => [{ kind: 'renameKey', member: keyMember, key: instead }] }],
        };
      }
  },
};
