import { familyOfType, suits, type ConditionKeyFact, type OperatorFact, type OperatorFamily } from '../../aws';
import type { ConditionTest } from '../../policy';
import { operatorFix } from '../conditionEdits';
import type { Rule } from '../rule';

const WHAT: Readonly<Record<OperatorFamily, string>> = { string: 'String', bool: 'Bool', arn: 'Arn', date: 'Date', number: 'Numeric', ip: 'IpAddress', binary: 'Binary', null: 'Null' };

export const rule: Rule = {
  meta: {
    id: 'matching-condition-operator',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'repair',
    scope: 'statement',
    summary: 'An operator for another type of value than the condition key has.',
    accessAnalyzer: ['TYPE_MISMATCH', 'TYPE_MISMATCH_BOOLEAN', 'TYPE_MISMATCH_DATE', 'TYPE_MISMATCH_IP_RANGE', 'TYPE_MISMATCH_NUMBER', 'TYPE_MISMATCH_STRING'],
    yieldsTo: ['known-condition-operator', 'known-condition-key', 'valid-condition-value'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const key = facts.findConditionKey(test.key.text);
        const { operator, set, ifExists } = facts.parseOperator(test.operator.text);
        if (!key || key.tagless || !operator || suits(operator, key)) continue;
        const better = betterFor(operator, key, test);
        const text = better && `${set ? `${set}:` : ''}${better}${ifExists ? 'IfExists' : ''}`;
        yield {
          node: test.operatorMember.key,
          statement,
          rests: [test.keyMember],
          message: `${key.name} holds ${typeOf(key)}, and ${test.operator.text} compares ${WHAT[operator.family]} values: as written it may never match.${text ? ` Use ${text}.` : ''}`,
          fixes: text ? operatorFix(`Replace by ${text}`, test, text, statement.effect?.value?.text === 'Allow' ? 'repair' : 'decision') : [],
        };
      }
  },
};

function typeOf({ type }: ConditionKeyFact): string {
  return { String: 'a text', Bool: 'true or false', ARN: 'an ARN', Date: 'a date', Numeric: 'a number', IPAddress: 'an IP address' }[type];
}

/** The operator of the key's type that asks the same; undefined where none does. */
function betterFor(operator: OperatorFact, key: ConditionKeyFact, { list }: ConditionTest): string | undefined {
  const equality = operator.comparison === 'equals' || operator.comparison === 'in-range';
  if (!equality) return undefined;
  const wild = list.values.some((value) => value.pieces.some((piece) => piece.kind === 'text' && /[*?]/.test(piece.text)));
  const not = operator.negated ? 'Not' : '';
  switch (familyOfType[key.type]) {
    // With the wildcards that the values have, and that an Arn operator would have minded.
    case 'string':
      return operator.wildcard && wild ? `String${not}Like` : `String${not}Equals`;
    case 'arn':
      return `Arn${not}Like`;
    // There is no negated Bool: the value would have to change as well.
    case 'bool':
      return operator.negated || wild ? undefined : 'Bool';
    case 'ip':
      return wild ? undefined : operator.negated ? 'NotIpAddress' : 'IpAddress';
    case 'date':
      return wild ? undefined : `Date${not}Equals`;
    case 'number':
      return wild ? undefined : `Numeric${not}Equals`;
    default:
      return undefined;
  }
}
