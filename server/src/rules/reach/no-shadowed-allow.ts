import { reachable, shareActions } from '../../access';
import type { Statement } from '../../policy';
import { placeOfStatement } from '../places';
import { ask, DEAD_FOR_ANOTHER_REASON, nameOf, optionsOf, withEffect } from '../reach';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-shadowed-allow',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'none',
    summary: 'An Allow all of whose requests Denies stop.',
    yieldsTo: [...DEAD_FOR_ANOTHER_REASON, 'no-dead-allow'],
  },
  *check(policy, context) {
    for (const allow of withEffect(policy, 'Allow')) {
      const denies = withEffect(policy, 'Deny').filter((deny) => shareActions(deny, allow));
      if (denies.length === 0) continue;
      // To the own account an Allow of a queue gives nothing that its IAM policies could not: a Deny beside it narrows those, on purpose.
      if (context.kind !== 'key' && namesOwnAccountAlone(allow, context.owner.account)) continue;
      // Of services that a Deny stops another rule tells.
      const callers = ({ caller }: { readonly caller: { readonly kind: string } }): boolean => caller.kind !== 'service';
      const answer = reachable(policy, allow, optionsOf(context));
      if (answer.is === 'yes' || ask(policy, context, { require: [allow], callers }).is !== 'yes') continue;
      if (answer.is === 'depends') yield { holes: answer.on };
      if (answer.is !== 'no') continue;
      const alone = denies.filter((deny) => ask(policy, context, { require: [allow], forbid: [deny] }).is === 'no');
      const stopping = alone.length > 0 ? alone.slice(0, 1) : denies;
      yield {
        ...placeOfStatement(allow),
        statement: allow,
        message: `${stopping.length === 1 ? `${nameOf(stopping[0]!)[0]!.toUpperCase()}${nameOf(stopping[0]!).slice(1)} denies` : 'The Denies together deny'} everything that this statement allows: it never lets anybody in.`,
        related: stopping.map((deny) => ({ ...placeOfStatement(deny), message: 'denied here' })),
      };
    }
  },
};

function namesOwnAccountAlone({ principal }: Statement, owner: string | undefined): boolean {
  const values = principal?.entries.flatMap((entry) => entry.list.values) ?? [];
  return owner !== undefined && values.length > 0 && !principal?.bare && values.every(({ text }) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] === owner);
}
