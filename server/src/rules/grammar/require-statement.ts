import { missing } from '../causes';
import { placeOfObject } from '../places';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'require-statement',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'A policy without a statement.',
    accessAnalyzer: ['MISSING_STATEMENT'],
    yieldsTo: ['known-element', 'valid-json'],
  },
  *check(policy, { kind }) {
    const object = policy.object;
    if (!object || policy.open || policy.statements.length > 0) return;
    const value = policy.statementMember?.value;
    if (value && value.kind !== 'array') return;
    const action = kind === 'key' ? 'kms:Decrypt' : 'sqs:SendMessage';
    const statement = { Effect: 'Allow', Principal: { AWS: '<principal-arn>' }, Action: action, Resource: '*' };
    yield {
      ...(policy.statementMember ? { node: policy.statementMember.key } : placeOfObject(object)),
      rests: [policy.statementMember ?? missing(object, 'Statement')],
      message: 'A policy needs at least one statement: AWS rejects an empty one.',
      fixes: [{ title: 'Add a statement', class: 'decision', edits: () => (value ? [{ kind: 'insertItem', array: value, index: 0, value: statement }] : [{ kind: 'setProperty', object, key: 'Statement', value: [statement] }]) }],
    };
  },
};
