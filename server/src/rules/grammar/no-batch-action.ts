import { hasHole } from '../../policy';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-batch-action',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'sqs:SendMessageBatch and its like are calls of the API, not actions of a policy: the singular covers them.',
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const list of [statement.action, statement.notAction])
        for (const value of list?.values ?? []) {
          const single = hasHole(value) ? undefined : facts.findAction(/^(sqs:\w+)batch$/i.exec(value.text)?.[1] ?? '');
          if (!single) continue;
          const covered = list!.values.some((v) => v.text.toLowerCase() === single.name.toLowerCase());
          yield {
            node: value.node,
            statement,
            message: `${value.text} is no action: ${single.name} covers the batch call too. SQS refuses the policy.`,
            fixes: [
              {
                title: covered && value.list ? `Remove it, ${single.name} stands beside it` : `Replace by ${single.name}`,
                class: 'repair',
                edits: () => (covered && value.list ? [{ kind: 'remove', container: value.list, child: value.node }] : [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: single.name }]),
              },
            ],
          };
        }
  },
};
