import { isExpired, type ConfigurationRule } from '../configurationRule';

export const rule: ConfigurationRule = {
  meta: {
    id: 'no-expired-suppression',
    category: 'configuration',
    kinds: [],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    summary: 'A suppression whose date is over: it hides nothing any more.',
  },
  *check({ suppressions }, { today }) {
    for (const { suppression, node, list, expires } of suppressions) {
      if (!expires || !isExpired(suppression, today)) continue;
      yield {
        node: expires,
        message: `This suppression of ${suppression.rule} ended on ${suppression.expires!}: its findings are shown again. Mend them, or decide anew and set a later date.`,
        fixes: [
          { title: `Remove the suppression of ${suppression.rule}`, class: 'decision', edits: () => [{ kind: 'remove', container: list, child: node }] },
          { title: 'Set a new date', class: 'decision', edits: () => [{ kind: 'replaceValue', node: expires, value: '<YYYY-MM-DD>' }] },
        ],
      };
    }
  },
};
