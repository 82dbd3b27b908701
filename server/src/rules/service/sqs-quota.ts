import type { Policy, Statement } from '../../policy';
import type { Edit, PlainValue, ScalarNode, TreeNode } from '../../syntax';
import { placeOf } from '../leastPrivilege';
import { placeOfStatement } from '../places';
import { checkBytes, counted, NEARLY } from '../quotas';
import type { Finding, Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'sqs-quota',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'A queue policy over what SQS takes: 8,192 bytes, 20 statements, 7 actions in a statement; or near it.',
    accessAnalyzer: ['POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA'],
  },
  *check(policy, { facts }) {
    const { queueBytes, queueStatements, queueActions, queuePrincipals, queueConditions } = facts.quotas;
    for (const statement of policy.statements) yield* checkActions(policy, statement, queueActions.limit);
    if (policy.form !== 'policy') return;
    yield* checkBytes(policy, queueBytes, 'SQS refuses it');
    yield* checkStatements(policy, queueStatements.limit);
    // SQS's page does not say whether these count per policy or per statement; a sample of AWS's own has 11 conditions.
    const principals = count(policy, (s) => [s.principal, s.notPrincipal].reduce((n, p) => n + (p?.bare?.values.length ?? 0) + (p?.entries ?? []).reduce((m, entry) => m + entry.list.values.length, 0), 0));
    if (principals > queuePrincipals.limit) yield { node: placeOf(policy), severity: 'information', message: `This policy names ${principals} principals, and SQS lists a quota of ${queuePrincipals.limit} without saying what it counts. Name accounts or an organization instead.` };
    const conditions = count(policy, (s) => s.condition?.tests.length ?? 0);
    if (conditions > queueConditions.limit) yield { node: placeOf(policy), severity: 'information', message: `This policy has ${conditions} conditions, and SQS lists a quota of ${queueConditions.limit} without saying what it counts.` };
  },
};

/** A wildcard counts as one. Only those that stand there for sure. */
function* checkActions(policy: Policy, statement: Statement, limit: number): Iterable<Finding> {
  const certain = statement.action?.values.filter((value) => value.certain) ?? [];
  if (certain.length <= limit) return;
  yield {
    node: certain[limit]!.node,
    statement,
    message: `This is action ${limit + 1} of ${certain.length}: SQS refuses a statement with more than ${limit}. Split the statement, or use a wildcard, which counts as one.`,
    fixes: splitFix(policy, statement, limit),
  };
}

function* checkStatements(policy: Policy, limit: number): Iterable<Finding> {
  const certain = policy.statements.filter((statement) => statement.certain);
  if (certain.length > limit) yield { ...placeOfStatement(certain[limit]!), statement: certain[limit]!, message: `This is statement ${limit + 1} of ${certain.length}: SQS refuses a policy with more than ${limit}. Put principals or actions of similar statements together.` };
  else if (certain.length >= limit * NEARLY) yield { node: placeOf(policy), severity: 'warning', message: `This policy has ${counted(certain.length)} of ${limit} statements: there is little room left.` };
}

function count(policy: Policy, of: (statement: Statement) => number): number {
  return policy.statements.reduce((sum, statement) => sum + of(statement), 0);
}

/** Further statements behind this one with the same elements and the rest of the actions. */
function splitFix(policy: Policy, statement: Statement, limit: number): Fix[] {
  const list = statement.action?.node;
  const array = policy.statementArray;
  if (list?.kind !== 'array' || !array || !list.items.every((item): item is ScalarNode => item.kind === 'scalar')) return [];
  const index = array.items.indexOf(statement.node);
  const copy = plain(statement.node);
  if (index < 0 || copy === undefined) return [];
  const actions = list.items.map((item) => item.value);
  return [
    {
      title: 'Split the statement',
      class: 'decision',
      edits: (): Edit[] => {
        const taken = new Set(policy.statements.map((s) => s.sid?.value?.text));
        const parts: PlainValue[] = [];
        for (let at = limit; at < actions.length; at += limit) {
          const part: Record<string, PlainValue> = { ...(copy as Record<string, PlainValue>), Action: actions.slice(at, at + limit) };
          const { Sid: sid } = part;
          if (typeof sid === 'string' && sid !== '') part.Sid = uniqueSid(sid, taken);
          parts.push(part);
        }
        return [...list.items.slice(limit).map((child): Edit => ({ kind: 'remove', container: list, child })), ...parts.map((value): Edit => ({ kind: 'insertItem', array, index: index + 1, value }))];
      },
    },
  ];
}

function uniqueSid(sid: string, taken: Set<string | undefined>): string {
  let n = 2;
  while (taken.has(`${sid}${n}`)) n++;
  taken.add(`${sid}${n}`);
  return `${sid}${n}`;
}

/** A node as a value to be written again; undefined where a part of it is the host's. */
function plain(node: TreeNode | undefined): PlainValue | undefined {
  if (!node) return undefined;
  if (node.kind === 'array') {
    const items = node.items.map(plain);
    return node.open || items.includes(undefined) ? undefined : (items as PlainValue[]);
  }
  if (node.kind === 'object') {
    const members = node.members.map((member) => [member.key.value, plain(member.value)] as const);
    return node.open || members.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(members) as PlainValue);
  }
  if (node.kind !== 'scalar' || node.parts.some((part) => part.kind === 'hole')) return undefined;
  return node.type === 'string' ? node.value : (JSON.parse(node.value) as PlainValue);
}
