import type { Facts } from '../../aws';
import type { Member, ObjectNode, PlainValue } from '../../syntax';
import type { Policy, Statement } from '../../policy';
import { missing } from '../causes';
import type { Finding, Rule } from '../rule';

const TOP = ['Version', 'Id', 'Statement'] as const;
const STATEMENT = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'] as const;
export const rule: Rule = {
  meta: {
    id: 'known-element',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'An element that policies do not have (Principle, Actions, Resources), or Condition inside Condition.',
    accessAnalyzer: ['INVALID_POLICY_ELEMENT'],
  },
  *check(policy, { facts }) {
    if (policy.object) yield* unknown(policy.object, TOP, facts);
    for (const statement of policy.statements) {
      yield* unknown(statement.node, STATEMENT, facts, statement);
      yield* nested(policy, statement);
    }
  },
};

function* unknown(object: ObjectNode, known: readonly string[], facts: Facts, statement?: Statement): Iterable<Finding> {
  for (const member of object.members) {
    const name = member.key.value;
    // What is still being typed has no value yet; $schema is the editor's.
    if (known.includes(name) || member.value === undefined || /[${<]/.test(name)) continue;
    // Three letters off, and many write it.
    const meant = name.toLowerCase() === 'principles' ? 'Principal' : facts.nearest(name, known);
    const nearest = known.find((element) => element === meant);
    const onlyCase = nearest !== undefined && nearest.toLowerCase() === name.toLowerCase();
    const free = nearest !== undefined && !object.members.some((m) => m.key.value === nearest);
    yield {
      node: member.key,
      ...(statement && { statement }),
      message: onlyCase ? `AWS writes this element ${nearest} and does not say whether it accepts "${name}". Rename it.` : `${statement ? 'A statement' : 'A policy'} has no element "${name}"${nearest === undefined ? `; it has ${known.join(', ')}.` : `; ${nearest} was meant?`}`,
      ...(onlyCase && { severity: 'warning' as const }),
      // What it was meant to be is missing for the same reason.
      rests: [member, ...(nearest === undefined ? [] : [missing(object, nearest), missing(object, nearest.replace(/^Not/, ''))])],
      fixes: free ? [{ title: `Rename to ${nearest}`, class: 'repair', edits: () => [{ kind: 'renameKey', member, key: nearest }] }] : [],
    };
  }
}

function* nested(policy: Policy, statement: Statement): Iterable<Finding> {
  const outer = statement.condition?.node;
  const inner: Member | undefined = outer?.members.find((m) => m.key.value.toLowerCase() === 'condition');
  if (!outer || !inner?.value) return;
  const tests = inner.value.kind === 'object' ? written(policy, inner.value) : undefined;
  yield {
    node: inner.key,
    statement,
    message: 'Condition stands inside Condition, where an operator belongs: AWS rejects it, and the tests inside guard nothing.',
    fixes: outer.members.length > 1 || tests === undefined ? [] : [{ title: 'Move the tests up', class: 'repair', edits: () => [{ kind: 'replaceValue', node: outer, value: tests }] }],
  };
}

/** Undefined while a slip inside is still to be mended. */
function written(policy: Policy, { range }: ObjectNode): PlainValue | undefined {
  try {
    return JSON.parse(policy.tree.text.slice(range.start, range.end)) as PlainValue;
  } catch {
    return undefined;
  }
}
