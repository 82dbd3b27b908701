/**
 * Merging statements that differ in the values of one condition key alone: the values of a key are alternatives, so one statement says what all
 * of them do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html (2026-11)
 */
import { facts } from '../aws';
import type { ConditionTest, Policy, Statement } from '../policy';
import { toPlainValue, type PlainValue } from '../syntax';
import type { Fix } from './rule';

/** A statement with the test that may tell it from others. */
interface Candidate {
  readonly statement: Statement;
  readonly test: ConditionTest;
  readonly values: readonly PlainValue[];
}

/** The largest set of statements that can become one; nothing where there is none. What their Sids say is lost, so a person decides. */
export function mergeFix(policy: Policy): Fix[] {
  const array = policy.statementArray;
  if (!array) return [];
  const alike = new Map<string, Candidate[]>();
  for (const statement of policy.statements) {
    if (!statement.certain || statement.open || !array.items.includes(statement.node)) continue;
    for (const test of statement.condition?.tests ?? []) {
      const rest = withoutValues(statement, test);
      const values = valuesOf(test);
      if (rest === undefined || values === undefined) continue;
      const others = alike.get(rest);
      if (others) others.push({ statement, test, values });
      else alike.set(rest, [{ statement, test, values }]);
    }
  }
  const [first, ...others] = [...alike.values()].reduce<readonly Candidate[]>((most, some) => (some.length > most.length ? some : most), []);
  if (!first || others.length === 0) return [];
  const values = [...new Map([first, ...others].flatMap((one) => one.values).map((value) => [JSON.stringify(value), value])).values()];
  return [
    {
      title: `Merge ${others.length + 1} statements that differ only in ${first.test.key.text}`,
      class: 'decision',
      edits: () => [{ kind: 'replaceValue', node: first.test.list.node, value: values }, ...others.map(({ statement }) => ({ kind: 'remove' as const, container: array, child: statement.node }))],
    },
  ];
}

/** Undefined where values are no alternatives: each of a negated test's is an exception of its own. */
function valuesOf({ operator, list }: ConditionTest): readonly PlainValue[] | undefined {
  const { operator: fact, problem, set } = facts.parseOperator(operator.text);
  if (!fact || problem || fact.negated || fact.family === 'null' || set === 'ForAllValues' || list.open || list.odd.length > 0) return undefined;
  const value = toPlainValue(list.node);
  return value === undefined ? undefined : ([value].flat() as PlainValue[]);
}

/** All that the statement says but its name and the values of the test. */
function withoutValues({ node }: Statement, { operator, key }: ConditionTest): string | undefined {
  const plain = toPlainValue(node) as Readonly<Record<string, PlainValue>> | undefined;
  if (plain === undefined) return undefined;
  const { Sid: _, Condition: condition, ...rest } = plain;
  const operators = condition as Readonly<Record<string, Readonly<Record<string, PlainValue>>>>;
  return JSON.stringify([rest, { ...operators, [operator.text]: { ...operators[operator.text], [key.text]: null } }, operator.text, key.text]);
}
