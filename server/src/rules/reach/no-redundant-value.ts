import type { Facts } from '../../aws';
import { hasHole, hasVariable, type Statement, type Value } from '../../policy';
import type { Finding, Fix, Rule } from '../rule';

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
      if (statement.action && statement.action.values.length > 1) yield* redundant(statement.action.values, statement, actionsOf(facts));
      for (const element of [statement.principal, statement.notPrincipal]) for (const entry of element?.entries ?? []) if (hasDoubles(entry.list.values)) yield* redundant(entry.list.values, statement, sameText);
      for (const test of statement.condition?.tests ?? []) if (hasDoubles(test.list.values)) yield* redundant(test.list.values, statement, sameText);
    }
  },
};

/** Of the values of a list: whether the one at `wide` holds the one at `narrow`. */
type Holds = (values: readonly Value[]) => (wide: number, narrow: number) => boolean;

/** A quick look: most lists have no two of a text. */
function hasDoubles(values: readonly Value[]): boolean {
  if (values.length > 16) return new Set(values.map(({ text }) => text)).size < values.length;
  return values.length > 1 && values.some(({ text }, at) => values.findIndex((other) => other.text === text) < at);
}

function* redundant(values: readonly Value[], statement: Statement, of: Holds): Iterable<Finding> {
  const plain = values.filter((value) => value.certain && !hasHole(value) && !hasVariable(value));
  const holds = of(plain);
  for (let narrow = 0; narrow < plain.length; narrow++) {
    // Of two that say the same the later one goes.
    let wide = 0;
    while (wide < plain.length && (wide === narrow || !holds(wide, narrow) || (wide > narrow && holds(narrow, wide)))) wide++;
    if (wide === plain.length) continue;
    const [value, other] = [plain[narrow]!, plain[wide]!];
    yield { node: value.node, statement, message: other.text === value.text ? `${value.text} stands here twice.` : `${other.text} holds ${value.text} already.`, fixes: removed(value) };
  }
}

const sameText: Holds = (values) => (wide, narrow) => values[wide]!.text === values[narrow]!.text;

function actionsOf(facts: Facts): Holds {
  return (values) => {
    const expanded = values.map(({ text }) => facts.expandAction(text));
    return (wide, narrow) => {
      const [outer, inner] = [expanded[wide]!, expanded[narrow]!];
      return inner.length > 0 && inner.length <= outer.length && inner.every((action) => outer.includes(action));
    };
  };
}

function removed(value: Value): Fix[] {
  const { list } = value;
  return list ? [{ title: `Remove ${value.text}`, class: 'safe', edits: () => [{ kind: 'remove', container: list, child: value.node }] }] : [];
}
