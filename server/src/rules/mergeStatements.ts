/** Merging statements that differ in the values of one condition alone: of one key the values are alternatives, as statements are. */
import type { Facts } from '../aws';
import type { ConditionTest, Policy, Statement } from '../policy';
import { toPlainValue, type Edit, type PlainValue } from '../syntax';
import { addValues } from './listEdits';
import type { Fix } from './rule';

interface Alike {
  readonly test: ConditionTest;
  readonly statement: Statement;
}

/** The fix for the largest group of such statements; none where there are none. */
export function mergeFix(policy: Policy, facts: Facts): Fix[] {
  const array = policy.statementArray;
  const groups = new Map<string, Alike[]>();
  for (const statement of array ? policy.statements : [])
    for (const [key, test] of statement.certain && !statement.open ? keysOf(statement, facts) : []) {
      const group = groups.get(key);
      if (group) group.push({ test, statement });
      else groups.set(key, [{ test, statement }]);
    }
  const [first, ...others] = [...groups.values()].reduce<readonly Alike[]>((largest, group) => (group.length > largest.length ? group : largest), []);
  if (!array || !first || others.length === 0) return [];
  const values = [...new Set(others.flatMap(({ test }) => test.list.values.map(({ text }) => text)))].filter((text) => !first.test.list.values.some((value) => value.text === text));
  const added = values.length === 0 ? [] : addValues(first.test.list, values);
  if (!added) return [];
  const edits = (): Edit[] => [...added, ...others.map(({ statement }): Edit => ({ kind: 'remove', container: array, child: statement.node }))];
  return [{ title: `Merge ${others.length + 1} statements that differ only in ${first.test.key.text}`, class: 'decision', edits }];
}

/** For each test whose values may be put together, the rest of the statement: equal texts are alike but for these values. */
function keysOf(statement: Statement, facts: Facts): readonly (readonly [string, ConditionTest])[] {
  const plain = toPlainValue(statement.node) as Readonly<Record<string, PlainValue>> | undefined;
  if (!plain || !statement.condition) return [];
  const { Sid: _, Condition: condition, ...rest } = plain as Record<string, PlainValue> & { Condition: Record<string, Record<string, PlainValue>> };
  return statement.condition.tests.flatMap((test) => {
    const { operator, set } = facts.parseOperator(test.operator.text);
    // To differ from one or from the other is to differ from either; ForAllValues asks for all.
    if (!operator || operator.family === 'null' || operator.negated || set === 'ForAllValues' || test.list.open || test.list.odd.length > 0) return [];
    const tests = Object.entries(condition).map(([name, keys]) => [name, Object.entries(keys).map(([key, values]) => (name === test.operator.text && key === test.key.text ? [key] : [key, values]))]);
    return [[JSON.stringify([rest, tests]), test] as const];
  });
}
