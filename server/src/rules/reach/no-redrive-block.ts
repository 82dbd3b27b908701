import { stoppedForOwnAccount, type Stopped } from '../../access';
import { placeOfStatement, relatedStatement } from '../places';
import { optionsOf, partsOfDeny, QUIETER_CONDITION_FAULTS } from '../reach';
import type { Rule } from '../rule';

/**
 * What whoever starts a redrive must be able to do on the dead-letter queue, and on the queue to which the messages go back.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html (2026-11)
 */
const FROM = ['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const TO = 'sqs:SendMessage';

export const rule: Rule = {
  meta: {
    id: 'no-redrive-block',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'information', strict: 'information' },
    fix: 'none',
    summary: 'Denies leave nobody of the own account who may move messages from a dead-letter queue, or back to this queue.',
    yieldsTo: [...QUIETER_CONDITION_FAULTS, 'valid-principal', 'sqs-no-lockout'],
  },
  *check(policy, context) {
    const dead = context.kind === 'dead-letter-queue';
    for (const action of dead ? FROM : [TO]) {
      const answer: Stopped = stoppedForOwnAccount(policy, action, optionsOf(context));
      if (answer.is === 'depends') yield { holes: answer.on };
      if (answer.is !== 'yes') continue;
      const [first, ...others] = answer.by;
      yield {
        ...placeOfStatement(first!),
        statement: first!,
        rests: answer.by.flatMap(partsOfDeny),
        // A policy does not tell whether its queue has a dead-letter queue at all.
        ...(!dead && { severity: { recommended: 'off', strict: 'information' } as const }),
        message: dead
          ? `No role or user of the account may call ${action} here, so messages cannot be moved out of this dead-letter queue. Except an operator by aws:PrincipalArn.`
          : 'No role or user of the account may call sqs:SendMessage, so messages cannot be moved back here from a dead-letter queue. Except an operator by aws:PrincipalArn.',
        related: others.map((deny) => relatedStatement(deny, 'and denied here')),
      };
      return;
    }
  },
};
