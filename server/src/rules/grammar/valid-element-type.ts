import { hasHole, readValue, type ElementList, type Policy, type PrincipalElement, type Statement } from '../../policy';
import type { Member, TreeNode } from '../../syntax';
import type { Finding, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'valid-element-type',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    scope: 'statement',
    summary: 'A value of the wrong JSON type for its element: a number as Effect, an object as Action.',
    accessAnalyzer: ['DATA_TYPE_MISMATCH'],
  },
  *check(policy, { template }) {
    for (const element of [policy.version, policy.id]) if (element && !element.value) yield* oneString(element.member);
    yield* statementMember(policy);
    for (const statement of policy.statements) {
      for (const element of [statement.sid, statement.effect]) if (element && !element.value) yield* oneString(element.member, statement);
      for (const list of [statement.action, statement.notAction, statement.resource, statement.notResource]) if (list && list.odd.length > 0) yield* oddItems(list, list.member, 'a string or a list of strings', statement);
      for (const principal of [statement.principal, statement.notPrincipal]) if (principal) yield* principals(principal, statement, template);
      if (statement.condition) yield* conditions(statement.condition.member, statement);
    }
  },
};

/** What stands here for sure: neither a hole, nor a side of a choice that is one. */
function known(node: TreeNode | undefined): readonly Exclude<TreeNode, { kind: 'hole' | 'choice' }>[] {
  if (!node || node.kind === 'hole') return [];
  return node.kind === 'choice' ? node.alternatives.flatMap(known) : [node];
}

function nameOf(node: TreeNode): string {
  return node.kind === 'scalar' ? (node.type === 'null' ? 'null' : `a ${node.type}`) : node.kind === 'object' ? 'an object' : 'a list';
}

/** On the value where it is short, else on its key. */
function wrong(member: Member, node: TreeNode, expected: string, statement?: Statement): Finding {
  const name = member.key.value;
  return {
    ...(node.kind === 'scalar' ? { node } : node === member.value ? { node: member.key } : { node, at: { start: node.range.start, end: node.range.start + 1 } }),
    ...(statement && { statement }),
    message: `${name} takes ${expected}, and ${nameOf(node)} stands here: AWS rejects the policy.`,
  };
}

function* oneString(member: Member, statement?: Statement): Iterable<Finding> {
  for (const node of known(member.value)) if (node.kind !== 'scalar' || node.type !== 'string') yield wrong(member, node, 'one string', statement);
}

function* statementMember({ statementMember: member, statementArray }: Policy): Iterable<Finding> {
  if (statementArray?.items.every(({ kind }) => kind === 'object')) return;
  const expected = 'a statement (an object) or a list of them';
  for (const value of member ? known(member.value) : [])
    for (const node of value.kind === 'array' ? value.items.flatMap(known) : [value]) {
      // A text with a hole may be a whole statement once the template is filled in.
      if (node.kind === 'object' || (node.kind === 'scalar' && node.type === 'string' && hasHole(readValue(node)))) continue;
      yield wrong(member!, node, expected);
    }
}

function* oddItems(list: Pick<ElementList, 'odd'>, member: Member, expected: string, statement: Statement): Iterable<Finding> {
  for (const node of list.odd) yield wrong(member, node, expected, statement);
}

function* principals(element: PrincipalElement, statement: Statement, template: boolean): Iterable<Finding> {
  // Of a list valid-principal tells, and of a kind that does not exist; of one for other policies no-unsupported-principal.
  if (element.bare && element.bare.node.kind !== 'array') yield* oddItems(element.bare, element.member, '"*" or an object', statement);
  for (const { type, member, list } of element.entries) {
    if (type !== 'AWS' && type !== 'Service') continue;
    if (list.odd.length > 0) yield* oddItems(list, member, 'a string or a list of strings', statement);
    // Template engines write numbers as strings. An account id needs no quotes, says AWS of its SDK (https://github.com/aws/aws-sdk-java-v2/pull/6662, 2026-01): valid-principal counts its digits.
    if (type === 'Service' && !template) for (const { node } of list.values) if (node.type !== 'string') yield wrong(member, node, 'strings (in quotes)', statement);
  }
}

function* conditions(member: Member, statement: Statement): Iterable<Finding> {
  for (const block of known(member.value)) {
    if (block.kind !== 'object') {
      yield wrong(member, block, 'an object: operator, key, values', statement);
      continue;
    }
    for (const operator of block.members) {
      // Condition inside Condition is known-element's.
      if (operator.key.value.toLowerCase() === 'condition') continue;
      for (const keys of known(operator.value))
        if (keys.kind !== 'object') yield wrong(operator, keys, 'an object: condition key, values', statement);
    }
  }
  for (const test of statement.condition!.tests) if (test.list.odd.length > 0 && test.operator.text.toLowerCase() !== 'condition') yield* oddItems(test.list, test.keyMember, 'a value or a list of values', statement);
}
