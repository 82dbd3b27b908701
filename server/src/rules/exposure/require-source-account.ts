import { parseArn, typeOf, type Value } from '../../policy';
import { conditionFix } from '../conditionEdits';
import type { Rule } from '../rule';
import { ACCOUNT_KEYS, conditionHoles, isUnlimited, restrictingTests, surroundings, written } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'require-source-account',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'aws:SourceArn names no account (S3 buckets have none), and no aws:SourceAccount stands beside it.',
    yieldsTo: ['valid-element-type', 'require-source-condition', 'valid-source-arn', 'valid-arn', 'no-wildcard-in-exact-operator', 'no-public-access'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow' || !statement.principal) continue;
      const pinned = restrictingTests(statement, context.facts, ACCOUNT_KEYS).filter((t) => t.list.open || t.list.values.every((v) => !isUnlimited(v)));
      if (pinned.some((t) => t.certain)) continue;
      for (const test of restrictingTests(statement, context.facts, ['aws:sourcearn'])) {
        const value = test.list.values.find((v) => !isUnlimited(v) && lacksAccount(v));
        if (!value) continue;
        const holes = conditionHoles(statement);
        if (holes || pinned.length > 0) {
          yield { holes: holes ?? [{ label: 'Condition', node: pinned[0]!.key.node }] };
          break;
        }
        const bucket = (parseArn(value)?.service?.text ?? serviceOfReference(value)) === 's3';
        yield {
          node: value.node,
          statement,
          message: `${bucket ? 'A bucket ARN names no account: if the bucket is deleted, anybody may create it anew' : 'This aws:SourceArn fits sources of every account'}. Add aws:SourceAccount.`,
          fixes: conditionFix('Add aws:SourceAccount', statement, { StringEquals: { 'aws:SourceAccount': written(surroundings(statement, context.owner.account, context.own).account, context.own) } }),
        };
        break;
      }
    }
  },
};

/** A hole or a variable is taken as the account that a person or AWS fills in; one that is the whole ARN hides its account. */
function lacksAccount(value: Value): boolean {
  const type = typeOf(value);
  if (type) return type.is === 'arn' && !type.account;
  const arn = parseArn(value);
  return arn?.resource !== undefined && /^\*?$/.test(arn.account!.text);
}

function serviceOfReference(value: Value): string | undefined {
  const type = typeOf(value);
  return type?.is === 'arn' ? type.service : undefined;
}
