import type { Candidate } from '../../access';
import { placeOfStatement } from '../places';
import { ask, withEffect } from '../reach';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'sqs-no-lockout',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'none',
    summary: 'The Denies leave nobody of the own account who may change the queue’s attributes, the policy among them.',
    yieldsTo: ['valid-json', 'known-element', 'valid-effect', 'known-condition-operator', 'known-condition-key', 'known-action', 'valid-principal', 'no-session-arn'],
  },
  *check(policy, context) {
    const set = context.facts.findAction('sqs:SetQueueAttributes')!;
    const denies = withEffect(policy, 'Deny');
    // Any IAM policy of the account may allow it; a Deny here is what stops it.
    const own = ({ kind, caller }: Candidate): boolean => kind === 'ownAccount' && caller.kind === 'principal' && !caller.arn.endsWith(':root');
    const stops = denies.filter((deny) => ask(policy, context, { require: [deny], actions: [set], callers: own }).is !== 'no');
    if (stops.length === 0) return;
    const answer = ask(policy, context, { require: [], forbid: stops, actions: [set], callers: own });
    if (answer.is === 'depends') yield { holes: answer.on };
    if (answer.is !== 'no') return;
    const [first] = stops;
    yield {
      ...placeOfStatement(first!),
      statement: first,
      message: 'No role or user of the account may call sqs:SetQueueAttributes any more, so nobody can mend this policy but the root user. Except an administrator by aws:PrincipalArn.',
      related: stops.slice(1).map((deny) => ({ ...placeOfStatement(deny), message: 'and denied here' })),
    };
  },
};
