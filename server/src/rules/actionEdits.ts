/** Edits of a statement's actions. */
import type { Policy, Statement, Value } from '../policy';
import type { Fix, FixClass } from './rule';

/**
 * Removes actions that do nothing, whoever calls: one, or several certain ones, which stand in a list. What a Deny says is never taken away
 * unasked. Where no other action is left the statement goes, and with it all that somebody meant by it: that is for a person to decide. Nothing
 * where the policy has no other statement.
 */
export function removeActions(policy: Policy, statement: Statement, values: readonly Value[], fixClass: FixClass = 'safe'): Fix[] {
  const [first] = values;
  const list = first?.list;
  if (list && list.items.length > values.length) {
    const title = values.length === 1 ? `Remove ${first.text}` : `Remove these ${values.length} actions`;
    return [{ title, class: statement.effect?.value?.text === 'Allow' ? fixClass : 'decision', edits: () => values.map((value) => ({ kind: 'remove', container: list, child: value.node })) }];
  }
  // Where the host may choose another, the statement does more.
  return first?.certain ? removeStatement(policy, statement) : [];
}

function removeStatement(policy: Policy, statement: Statement): Fix[] {
  const array = policy.statementArray;
  if (!array || array.items.length < 2 || !array.items.includes(statement.node)) return [];
  return [{ title: 'Remove the statement', class: 'decision', edits: () => [{ kind: 'remove', container: array, child: statement.node }] }];
}
