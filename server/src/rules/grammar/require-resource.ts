import { missing } from '../causes';
import { placeOfStatement } from '../places';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-resource',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A statement without Resource. In a key policy AWS accepts it, and the statement does nothing.',
    accessAnalyzer: ['MISSING_RESOURCE'],
    yieldsTo: ['known-element', 'valid-json'],
  },
  *check(policy, { kind }) {
    for (const statement of policy.statements) {
      if (statement.open || statement.resource || statement.notResource) continue;
      const insert = (value: string) => () => [{ kind: 'setProperty' as const, object: statement.node, key: 'Resource', value, before: 'Condition' }];
      const own = policy.statements.flatMap((s) => s.resource?.values ?? []).find((v) => v.text.startsWith('arn:') && v.pieces.every((p) => p.kind === 'text'))?.text;
      yield {
        ...placeOfStatement(statement),
        statement,
        rests: [missing(statement.node, 'Resource')],
        // Refused: https://github.com/aws/aws-cdk/issues/1675. Stored: https://github.com/hashicorp/terraform-provider-aws/pull/42209.
        ...(kind !== 'key' && { severity: 'warning' as const }),
        message: kind === 'key' ? 'Without Resource the statement does nothing: KMS accepts it and ignores it. In a key policy Resource is "*".' : 'The statement lacks Resource, which AWS requires: SQS has both refused and stored such statements. Name the queue.',
        fixes: [...(kind !== 'key' && own !== undefined ? [{ title: `Add Resource ${own}`, class: 'repair' as const, edits: insert(own) }] : []), { title: 'Add Resource "*"', class: 'repair', edits: insert('*') }],
      };
    }
  },
};
