import type { ConditionTest, Statement } from '../../policy';
import type { Fix, Rule } from '../rule';

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
        const { operator: known, set } = facts.parseOperator(operator.text);
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
                  : `${name} has one value: ForAnyValue says nothing more. Leave it out.`,
          fixes: fixesFor(test, statement, set),
        };
      }
  },
};

/** Of what passed it passes no more: a request without the key. In a Deny that lets more through, so it is for a person to decide. */
function fixesFor({ operator, operatorMember, operators, keys }: ConditionTest, statement: Statement, set: string): Fix[] {
  const plain = operator.text.slice(set.length + 1);
  const alone = operatorMember.value === keys && keys.members.length === 1 && !keys.open;
  if (!alone || operators.members.some((member) => member.key.value === plain)) return [];
  const narrows = statement.effect?.value?.text === 'Allow' || set === 'ForAnyValue';
  return [{ title: `Replace by ${plain}`, class: narrows ? 'repair' : 'decision', edits: () => [{ kind: 'renameKey', member: operatorMember, key: plain }] }];
}
