import type { ConditionTest, PrincipalElement, Statement } from '../../policy';
import type { Facts } from '../../aws';
import type { Edit, Member, ObjectNode, TreeNode } from '../../syntax';
import type { Finding, Fix, FixClass, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-empty-element',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'hint', strict: 'hint' },
    fix: 'safe',
    scope: 'statement',
    yieldsTo: ['no-dead-allow'],
    summary: 'An empty Action, Resource, Principal, Condition or Sid; a warning where the emptiness turns the meaning round.',
    accessAnalyzer: ['EMPTY_SID_VALUE', 'EMPTY_ARRAY_ACTION', 'EMPTY_ARRAY_RESOURCE', 'EMPTY_ARRAY_PRINCIPAL', 'EMPTY_OBJECT_PRINCIPAL', 'EMPTY_ARRAY_CONDITION', 'EMPTY_ARRAY_CONDITION_FORALLVALUES', 'EMPTY_ARRAY_CONDITION_FORANYVALUE', 'EMPTY_ARRAY_CONDITION_IFEXISTS', 'EMPTY_OBJECT_CONDITION'],
  },
  *check(policy, { facts, kind }) {
    for (const statement of policy.statements) {
      const { sid } = statement;
      if (sid?.value?.text === '') yield { node: sid.value.node, statement, message: 'The Sid is empty: it names nothing. Give the statement a name, or leave Sid out.', fixes: [removal('Remove Sid', { kind: 'remove', container: statement.node, child: sid.member }, 'safe')] };
      for (const list of [statement.action, statement.resource]) if (list && isEmpty(list.member.value)) yield idle(list.member, statement);
      for (const list of [statement.notAction, statement.notResource]) if (list && isEmpty(list.member.value)) yield everything(list.member, statement);
      for (const finding of principals(statement.principal, false, statement)) yield kind === 'key' && isNobody(statement) ? { ...finding, severity: 'error', message: 'Principal is empty: KMS rejects a statement without a principal. Name who the statement is for.' } : finding;
      yield* principals(statement.notPrincipal, true, statement);
      yield* conditions(statement, facts);
    }
  },
};

function isEmpty(node: TreeNode | undefined): boolean {
  return (node?.kind === 'array' && node.items.length === 0 && !node.open) || (node?.kind === 'object' && node.members.length === 0 && !node.open);
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html: each statement has one or more principals (2026-11) */
function isNobody({ principal }: Statement): boolean {
  const map = principal?.member.value;
  return map?.kind === 'object' && !map.open && map.members.every((member) => isEmpty(member.value));
}

/** What stands empty was to be filled in: only a name goes unasked. Whether SQS and KMS take an empty element no page says. */
function removal(title: string, edit: Edit, fixClass: FixClass = 'decision'): Fix {
  return { title, class: fixClass, edits: () => [edit] };
}

function idle(member: Member, statement: Statement): Finding {
  return { node: member.value!, statement, message: `${member.key.value} is empty: the statement applies to nothing. Fill it in, or remove the statement.` };
}

function everything(member: Member, statement: Statement): Finding {
  return { node: member.value!, statement, severity: 'warning', message: `${member.key.value} is empty, so nothing is excepted: the statement applies to everything. Name the exceptions, or write ${member.key.value.slice(3)}.` };
}

function* principals(element: PrincipalElement | undefined, negated: boolean, statement: Statement): Iterable<Finding> {
  const map = element?.member.value;
  // Of a list in place of the map valid-principal tells.
  if (!element || map?.kind !== 'object') return;
  const report = negated ? everything : idle;
  if (isEmpty(map)) yield report(element.member, statement);
  const empty = map.members.filter((m) => isEmpty(m.value));
  const others = map.members.length > empty.length || map.open;
  for (const member of empty)
    if (others) yield { node: member.value!, statement, message: `${member.key.value} is an empty list and names nobody. Leave it out.`, fixes: [removal(`Remove ${member.key.value}`, { kind: 'remove', container: map, child: member })] };
    else if (member === empty[0]) yield { ...report(element.member, statement), node: member.value! };
}

function* conditions(statement: Statement, facts: Facts): Iterable<Finding> {
  const { condition } = statement;
  const block = condition?.node;
  if (!condition || !block) return;
  if (isEmpty(block)) yield { node: block, statement, message: 'The Condition is empty and guards nothing: the statement applies without one. Write the test, or leave Condition out.', fixes: [removal('Remove Condition', { kind: 'remove', container: statement.node, child: condition.member })] };
  for (const operator of block.members)
    if (operator.value?.kind === 'object' && isEmpty(operator.value)) yield { node: operator.value, statement, message: `${operator.key.value} tests no key and guards nothing. Write the test, or leave it out.`, fixes: [removal(`Remove ${operator.key.value}`, withoutOperator(statement, condition.member, block, operator))] };
  for (const test of condition.tests) if (test.list.node.kind === 'array' && isEmpty(test.list.node)) yield* emptyTest(test, statement, facts);
}

/** With its last operator the Condition goes as well. */
function withoutOperator(statement: Statement, condition: Member, block: ObjectNode, operator: Member): Edit {
  return block.members.length > 1 ? { kind: 'remove', container: block, child: operator } : { kind: 'remove', container: statement.node, child: condition };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html (2026-11) */
function* emptyTest(test: ConditionTest, statement: Statement, facts: Facts): Iterable<Finding> {
  const { set, ifExists, operator } = facts.parseOperator(test.operator.text);
  // Of an operator that does not exist, or is to be filled in, nobody can say.
  if (!operator) return;
  const deny = statement.effect?.value?.text === 'Deny';
  const key = test.key.text;
  const says =
    operator.negated
      ? `is always true of a request that has ${key}: it guards nothing`
      : set === 'ForAllValues' || ifExists
        ? `is true of a request without ${key}, and of no other`
        : `is never true: the statement ${deny ? 'denies' : 'does'} nothing`;
  const turned = operator.negated || set === 'ForAllValues' || ifExists || deny;
  yield { node: test.list.node, statement, ...(turned && { severity: 'warning' as const }), message: `${test.operator.text} with an empty list ${says}. Fill in the values.` };
}
