/** Edits that put a condition into a statement, wherever its parts already stand. */
import type { ConditionTest, Statement } from '../policy';
import { findMember, type Edit, type Member, type ObjectNode, type PlainValue } from '../syntax';
import type { Fix, FixClass } from './rule';

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

/**
 * An operator under another name, with all of its keys. Undefined where that name is taken: of two equal keys the last one wins, and one guard
 * would be lost.
 */
export function renameOperator(operators: ObjectNode, member: Member, name: string): Edit[] | undefined {
  return isFree(operators, name, member) ? [{ kind: 'renameKey', member, key: name }] : undefined;
}

/**
 * One test under another operator: the operator is renamed where the key stands alone under it, else the key moves. Undefined where the other
 * operator has the key already, and where a value that would have to be written anew is the host's.
 */
export function moveTest({ operatorMember, operators, key, keyMember, keys, list }: ConditionTest, operator: string): Edit[] | undefined {
  if (operatorMember.value !== keys || keys.open || operators.open) return undefined;
  const alone = keys.members.length === 1;
  const target = findMember(operators, operator);
  if (alone && !target) return renameOperator(operators, operatorMember, operator);
  if (list.open || list.odd.length > 0 || list.values.some((value) => value.pieces.some((piece) => piece.kind === 'hole' && piece.from === 'host'))) return undefined;
  const texts = list.values.map((value) => value.text);
  const value: PlainValue = list.node.kind === 'array' ? texts : texts[0]!;
  const remove: Edit = alone ? { kind: 'remove', container: operators, child: operatorMember } : { kind: 'remove', container: keys, child: keyMember };
  if (!target) return isFree(operators, operator) ? [{ kind: 'setProperty', object: operators, key: operator, value: { [key.text]: value } }, remove] : undefined;
  if (target.value?.kind !== 'object' || !isFree(target.value, key.text)) return undefined;
  return [{ kind: 'setProperty', object: target.value, key: key.text, value }, remove];
}

/** The fix that does so; none where it cannot be done. */
export function operatorFix(title: string, test: ConditionTest, operator: string, fixClass: FixClass): Fix[] {
  const edits = moveTest(test, operator);
  return edits ? [{ title, class: fixClass, edits: () => edits }] : [];
}

/** Whether an object has no key of the name, in any letter case. */
function isFree({ members }: ObjectNode, name: string, except?: Member): boolean {
  return !members.some((member) => member !== except && member.key.value.toLowerCase() === name.toLowerCase());
}
