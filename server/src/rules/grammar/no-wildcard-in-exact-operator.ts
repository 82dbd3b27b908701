import type { OperatorFact, ParsedOperator } from '../../aws';
import type { ConditionTest, Value } from '../../policy';
import { operatorFix } from '../conditionEdits';
import type { Rule } from '../rule';

const LIKE: ReadonlyMap<string, string> = new Map([['StringEquals', 'StringLike'], ['StringNotEquals', 'StringNotLike']]);

/** Encryption contexts that AWS services fill with an ARN, in which an asterisk can only be meant as a wildcard. */
const ARN_CONTEXT = /^kms:EncryptionContext:aws:[a-z0-9:-]*arn$/i;

export const rule: Rule = {
  meta: {
    id: 'no-wildcard-in-exact-operator',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: '* or ? in a value of StringEquals or StringNotEquals, where they are plain characters: it never (always) matches.',
    accessAnalyzer: ['WILDCARD_WITHOUT_LIKE_OPERATOR'],
    yieldsTo: ['known-condition-key', 'valid-condition-value'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const parsed = facts.parseOperator(test.operator.text);
        const { operator, set, ifExists } = parsed;
        const like = operator && LIKE.get(operator.name);
        if (!like) continue;
        // A user agent or a free text may hold a real asterisk; what AWS makes of these keys has none.
        const key = facts.findConditionKey(test.key.text);
        if (!key || /^aws:(UserAgent|referer)$/i.test(key.name) || (/EncryptionContext/.test(key.name) && !ARN_CONTEXT.test(key.name)) || /Tag/.test(key.name)) continue;
        const value = test.list.values.find(hasWildcard);
        if (!value) continue;
        const replacement = `${set ? `${set}:` : ''}${key.type === 'ARN' ? like.replace('String', 'Arn') : like}${ifExists ? 'IfExists' : ''}`;
        yield {
          node: value.node,
          statement,
          message: `${operator.name} compares letter by letter, so "${value.text}" ${effectOf(operator, parsed, test)}. ${replacement} takes * and ? as wildcards.`,
          // A Deny that spares nobody as it is would spare somebody.
          fixes: operatorFix(`Use ${replacement}`, test, replacement, operator.negated && statement.effect?.value?.text !== 'Allow' ? 'decision' : 'repair'),
        };
      }
  },
};

function hasWildcard(value: Value): boolean {
  return /[*?]/.test(value.text) && value.pieces.some((p) => p.kind === 'text' && /[*?]/.test(p.text));
}

/** What becomes of the test. A key that is absent passes IfExists, ForAllValues and what is negated, but not ForAnyValue. */
function effectOf({ negated }: OperatorFact, { set, ifExists }: ParsedOperator, { list }: ConditionTest): string {
  const others = list.open || !list.values.every(hasWildcard);
  if (negated) {
    if (others) return 'differs from every value and excludes none';
    return `differs from every value: the test ${set === 'ForAnyValue' && !ifExists ? 'holds wherever the key is there' : 'always holds'}`;
  }
  const passing = ifExists ? 'IfExists' : set === 'ForAllValues' ? set : undefined;
  return passing === undefined ? 'never matches' : `never matches, and with ${passing} the test holds ${others ? 'also' : 'only'} where the key is absent`;
}
