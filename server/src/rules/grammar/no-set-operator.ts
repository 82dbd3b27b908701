import type { ParsedOperator } from '../../aws';
import type { Statement } from '../../policy';
import { operatorFix } from '../conditionEdits';
import type { FixClass, Rule } from '../rule';

/**
 * KMS refuses these with OverlyPermissiveCondition: they would let in whoever sends no such key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context (2026-11)
 */
const REFUSED_BY_KMS = /^(kms:EncryptionContext:.|aws:RequestTag\/.)/i;

export const rule: Rule = {
  meta: {
    id: 'no-set-operator',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'repair',
    scope: 'statement',
    summary: 'ForAllValues or ForAnyValue on a condition key with one value; ForAllValues then also passes whoever does not send the key.',
    accessAnalyzer: ['FORALLVALUES_WITH_SINGLE_VALUED_KEY'],
    yieldsTo: ['known-condition-operator', 'known-condition-key', 'no-silent-guard'],
  },
  *check(policy, { facts, kind }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const { operator, operatorMember, key } = test;
        const fact = facts.findConditionKey(key.text);
        const parsed = facts.parseOperator(operator.text);
        const { operator: known, set } = parsed;
        if (!set || !known) continue;
        // Of keys that other services send it is not known how many values they have.
        if (known.family !== 'null' && (!fact || fact.scope === 'foreign' || fact.multivalued || fact.tagless)) continue;
        const refused = kind === 'key' && set === 'ForAllValues' && REFUSED_BY_KMS.test(key.text);
        const name = fact?.name ?? key.text;
        yield {
          node: operatorMember.key,
          statement,
          rests: [test.keyMember],
          ...(refused ? { severity: 'error' as const } : set === 'ForAnyValue' && { severity: 'hint' as const }),
          message:
            known.family === 'null'
              ? `Null asks whether ${name} is there; ${set} makes the answer always the same. Leave it out.`
              : refused
                ? `KMS refuses ForAllValues with ${name}: it also passes whoever sends no such key. Leave it out.`
                : set === 'ForAllValues'
                  ? `${name} has one value, and ForAllValues also passes whoever does not send it. Leave it out.`
                  : known.negated
                    ? `${name} has one value: ForAnyValue only makes this test fail when a request has no ${name}. Say so with Null, or leave ForAnyValue out.`
                    : `${name} has one value: ForAnyValue says nothing more. Leave it out.`,
          fixes: operatorFix(`Replace by ${operator.text.slice(set.length + 1)}`, test, operator.text.slice(set.length + 1), classOf(parsed, statement)),
        };
      }
  },
};

/**
 * Of a key with one value the plain operator says the same, but for requests without the key: there ForAllValues passes and ForAnyValue fails,
 * negated or not. What then passes more in an Allow, or less in a Deny, is for a person to decide.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html (2026-11)
 */
function classOf({ operator, set, ifExists }: ParsedOperator, { effect }: Statement): FixClass {
  if (operator?.family === 'null' || (set === 'ForAnyValue' && ifExists)) return 'decision';
  if (set === 'ForAnyValue') return operator?.negated ? 'decision' : 'repair';
  return effect?.value?.text === 'Allow' || operator?.negated || ifExists ? 'repair' : 'decision';
}
