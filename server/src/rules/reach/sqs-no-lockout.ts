import { lockout } from '../../access';
import { placeOfStatement, relatedStatement } from '../places';
import { optionsOf, partsOfDeny, QUIETER_CONDITION_FAULTS } from '../reach';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'sqs-no-lockout',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'none',
    summary: 'The Denies leave nobody of the own account who may change the queue’s attributes, the policy among them.',
    yieldsTo: [...QUIETER_CONDITION_FAULTS, 'valid-principal'],
  },
  *check(policy, context) {
    const answer = lockout(policy, optionsOf(context));
    if (answer.is === 'depends') yield { holes: answer.on };
    if (answer.is !== 'yes') return;
    const [first, ...others] = answer.by;
    yield {
      ...placeOfStatement(first!),
      statement: first,
      rests: answer.by.flatMap(partsOfDeny),
      message: 'No role or user of the account may call sqs:SetQueueAttributes any more, so nobody can mend this policy but the root user. Except an administrator by aws:PrincipalArn.',
      related: others.map((deny) => relatedStatement(deny, 'and denied here')),
    };
  },
};
