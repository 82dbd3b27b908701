/** Where a finding about something that is absent stands: on a short token of the statement, never on the whole of it. */
import type { Statement } from '../policy';
import type { ObjectNode, Span, TreeNode } from '../syntax';
import type { Related } from './rule';

export interface Place {
  readonly node: TreeNode;
  readonly at?: Span;
}

/** The Sid's value, else the first key, else the opening brace. */
export function placeOfStatement(statement: Statement): Place {
  const sid = statement.sid?.value?.node;
  return sid ? { node: sid } : placeOfObject(statement.node);
}

/** A statement that a finding elsewhere rests on. */
export function relatedStatement(statement: Statement, message: string): Related {
  const { node, at } = placeOfStatement(statement);
  return at ? { node, at, message } : { node, message };
}

export function placeOfObject(node: ObjectNode): Place {
  const key = node.members[0]?.key;
  return key ? { node: key } : { node, at: { start: node.range.start, end: node.range.start + 1 } };
}
