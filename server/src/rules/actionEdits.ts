/** Edits of a statement's actions. */
import type { Policy, Statement, Value } from '../policy';
import type { Edit } from '../syntax';
import type { Fix } from './rule';

/** Removes an action that does nothing; the statement with it where it has no other. Nothing where the policy has no other statement. */
export function removeAction(policy: Policy, statement: Statement, value: Value): Fix[] {
  const { list } = value;
  if (list && list.items.length > 1) return [{ title: `Remove ${value.text}`, class: 'safe', edits: () => [{ kind: 'remove', container: list, child: value.node }] }];
  return removeStatement(policy, statement);
}

function removeStatement(policy: Policy, statement: Statement): Fix[] {
  const array = policy.statementArray;
  if (!array || array.items.length < 2 || !array.items.includes(statement.node)) return [];
  return [{ title: 'Remove the statement', class: 'safe', edits: () => [{ kind: 'remove', container: array, child: statement.node }] }];
}

/** Removes several that do nothing. */
export function removeActions(policy: Policy, statement: Statement, values: readonly Value[]): Fix[] {
  const [first] = values;
  if (first === undefined) return [];
  if (values.length === 1) return removeAction(policy, statement, first);
  const { list } = first;
  if (list && list.items.length > values.length) return [{ title: `Remove these ${values.length} actions`, class: 'safe', edits: () => values.map((value) => ({ kind: 'remove', container: list, child: value.node })) }];
  return removeStatement(policy, statement);
}

/** Adds an action behind those that are there. */
export function addAction(statement: Statement, action: string): Edit[] {
  const node = statement.action?.node;
  if (node?.kind === 'array') return [{ kind: 'insertItem', array: node, index: node.items.length, value: action }];
  return node?.kind === 'scalar' ? [{ kind: 'wrapInArray', node, append: [action] }] : [];
}
