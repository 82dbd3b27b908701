import { hasHole, type ConditionTest, type Value } from '../../policy';
import type { OperatorFact } from '../../aws';
import type { Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-session-arn',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'aws:PrincipalArn compared with the ARN of a session, or in the exception of a Deny with that of an account.',
    yieldsTo: ['known-condition-operator', 'valid-arn'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const { operator } = facts.parseOperator(test.operator.text);
        if (test.key.text.toLowerCase() !== 'aws:principalarn' || !operator || (operator.family !== 'string' && operator.family !== 'arn')) continue;
        for (const value of test.list.values) {
          const [, partition, account, role] = /^arn:([^:]+):sts::([^:]*):assumed-role\/([^/]+)/.exec(value.text) ?? [];
          if (role !== undefined)
            yield {
              node: value.node,
              statement,
              message: `aws:PrincipalArn holds the ARN of the role, never that of a session: this value never matches. Name arn:${partition}:iam::${account}:role/${role}, with the role's path.`,
              fixes: hasHole(value) || /[*?]/.test(role) ? [] : [{ title: 'Replace by the ARN of the role', class: 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: `arn:${partition}:iam::${account}:role/${role}` }] }],
            };
          else if (statement.effect?.value?.text === 'Deny' && operator.negated && /^arn:[^:]+:iam::[^:]*:root$/.test(value.text))
            yield { node: value.node, statement, severity: 'warning', message: 'Here this is the root user alone, not the account: the Deny still hits every role and user of it.', fixes: wholeAccount(value, operator, test) };
        }
      }
  },
};

/** Every principal of the account, where the operator takes wildcards. */
function wholeAccount(value: Value, operator: OperatorFact, { key }: ConditionTest): Fix[] {
  if (!operator.wildcard || hasHole(value)) return [];
  return [{ title: `Except the whole account from ${key.text}`, class: 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: value.text.replace(/root$/, '*') }] }];
}
