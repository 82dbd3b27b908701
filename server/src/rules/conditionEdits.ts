/** Edits that put a condition into a statement, wherever its parts already stand. */
import type { Statement } from '../policy';
import { findMember, type Edit, type PlainValue } from '../syntax';
import type { Fix } from './rule';

/** Operator -> key -> value. */
type Conditions = Readonly<Record<string, Readonly<Record<string, PlainValue>>>>;

/** A key that the statement has under that operator gets the new value. Undefined where what is there is no map, or the host's to choose. */
export function addConditions(statement: Statement, conditions: Conditions): Edit[] | undefined {
  const condition = statement.condition;
  if (!condition) return [{ kind: 'setProperty', object: statement.node, key: 'Condition', value: conditions }];
  if (!condition.node) return undefined;
  const edits: Edit[] = [];
  for (const [operator, keys] of Object.entries(conditions)) {
    const block = findMember(condition.node, operator)?.value;
    if (!block) edits.push({ kind: 'setProperty', object: condition.node, key: operator, value: keys });
    else if (block.kind === 'object')
      for (const [key, value] of Object.entries(keys)) {
        const existing = block.members.find((m) => m.key.value.toLowerCase() === key.toLowerCase());
        edits.push({ kind: 'setProperty', object: block, key: existing?.key.value ?? key, value });
      }
    else return undefined;
  }
  return edits;
}

/** The fix that does so; none where it cannot be done. */
export function conditionFix(title: string, statement: Statement, conditions: Conditions): Fix[] {
  const edits = addConditions(statement, conditions);
  return edits ? [{ title, class: 'decision', edits: () => edits }] : [];
}
