import { missing } from '../causes';
import { hasHole, valuesOf } from '../../policy';
import { placeOfObject } from '../places';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-version',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'hint', strict: 'warning' },
    fix: 'safe',
    summary: 'No Version: AWS reads the policy as 2008-10-17, which leaves policy variables unexpanded.',
    accessAnalyzer: ['MISSING_VERSION'],
    yieldsTo: ['valid-json'],
  },
  *check(policy, { kind, facts }) {
    const object = policy.object;
    // A misspelt one is known-element's.
    if (!object || object.open || policy.version || object.members.some((m) => facts.nearest(m.key.value, ['Version']))) return;
    const text = policy.tree.text.slice(object.range.start, object.range.end);
    // Nothing but policy variables means another thing under 2012-10-17; written as an escape they are variables as well, and a template may fill one in.
    const variables = /\$\{|\\u00(24|7b)/i.test(text) || policy.statements.some((statement) => valuesOf(statement).some(hasHole));
    yield {
      ...placeOfObject(object),
      rests: [missing(object, 'Version')],
      message: `Without Version the policy is read as one of 2008-10-17: variables stay plain text${kind === 'key' ? '' : '; SQS stores that date, and Terraform then waits until it times out'}. Add 2012-10-17.`,
      fixes: [{ title: 'Add Version 2012-10-17', class: variables ? 'decision' : 'safe', edits: () => [{ kind: 'setProperty', object, key: 'Version', value: '2012-10-17', before: object.members[0]?.key.value }] }],
    };
  },
};
