import { contextOf, evaluate, type AccessRequest, type Caller } from '../../access';
import type { Facts } from '../../aws';
import { holesOf, type ConditionTest, type Policy, type Statement, type Value } from '../../policy';
import { addConditions } from '../conditionEdits';
import type { Rule, RuleContext } from '../rule';
import { surroundings } from '../sourceConditions';

/** An account that is nobody's here: AWS numbers are twelve digits, and this one is in no policy that names it. */
const STRANGER = '999988887777';

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
      const answer = witness(policy, statement, context);
      if (answer === undefined) continue;
      if ('holes' in answer) {
        yield answer;
        continue;
      }
      const { request } = answer;
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

function everybodyIn(statement: Statement): Value | undefined {
  const principal = statement.principal;
  const values = [...(principal?.bare?.values ?? []), ...(principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []))];
  return values.find((v) => v.text === '*' && v.certain);
}

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

/** A request of a stranger that this statement lets through and no Deny stops. */
function witness(policy: Policy, statement: Statement, context: RuleContext): { request: AccessRequest } | { holes: [] } | undefined {
  let unsure = false;
  for (const request of candidates(statement, context)) {
    const answer = evaluate(policy, request, { kind: context.kind, owner: context.owner.account });
    if (answer.decision === 'allowed' && answer.statements.some((s) => s.statement === statement && s.matched.is === 'yes')) return { request };
    if (answer.decision === 'depends') unsure = true;
  }
  return unsure ? { holes: [] } : undefined;
}

function* candidates(statement: Statement, context: RuleContext): Iterable<AccessRequest> {
  const service = context.kind === 'key' ? 'kms' : 'sqs';
  const named = statement.action ? statement.action.values.flatMap((v) => context.facts.expandAction(v.text)) : context.facts.actions(service);
  const actions = named.filter((a) => a.service === service && a.crossAccount && a.inResourcePolicy === 'effective');
  const stranger: Caller = { kind: 'principal', arn: `arn:aws:iam::${STRANGER}:role/stranger`, account: STRANGER };
  const callers: Caller[] = service === 'sqs' ? [{ kind: 'anonymous' }, stranger] : [stranger];
  const extra: Record<string, readonly string[]> = {};
  for (const test of statement.condition?.tests ?? []) {
    const { operator } = context.facts.parseOperator(test.operator.text);
    if (!operator || operator.negated || operator.family === 'null') continue;
    const key = test.key.text.toLowerCase();
    const value = test.list.values[0]?.text;
    // What a stranger's request can be made to carry; who the stranger is, it cannot choose.
    if (value !== undefined && !key.startsWith('aws:principal')) extra[key] = [operator.wildcard ? value.replace(/\*/g, 'x').replace(/\?/g, 'x') : operator.family === 'ip' ? value.split('/')[0]! : value];
  }
  for (const action of actions.slice(0, 8)) for (const caller of callers) yield { action: action.name, caller, context: contextOf(caller, extra) };
}
