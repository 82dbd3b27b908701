import { ask, culprits, QUIETER_CONDITION_FAULTS, withEffect } from '../reach';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-dead-deny',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'none',
    summary: 'A Deny that no request can ever meet: it keeps nobody out.',
    yieldsTo: QUIETER_CONDITION_FAULTS,
  },
  *check(policy, context) {
    for (const statement of withEffect(policy, 'Deny')) {
      if (!statement.condition || statement.condition.tests.length === 0 || ask(policy, context, { require: [statement] }).is !== 'no') continue;
      if (ask(policy, context, { require: [{ ...statement, condition: undefined }] }).is !== 'yes') continue;
      const [first, second] = culprits(policy, context, statement) ?? [];
      if (first?.list.values.some((value) => /^\*+$/.test(value.text))) continue;
      yield {
        node: first ? first.keyMember.key : statement.condition.member.key,
        statement,
        rests: first ? [first.keyMember, ...(second ? [second.keyMember] : [])] : [statement.condition.member],
        message: `${second ? `No request meets this and ${second.operator.text} ${second.key.text} together` : first ? `None of its callers can meet this test of ${first.key.text}` : 'No request can meet these conditions together'}: the Deny keeps nobody out.`,
        ...(second && { related: [{ node: second.keyMember.key, message: 'the other test' }] }),
      };
    }
  },
};
