import { actionHolds, nameContained, partitionsOf, valueContained } from '../../access/containment';
import type { Facts } from '../../aws';
import { hasHole, hasVariable, type Policy, type Statement, type Value } from '../../policy';
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
      if (statement.action && statement.action.values.length > 1) yield* redundant(statement.action.values, statement, actions(policy, facts));
      for (const { type, list } of statement.principal?.entries ?? []) if (list.values.length > 1) yield* redundant(list.values, statement, principals(policy, statement, type));
      for (const { list } of statement.notPrincipal?.entries ?? []) if (list.values.length > 1) yield* redundant(list.values, statement, NOTHING_MORE);
      for (const { operator, list } of statement.condition?.tests ?? []) if (list.values.length > 1) yield* redundant(list.values, statement, tested(policy, facts.parseOperator(operator.text)));
    }
  },
};

/** What a value of a list can hold besides itself. */
interface Holding {
  /** A quick look: most values hold nothing but themselves. */
  readonly mayHoldMore: (value: Value) => boolean;
  /** By what is written, so that the other one may go. */
  readonly holds: (wide: Value, narrow: Value) => boolean;
  /** By what AWS's catalogue has today, which is no reason for a change. */
  readonly holdsToday?: (wide: Value, narrow: Value) => boolean;
}

const NOTHING_MORE: Holding = { mayHoldMore: () => false, holds: () => false };

/** Beyond this many pairs only what is listed twice is told. */
const MOST_PAIRS = 20_000;

function* redundant(values: readonly Value[], statement: Statement, { mayHoldMore, holds, holdsToday }: Holding): Iterable<Finding> {
  const plain = values.filter((value) => value.certain && !hasHole(value) && !hasVariable(value));
  const first = new Map<string, Value>();
  const distinct: Value[] = [];
  const report = (value: Value, other: Value, fixes: Fix[]): Finding => ({ node: value.node, statement, message: other.text === value.text ? `${value.text} is listed twice.` : `${other.text} already includes ${value.text}.`, fixes });
  for (const value of plain) {
    const earlier = first.get(value.text);
    if (earlier) yield report(value, earlier, removed(value));
    else {
      first.set(value.text, value);
      distinct.push(value);
    }
  }
  const wider = distinct.filter(mayHoldMore);
  if (wider.length * distinct.length > MOST_PAIRS) return;
  for (const value of distinct) {
    // Of two that say the same the later one goes.
    const holder = (is: Holding['holds']): Value | undefined => wider.find((other) => other !== value && is(other, value) && !(distinct.indexOf(other) > distinct.indexOf(value) && is(value, other)));
    const written = holder(holds);
    const wide = written ?? (holdsToday && holder(holdsToday));
    if (wide) yield report(value, wide, written ? removed(value) : []);
  }
}

function actions({ tree }: Policy, facts: Facts): Holding {
  const expanded = new Map<Value, ReadonlySet<unknown>>();
  const expand = (value: Value): ReadonlySet<unknown> => {
    let found = expanded.get(value);
    if (!found) expanded.set(value, (found = new Set(facts.expandAction(value.text))));
    return found;
  };
  return {
    mayHoldMore: () => true,
    holds: (wide, narrow) => expand(narrow).size > 0 && actionHolds(wide, narrow, tree.text),
    holdsToday: (wide, narrow) => {
      const [outer, inner] = [expand(wide), expand(narrow)];
      return inner.size > 0 && inner.size <= outer.size && [...inner].every((action) => outer.has(action));
    },
  };
}

function principals({ tree }: Policy, statement: Statement, type: string): Holding {
  const effect = statement.effect?.value?.text;
  if (effect !== 'Allow' && effect !== 'Deny') return NOTHING_MORE;
  return {
    mayHoldMore: ({ text }) => type === 'AWS' && (text === '*' || /^\d{12}$|:root$/.test(text)),
    holds: (wide, narrow) => nameContained({ type, value: wide }, { type, value: narrow }, { effect, source: tree.text, partitions: () => partitionsOf([statement]) }),
  };
}

/** Values are alternatives, under a negated operator exceptions: either way one that another holds changes nothing. */
function tested({ tree }: Policy, { operator, problem }: ReturnType<Facts['parseOperator']>): Holding {
  if (!operator || problem || operator.family === 'null' || operator.family === 'binary') return NOTHING_MORE;
  return {
    mayHoldMore: ({ text }) => !(operator.family === 'string' || operator.family === 'arn') || operator.ignoreCase || /[*?]/.test(text),
    holds: (wide, narrow) => valueContained({ operator, value: wide }, { operator, value: narrow }, tree.text),
  };
}

function removed(value: Value): Fix[] {
  const { list } = value;
  return list ? [{ title: `Remove ${value.text}`, class: 'safe', edits: () => [{ kind: 'remove', container: list, child: value.node }] }] : [];
}
