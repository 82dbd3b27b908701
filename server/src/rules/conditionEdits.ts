/** Edits that put a condition into a statement, wherever its parts already stand. */
import type { Statement } from '../policy';
import { findMember, type Edit, type PlainValue } from '../syntax';

/** `conditions`: operator -> key -> value. A key that the statement has under that operator gets the new value. */
export function addConditions(statement: Statement, conditions: Readonly<Record<string, Readonly<Record<string, PlainValue>>>>): Edit[] {
  const condition = statement.condition;
  if (!condition) return [{ kind: 'setProperty', object: statement.node, key: 'Condition', value: conditions }];
  if (!condition.node) return [];
  const edits: Edit[] = [];
  for (const [operator, keys] of Object.entries(conditions)) {
    const block = findMember(condition.node, operator)?.value;
    if (!block) edits.push({ kind: 'setProperty', object: condition.node, key: operator, value: keys });
    else if (block.kind === 'object')
      for (const [key, value] of Object.entries(keys)) {
        const existing = block.members.find((m) => m.key.value.toLowerCase() === key.toLowerCase());
        edits.push({ kind: 'setProperty', object: block, key: existing?.key.value ?? key, value });
      }
    else return [];
  }
  return edits;
}
