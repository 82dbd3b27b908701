/** Splitting a statement: some of its actions move into further statements that are otherwise alike. */
import type { Policy, Statement } from '../policy';
import { unusedSids } from './sids';
import { toPlainValue, type ArrayNode, type Edit, type PlainValue, type ScalarNode } from '../syntax';

/** How the statement is cut. `moved` are lists of positions in Action; each becomes a statement behind this one, in this order. */
export interface Split {
  readonly moved: readonly (readonly number[])[];
  /** Changes of a copy, by its position in `moved`: a condition that only these actions need. */
  readonly change?: (copy: Readonly<Record<string, PlainValue>>, part: number) => Record<string, PlainValue>;
}

/** The parts of a statement that can be split; undefined where a part of it is only the host's to know. */
function parts(policy: Policy, statement: Statement): { readonly array: ArrayNode; readonly index: number; readonly list: ArrayNode; readonly actions: readonly ScalarNode[]; readonly copy: Record<string, PlainValue> } | undefined {
  const list = statement.action?.node;
  const array = policy.statementArray;
  const copy = toPlainValue(statement.node);
  if (list?.kind !== 'array' || list.open || !array || copy === undefined) return undefined;
  const index = array.items.indexOf(statement.node);
  const actions = list.items.filter((item): item is ScalarNode => item.kind === 'scalar');
  if (index < 0 || actions.length < list.items.length) return undefined;
  return { array, index, list, actions, copy: copy as Record<string, PlainValue> };
}

export function canSplit(policy: Policy, statement: Statement): boolean {
  return parts(policy, statement) !== undefined;
}

export function splitStatement(policy: Policy, statement: Statement, { moved, change }: Split): Edit[] {
  const found = parts(policy, statement);
  if (!found) return [];
  const { array, index, list, actions, copy } = found;
  const unused = unusedSids(policy);
  const copies = moved.map((positions, i) => {
    const names = positions.map((at) => actions[at]!.value);
    const { Sid: sid } = copy;
    const whole = { ...copy, ...(typeof sid === 'string' && sid !== '' && { Sid: unused(sid) }), Action: names.length === 1 ? names[0]! : names };
    return change ? change(whole, i) : whole;
  });
  return [
    ...moved.flat().map((at): Edit => ({ kind: 'remove', container: list, child: actions[at]! })),
    ...copies.map((value): Edit => ({ kind: 'insertItem', array, index: index + 1, value })),
  ];
}
