import type { Facts } from '../../aws';
import { holesOf, type ConditionTest } from '../../policy';
import { addConditions } from '../conditionEdits';
import { everybodyIn, strangersRequest } from '../publicAccess';
import type { Rule } from '../rule';
import { surroundings } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'no-public-access',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'Anybody can use an Allow: its principal is * and no condition with a fixed value limits it, Denies taken into account.',
    yieldsTo: ['valid-effect', 'require-resource'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      const everybody = everybodyIn(statement);
      if (!everybody) continue;
      const guards = (statement.condition?.tests ?? []).filter((t) => limits(t, context.facts));
      if (guards.some((t) => t.certain)) continue;
      const condition = statement.condition;
      if (condition?.open || guards.length > 0 || !statement.certain || (statement.open && !condition)) {
        yield { holes: condition && condition.holes.length > 0 ? condition.holes : [{ label: 'Condition', node: everybody.node }] };
        continue;
      }
      const answer = strangersRequest(policy, statement, context);
      if (answer.is === 'no') continue;
      if (answer.is === 'depends') {
        yield { holes: answer.on };
        continue;
      }
      const request = answer.witness;
      const who = request.caller.kind === 'anonymous' ? 'anybody on the internet, without signing in,' : 'anybody with an AWS account';
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
              return [{ kind: 'replaceValue', node: statement.principal!.member.value!, value: { AWS: `arn:${partition}:iam::${account}:root` } }];
            },
          },
          { title: 'Allow only the own organization', class: 'decision', edits: () => addConditions(statement, { StringEquals: { 'aws:PrincipalOrgID': '<organization-id>' } }) },
        ],
      };
    }
  },
};

/**
 * The keys whose fixed value makes a policy non-public.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * (2026-11), and https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html for kms:CallerAccount.
 */
const FIXED: Readonly<Record<string, (value: string) => boolean>> = {
  'aws:sourcearn': (v) => fixedArn(v),
  'aws:sourceaccount': fixed,
  'aws:sourceowner': fixed,
  'aws:sourceorgid': fixed,
  'aws:sourceorgpaths': (v) => /^o-[^*?/]+\//.test(v),
  'aws:sourceip': narrowAddress,
  'aws:vpcsourceip': narrowAddress,
  'aws:sourcevpc': fixed,
  'aws:sourcevpce': fixed,
  'aws:vpceaccount': fixed,
  'aws:vpceorgid': fixed,
  'aws:vpceorgpaths': (v) => /^o-[^*?/]+\//.test(v),
  'aws:principalarn': (v) => fixedArn(v),
  'aws:principalaccount': fixed,
  'aws:principalorgid': fixed,
  'aws:principalorgpaths': (v) => /^o-[^*?/]+\//.test(v),
  'aws:userid': (v) => !/^\*|^A[A-Z]{3}\*/.test(v),
  'kms:calleraccount': fixed,
};

/** A positive test that fails for whoever lacks the key, all of whose values are fixed. Holes are values that a person fills in. */
function limits(test: ConditionTest, facts: Facts): boolean {
  const isFixed = FIXED[test.key.text.toLowerCase()];
  const { operator, ifExists, set } = facts.parseOperator(test.operator.text);
  if (!isFixed || !operator || operator.negated || operator.family === 'null' || ifExists || set === 'ForAllValues') return false;
  if (test.list.open) return true;
  return test.list.values.every((v) => holesOf(v).length > 0 || (operator.wildcard ? isFixed(v.text.replace(/\$\{[^{}]*\}/g, '*')) : operator.family === 'ip' ? isFixed(v.text) : !v.text.includes('${')));
}

function fixed(value: string): boolean {
  return !/[*?]/.test(value);
}

/** The account, or for a bucket its name, has no wildcard in it. */
function fixedArn(value: string): boolean {
  const segments = value.split(':');
  if (segments.length < 6) return !/[*?]/.test(value);
  const [, , service, , account, ...resource] = segments;
  return /^\d{12}$/.test(account!) || (service === 's3' && !/^[*?]/.test(resource.join(':')));
}

/** Not wider than /8, for IPv6 /32. */
function narrowAddress(value: string): boolean {
  const [address, bits] = value.split('/');
  return bits === undefined || Number(bits) >= (address!.includes(':') ? 32 : 8);
}
