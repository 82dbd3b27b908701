import type { Facts } from '../../aws';
import { hasHole } from '../../policy';
import { isSwapped, keyMeant } from '../meant';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'known-condition-key',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A condition key that is unknown or malformed, or names a tag or context family without its member.',
    accessAnalyzer: ['INVALID_GLOBAL_CONDITION_KEY', 'INVALID_SERVICE_CONDITION_KEY', 'INVALID_CONDITION_KEY_FORMAT', 'MISSING_TAG_KEY_IN_CONDITION'],
    yieldsTo: ['known-element'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const { key, keyMember, keys } = test;
        // Of an operator in its place known-condition-operator tells.
        if (hasHole(key) || isSwapped(test, facts)) continue;
        const fault = faultOf(key.text, facts);
        if (!fault) continue;
        const { nearest } = fault;
        yield {
          node: keyMember.key,
          statement,
          message: fault.message,
          ...(fault.soft && { severity: 'warning' as const }),
          fixes: nearest === undefined || keys.members.some((m) => m.key.value.toLowerCase() === nearest.toLowerCase()) ? [] : [{ title: `Replace by ${nearest}`, class: 'repair', edits: () => [{ kind: 'renameKey', member: keyMember, key: nearest }] }],
        };
      }
  },
};

function faultOf(text: string, facts: Facts): { message: string; nearest?: string; soft?: boolean } | undefined {
  const key = facts.findConditionKey(text);
  if (key && key.scope !== 'foreign') return key.tagless ? { message: `${text} needs the name of the ${/tag/i.test(text) ? 'tag' : 'context key'} after it, like ${key.family ?? text}name: no such key is ever sent.` } : undefined;
  const nearest = keyMeant(text, facts);
  if (key && nearest === key.name) return undefined;
  if (/^sqs:/i.test(text) && nearest === undefined) return { message: `SQS has no condition keys of its own, so "${text}" is never sent and the condition cannot be what you mean.` };
  if (!/^[A-Za-z0-9.-]+:./.test(text) || /^(aws|kms)[.-]/i.test(text))
    return { message: `"${text}" is no condition key: one is written prefix:Name${nearest ? `, here ${nearest}` : ', like aws:SourceArn'}.`, ...(nearest && { nearest }) };
  if (nearest) return { message: `There is no condition key "${text}"; ${nearest} was meant?`, nearest };
  // Other services send keys of their own; only AWS's and KMS's are catalogued in full.
  return /^(aws|kms):/i.test(text) ? { message: `"${text}" is not among AWS's condition keys as of ${facts.date}; a key that is never sent makes the condition false, or under a negated operator true.`, soft: true } : undefined;
}
