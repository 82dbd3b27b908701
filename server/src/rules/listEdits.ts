/** Edits of a list of strings, be it written as a list or as its only value. */
import type { ValueList } from '../policy';
import type { Edit } from '../syntax';

/** Adds values behind those that are there; undefined where the host chooses them. */
export function addValues({ node }: Pick<ValueList, 'node'>, values: readonly string[]): Edit[] | undefined {
  if (node.kind === 'array') return values.map((value) => ({ kind: 'insertItem', array: node, index: node.items.length, value }));
  return node.kind === 'scalar' ? [{ kind: 'wrapInArray', node, append: [...values] }] : undefined;
}
