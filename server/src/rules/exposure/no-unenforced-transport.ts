import type { ConditionTest, Statement } from '../../policy';
import { findRecipe } from '../../recipes';
import { insertFix, isSatisfied, isWhole } from '../leastPrivilege';
import { withEffect } from '../reach';
import type { Rule, RuleContext } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-unenforced-transport',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'information', strict: 'information' },
    fix: 'decision',
    summary: 'An Allow whose only condition asks for TLS: it refuses nobody, a Deny of plain HTTP does.',
    yieldsTo: ['valid-condition-value'],
  },
  *check(policy, context) {
    for (const statement of withEffect(policy, 'Allow')) {
      const test = onlyTest(statement);
      if (!test || !asksForTls(test, context)) continue;
      if (context.kind === 'key') {
        yield { node: test.keyMember.key, statement, message: 'This condition limits nobody: KMS accepts requests over TLS only. Name the callers, or test a key that tells who they are.' };
        continue;
      }
      const recipe = findRecipe('DenyUnsecureTransport', context.kind);
      const whole = isWhole(policy);
      // Beside the Deny it says the same once more.
      if (whole && isSatisfied([recipe], policy, context).is !== 'no') continue;
      yield {
        node: test.keyMember.key,
        statement,
        message: 'This condition does not enforce TLS: another statement or an IAM policy can still allow plain HTTP. Deny requests where aws:SecureTransport is false.',
        fixes: whole ? [insertFix(policy, [recipe], context)] : [],
      };
    }
  },
};

function onlyTest({ condition, certain }: Statement): ConditionTest | undefined {
  return certain && condition && !condition.open && condition.tests.length === 1 && condition.tests[0]!.certain ? condition.tests[0] : undefined;
}

function asksForTls({ key, operator, list }: ConditionTest, { facts }: RuleContext): boolean {
  const { operator: known } = facts.parseOperator(operator.text);
  return key.text.toLowerCase() === 'aws:securetransport' && (known?.family === 'bool' || known?.family === 'string') && !known.negated && list.values.length === 1 && !list.open && list.values[0]!.text.toLowerCase() === 'true';
}
