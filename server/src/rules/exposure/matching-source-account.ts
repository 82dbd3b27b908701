import { holesOf, type Value } from '../../policy';
import type { Rule } from '../rule';
import { restrictingTests } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'matching-source-account',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'aws:SourceAccount differs from the account in aws:SourceArn, so the two never hold together.',
    yieldsTo: ['valid-arn', 'valid-condition-value', 'valid-source-arn'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      const arns = restrictingTests(statement, context.facts, ['aws:sourcearn']).filter((t) => t.certain && !t.list.open);
      const accounts = restrictingTests(statement, context.facts, ['aws:sourceaccount']).filter((t) => t.certain && !t.list.open);
      for (const arnTest of arns)
        for (const accountTest of accounts) {
          const inArns = arnTest.list.values.map(accountOf);
          const inAccounts = accountTest.list.values.map((v) => (holesOf(v).length === 0 && /^\d{12}$/.test(v.text) ? v.text : undefined));
          // One ARN of any account, or one account still to be filled in, and the two may meet.
          if (inArns.length === 0 || inAccounts.length === 0 || inArns.includes(undefined) || inAccounts.includes(undefined)) continue;
          if (inAccounts.some((a) => inArns.includes(a))) continue;
          const value = accountTest.list.values[0]!;
          const wanted = inArns[0]!;
          yield {
            node: value.node,
            statement,
            message: `aws:SourceArn belongs to account ${wanted}, aws:SourceAccount demands ${value.text}: no request meets both, so the statement never applies.`,
            related: [{ node: arnTest.list.values[0]!.node, message: `the account in aws:SourceArn is ${wanted}` }],
            fixes: [{ title: `Set aws:SourceAccount to ${wanted}`, class: 'decision', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: wanted }] }],
          };
        }
    }
  },
};

/** The account that an ARN fixes. */
function accountOf(value: Value): string | undefined {
  const segments = value.text.split(':');
  return holesOf(value).length === 0 && segments[0] === 'arn' && /^\d{12}$/.test(segments[4] ?? '') ? segments[4] : undefined;
}
