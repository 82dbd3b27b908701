/** Edits of a statement's actions. */
import type { Policy, Statement, Value } from '../policy';
import type { Fix } from './rule';

/** Removes an action that does nothing; the statement with it where it has no other. Nothing where the policy has no other statement. */
export function removeAction(policy: Policy, statement: Statement, value: Value): Fix[] {
  const { list } = value;
  if (list && list.items.length > 1) return [{ title: `Remove ${value.text}`, class: 'safe', edits: () => [{ kind: 'remove', container: list, child: value.node }] }];
  // Where the host may choose another, the statement does more.
  return value.certain ? removeStatement(policy, statement) : [];
}

function removeStatement(policy: Policy, statement: Statement): Fix[] {
  const array = policy.statementArray;
  if (!array || array.items.length < 2 || !array.items.includes(statement.node)) return [];
  return [{ title: 'Remove the statement', class: 'safe', edits: () => [{ kind: 'remove', container: array, child: statement.node }] }];
}

/** Removes those that do nothing: one, or several certain ones, which stand in a list. */
export function removeActions(policy: Policy, statement: Statement, values: readonly Value[]): Fix[] {
  const [first] = values;
  if (values.length === 1) return removeAction(policy, statement, first!);
  const list = first!.list!;
  if (list.items.length > values.length) return [{ title: `Remove these ${values.length} actions`, class: 'safe', edits: () => values.map((value) => ({ kind: 'remove', container: list, child: value.node })) }];
  return removeStatement(policy, statement);
}
