/** A node as a value that can be written again. */
import { isJsonNumber } from './jsonTokens';
import type { PlainValue, TreeNode } from './tree';

/** Undefined where a part of it is only the host's to know, or is still to be typed. */
export function toPlainValue(node: TreeNode | undefined): PlainValue | undefined {
  if (!node) return undefined;
  if (node.kind === 'array') {
    const items = node.items.map(toPlainValue);
    return node.open || items.includes(undefined) ? undefined : (items as PlainValue[]);
  }
  if (node.kind === 'object') {
    const members = node.members.map((member) => [member.key.value, toPlainValue(member.value)] as const);
    return node.open || members.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(members) as PlainValue);
  }
  if (node.kind !== 'scalar' || node.parts.some((part) => part.kind === 'hole')) return undefined;
  // What only looks like a number is text that lost its quotes.
  return node.type === 'string' || (node.type === 'number' && !isJsonNumber(node.value)) ? node.value : (JSON.parse(node.value) as PlainValue);
}
