import type { Facts } from '../../aws';
import { hasHole, hasVariable, type Statement, type Value } from '../../policy';
import type { Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-redundant-value',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'hint', strict: 'hint' },
    fix: 'safe',
    scope: 'statement',
    summary: 'An action, a principal or a value of a condition that another one beside it holds already.',
    accessAnalyzer: ['REDUNDANT_ACTION'],
    yieldsTo: ['known-action', 'no-foreign-action', 'no-unusable-action', 'valid-principal'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements) {
      yield* redundant(statement.action?.values, (a, b) => holdsAction(a, b, facts), statement);
      for (const element of [statement.principal, statement.notPrincipal]) for (const entry of element?.entries ?? []) yield* redundant(entry.list.values, (a, b) => a.text === b.text, statement);
      for (const test of statement.condition?.tests ?? []) yield* redundant(test.list.values, (a, b) => a.text === b.text, statement);
    }
  },
};

function* redundant(values: readonly Value[] = [], holds: (wide: Value, narrow: Value) => boolean, statement: Statement) {
  if (values.length < 2) return;
  const plain = values.filter((value) => value.certain && !hasHole(value) && !hasVariable(value));
  for (const [i, value] of plain.entries()) {
    // Of two that say the same the later one goes.
    const wide = plain.find((other, j) => j !== i && holds(other, value) && (j < i || !holds(value, other)));
    if (wide) yield { node: value.node, statement, message: wide.text === value.text ? `${value.text} stands here twice.` : `${wide.text} holds ${value.text} already.`, fixes: removed(value) };
  }
}

function holdsAction(wide: Value, narrow: Value, facts: Facts): boolean {
  const inner = facts.expandAction(narrow.text);
  if (inner.length === 0) return false;
  const outer = facts.expandAction(wide.text);
  return inner.length <= outer.length && inner.every((action) => outer.includes(action));
}

function removed(value: Value): Fix[] {
  const { list } = value;
  return list ? [{ title: `Remove ${value.text}`, class: 'safe', edits: () => [{ kind: 'remove', container: list, child: value.node }] }] : [];
}
