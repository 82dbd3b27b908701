import { publicStatement } from '../../access';
import { conditionFix } from '../conditionEdits';
import { optionsOf, withEffect } from '../reach';
import type { Rule } from '../rule';
import { surroundings } from '../sourceConditions';

const WHO = { anonymous: 'anybody on the internet, without signing in,', principal: 'anybody with an AWS account', service: 'AWS services, for any AWS account,' } as const;

export const rule: Rule = {
  meta: {
    id: 'no-public-access',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'Anybody can use an Allow: its principal is * and no condition with a fixed value limits it, Denies taken into account.',
    yieldsTo: ['valid-effect', 'require-resource', 'no-allow-not-principal'],
  },
  *check(policy, context) {
    for (const statement of withEffect(policy, 'Allow')) {
      const answer = publicStatement(policy, statement, optionsOf(context));
      if (answer.is === 'depends') yield { holes: answer.on };
      if (answer.is !== 'public') continue;
      const everybody = answer.principal;
      const request = answer.witness;
      const who = WHO[request.caller.kind];
      yield {
        node: everybody.node,
        statement,
        message: `Principal * lets ${who} call ${request.action}. Name the principal, or add a condition with a fixed account, organization or source.`,
        fixes: [
          {
            title: 'Allow only the own account',
            class: 'decision',
            edits: () => {
              const { partition, account } = surroundings(statement, context.owner.account);
              return [{ kind: 'replaceValue', node: (statement.principal ?? statement.notPrincipal)!.member.value!, value: { AWS: `arn:${partition}:iam::${account}:root` } }];
            },
          },
          ...conditionFix('Allow only the own organization', statement, { StringEquals: { 'aws:PrincipalOrgID': '<organization-id>' } }),
        ],
      };
    }
  },
};
