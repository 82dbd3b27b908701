import { facts, isPartitionShaped, partitionOfRegion } from '../../aws';
import { parseArn, type ArnSegment, type Statement, type Value } from '../../policy';
import { homePartition } from '../home';
import type { Finding, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-mixed-partition',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    summary: "An ARN whose partition and Region do not belong together, or of another partition than the policy's own queue.",
    accessAnalyzer: ['INVALID_ARN_REGION'],
    yieldsTo: ['valid-arn', 'known-condition-key'],
  },
  *check(policy, context) {
    const home = homePartition(policy.statements);
    for (const statement of policy.statements) {
      for (const list of [statement.resource, statement.notResource]) for (const value of list?.values ?? []) yield* ofRegion(value, statement);
      for (const element of [statement.principal, statement.notPrincipal])
        for (const { type, list } of element?.entries ?? []) if (type === 'AWS') for (const value of list.values) yield* elsewhere(value, statement, home, 'A principal');
      for (const { key, list } of statement.condition?.tests ?? []) {
        const fact = context.facts.findConditionKey(key.text);
        if (fact?.type !== 'ARN') continue;
        for (const value of list.values) yield* ofRegion(value, statement);
        // A list for every partition is a way to write one policy for all of them.
        if (!list.values.some((value) => fixed(parseArn(value)?.partition)?.text === home)) for (const value of list.values) yield* elsewhere(value, statement, home, fact.name);
      }
    }
  },
};

function fixed(segment: ArnSegment | undefined): ArnSegment | undefined {
  return segment?.fixed ? segment : undefined;
}

/** The partition of the Region in an ARN, where it names another. */
function ofRegion(value: Value, statement: Statement): Iterable<Finding> {
  const arn = parseArn(value);
  const partition = fixed(arn?.partition);
  const region = fixed(arn?.region);
  const right = region && partitionOfRegion(region.text);
  if (!partition || right === undefined || partition.text === right || !isPartitionShaped(partition.text)) return [];
  return [finding(value, statement, partition, right, `${region!.text} is in the partition ${right}, not ${partition.text}: no ARN has both, so this one never matches.`)];
}

/** Who calls, and for what, lives in the partition of the queue or key. */
function elsewhere(value: Value, statement: Statement, home: string | undefined, what: string): Iterable<Finding> {
  const arn = parseArn(value);
  const partition = fixed(arn?.partition);
  if (home === undefined || !partition || partition.text === home || !facts.findPartition(partition.text)) return [];
  const region = fixed(arn?.region);
  // Told above.
  if (region && region.text !== '' && partitionOfRegion(region.text) !== partition.text) return [];
  // The Region says so too: it is no slip.
  const meant = region === undefined || region.text === '';
  return [finding(value, statement, partition, meant ? home : undefined, `${what} in ${partition.text} never matches: this ${isQueue(statement) ? 'queue' : 'policy'} is in the partition ${home}, and no request crosses partitions.`)];
}

function isQueue({ resource }: Statement): boolean {
  return resource?.values.some((value) => parseArn(value)?.service?.text === 'sqs') === true;
}

function finding(value: Value, statement: Statement, { span }: ArnSegment, right: string | undefined, message: string): Finding {
  return {
    node: value.node,
    span,
    statement,
    message,
    fixes: right === undefined ? [] : [{ title: `Replace the partition by ${right}`, class: 'repair', edits: () => [{ kind: 'replaceSpan', node: value.node, span, text: right }] }],
  };
}
