import type { ConfigurationRule } from '../configurationRule';

export const rule: ConfigurationRule = {
  meta: {
    id: 'known-rule-id',
    category: 'configuration',
    kinds: [],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    summary: 'The configuration names a rule that does not exist.',
  },
  *check({ ruleNames }, { ruleIds, nearest }) {
    for (const { id, node, member } of ruleNames) {
      if (ruleIds.includes(id)) continue;
      const near = nearest(id, ruleIds, 3);
      yield {
        node,
        message: `There is no rule ${JSON.stringify(id)}, so this does nothing; ${near ? `did you mean ${near}?` : 'see docs/rules for their names.'}`,
        fixes: near === undefined ? [] : [{ title: `Replace by ${near}`, class: 'repair', edits: () => [member ? { kind: 'renameKey', member, key: near } : { kind: 'replaceValue', node, value: near }] }],
      };
    }
  },
};
