import { publicStatement } from '../../access';
import { withText, type Policy, type Statement } from '../../policy';
import { conditionFix } from '../conditionEdits';
import { malformedConditions, misspeltConditions, misspeltTests } from '../meant';
import { optionsOf, withEffect } from '../reach';
import type { Rule, RuleContext } from '../rule';
import { surroundings } from '../sourceConditions';

const WHO = { anonymous: 'anybody on the internet, without signing in,', principal: 'anybody with an AWS account', service: 'AWS services, for any AWS account,' } as const;

/** Before all others: what people look for in a queue or a key. */
const TELLING = ['sqs:SendMessage', 'sqs:ReceiveMessage', 'kms:Decrypt', 'kms:GenerateDataKey'];

/** Keys that say whose request it is; in lower case. */
const LIMITING = [
  'aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpceaccount', 'aws:vpceorgid',
  'aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:userid', 'kms:calleraccount',
];

export const rule: Rule = {
  meta: {
    id: 'no-public-access',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'Anybody can use an Allow: its principal is * and no condition with a fixed value limits it, Denies taken into account.',
    yieldsTo: ['known-condition-key', 'known-condition-operator', 'known-element', 'valid-element-type', 'no-allow-not-principal'],
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
        // A condition that would limit it but for a slip.
        rests: [everybody.node, ...(statement.notPrincipal ? [statement.notPrincipal.member] : []), ...misspeltTests(statement, context.facts, LIMITING).map(({ test }) => test.keyMember), ...misspeltConditions(statement, LIMITING), ...malformedConditions(statement)],
        message: `Principal * lets ${who} call ${widest(policy, statement, request.action, context)}. Name the principal, or add a condition with a fixed account, organization or source.`,
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

/** The most telling of what is let through; the action of the witness may be any. */
function widest(policy: Policy, statement: Statement, action: string, context: RuleContext): string {
  const { action: named } = statement;
  const everything = named?.values.find(({ text, certain }) => certain && /^(\*|(sqs|kms):\*)$/i.test(text));
  if (everything && withEffect(policy, 'Deny').length === 0) return everything.text === '*' ? (context.kind === 'key' ? 'kms:*' : 'sqs:*') : everything.text;
  const allowed = (name: string): boolean => {
    const wide = named?.values.find(({ text }) => context.facts.expandAction(text).some((fact) => fact.name === name));
    return wide !== undefined && publicStatement(policy, { ...statement, action: { ...named!, open: false, values: [withText(wide, name)] } }, optionsOf(context)).is === 'public';
  };
  return TELLING.find(allowed) ?? action;
}
