import { hasHole, type Value } from '../../policy';
import type { Rule } from '../rule';
import { unusedSids } from '../sids';

export const rule: Rule = {
  meta: {
    id: 'unique-sid',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'safe',
    summary: 'The same Sid twice.',
    accessAnalyzer: ['UNIQUE_SIDS_REQUIRED', 'UNIQUE_SIDS_RECOMMENDED'],
  },
  *check(policy) {
    const first = new Map<string, Value>();
    let unused: ((sid: string) => string) | undefined;
    for (const statement of policy.statements) {
      const value = statement.sid?.value;
      // The two sides of an Fn::If may share a name: only one of them is there.
      if (!value || value.text === '' || hasHole(value) || !statement.certain) continue;
      const earlier = first.get(value.text);
      if (!earlier) {
        first.set(value.text, value);
        continue;
      }
      unused ??= unusedSids(policy);
      const unique = unused(value.text);
      yield {
        node: value.node,
        statement,
        message: `Another statement has the Sid "${value.text}" already; SQS asks for different ones, and RemovePermission removes by name.`,
        related: [{ node: earlier.node, message: 'the first of this name' }],
        fixes: [{ title: `Rename to ${unique}`, class: 'safe', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: unique }] }],
      };
    }
  },
};
