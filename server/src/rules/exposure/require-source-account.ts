import { everybodyIn } from '../../access';
import type { Facts } from '../../aws';
import { parseArn, typeOf, type Statement, type Value } from '../../policy';
import { conditionFix } from '../conditionEdits';
import { malformedConditions, misspeltTests } from '../meant';
import { CONDITION_FAULTS } from '../reach';
import type { Part, Rule } from '../rule';
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
    yieldsTo: [...CONDITION_FAULTS, 'matching-condition-operator', 'no-public-access', 'no-dead-allow'],
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
          rests: [value.node, ...everybodyNode(statement), ...meantForAccount(statement, context.facts)],
          message: `${bucket ? 'A bucket ARN names no account: if the bucket is deleted, anybody may create it anew' : 'This aws:SourceArn fits sources of every account'}. Add aws:SourceAccount.`,
          fixes: conditionFix('Add aws:SourceAccount', statement, { StringEquals: { 'aws:SourceAccount': written(surroundings(statement, context.owner.account, context.own).account, context.own) } }),
        };
        break;
      }
    }
  },
};

function everybodyNode(statement: Statement): readonly Part[] {
  const everybody = everybodyIn(statement);
  return everybody ? [everybody.node] : [];
}

/** What a slip keeps from being the test of the account: under another operator or name, or an operator without a key. */
function meantForAccount(statement: Statement, facts: Facts): readonly Part[] {
  const { condition } = statement;
  const tests = (condition?.tests ?? []).filter(({ key }) => ACCOUNT_KEYS.some((name) => name === key.text.toLowerCase()));
  return [...tests, ...misspeltTests(statement, facts, ACCOUNT_KEYS).map(({ test }) => test)].map(({ keyMember }): Part => keyMember).concat(malformedConditions(statement));
}

/** Services whose ARNs have no account. In another one it was forgotten. */
const ACCOUNTLESS = /^(s3|route53|\*)$/;

/** A hole or a variable is taken as the account that a person or AWS fills in; one that is the whole ARN hides its account. */
function lacksAccount(value: Value): boolean {
  const type = typeOf(value);
  if (type) return type.is === 'arn' && !type.account;
  const arn = parseArn(value);
  return arn?.resource !== undefined && (arn.account!.text === '*' || (arn.account!.text === '' && ACCOUNTLESS.test(arn.service!.text)));
}

function serviceOfReference(value: Value): string | undefined {
  const type = typeOf(value);
  return type?.is === 'arn' ? type.service : undefined;
}
