import type { Policy, PrincipalElement, Statement } from '../../policy';
import { placeOf } from '../leastPrivilege';
import { placeOfStatement } from '../places';
import { checkBytes, counted, NEARLY } from '../quotas';
import type { Finding, Fix, Rule } from '../rule';
import { mergeFix } from '../mergeStatements';
import { canSplit, splitStatement } from '../splitStatement';

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
    for (const statement of policy.statements) if (statement.action && statement.action.values.length > queueActions.limit) yield* checkActions(policy, statement, queueActions.limit);
    if (policy.form !== 'policy') return;
    yield* checkBytes(policy, queueBytes, 'SQS refuses it');
    yield* checkStatements(policy, queueStatements.limit);
    // SQS's page does not say whether these count per policy or per statement; a sample of AWS's own has 11 conditions.
    const principals = count(policy, (s) => namedIn(s.principal) + namedIn(s.notPrincipal));
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
  if (certain.length > limit) yield { ...placeOfStatement(certain[limit]!), statement: certain[limit]!, message: `This is statement ${limit + 1} of ${certain.length}: SQS refuses a policy with more than ${limit}. Put principals, actions or sources of similar statements together.`, get fixes() { return mergeFix(policy); } };
  else if (certain.length >= limit * NEARLY) yield { node: placeOf(policy), severity: 'warning', message: `This policy has ${counted(certain.length)} of ${limit} statements: there is little room left.`, get fixes() { return mergeFix(policy); } };
}

function namedIn(element: PrincipalElement | undefined): number {
  let named = element?.bare?.values.length ?? 0;
  if (element) for (const { list } of element.entries) named += list.values.length;
  return named;
}

function count(policy: Policy, of: (statement: Statement) => number): number {
  return policy.statements.reduce((sum, statement) => sum + of(statement), 0);
}

function splitFix(policy: Policy, statement: Statement, limit: number): Fix[] {
  if (!canSplit(policy, statement)) return [];
  const positions = Array.from({ length: statement.action!.values.length }, (_, i) => i);
  const moved = positions.filter((i) => i > 0 && i % limit === 0).map((start) => positions.slice(start, start + limit));
  return [{ title: 'Split the statement', class: 'decision', edits: () => splitStatement(policy, statement, { moved }) }];
}
