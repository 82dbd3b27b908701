import { isExpired, type ConfigurationRule } from '../configurationRule';

export const rule: ConfigurationRule = {
  meta: {
    id: 'no-stale-suppression',
    category: 'configuration',
    kinds: [],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'safe',
    summary: 'A suppression that no finding meets any more.',
  },
  *check({ suppressions }, { met, today, ruleIds }) {
    for (const { suppression, node, list } of suppressions) {
      // An unknown rule and a date that is over are root causes of their own.
      if (!ruleIds.includes(suppression.rule) || isExpired(suppression, today) || met(suppression) !== false) continue;
      const statement = suppression.sid !== undefined ? `statement ${suppression.sid} of ` : suppression.statement !== undefined ? 'that statement of ' : '';
      yield {
        node,
        at: { start: node.range.start, end: node.range.start + 1 },
        message: `Nothing is left to ignore: ${suppression.rule} finds nothing in ${statement}${suppression.file}. Remove the entry.`,
        fixes: [{ title: `Remove the suppression of ${suppression.rule}`, class: 'safe', edits: () => [{ kind: 'remove', container: list, child: node }] }],
      };
    }
  },
};
