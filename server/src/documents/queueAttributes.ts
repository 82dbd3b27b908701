/**
 * The policy as an escaped string: `{"Policy": "…"}` and `{"Attributes": {"Policy": "…"}}`, which `aws sqs set-queue-attributes
 * --attributes file://…` takes and `get-queue-attributes` prints, and the same in other tools' output.
 * https://docs.aws.amazon.com/cli/latest/reference/sqs/set-queue-attributes.html (2026-11)
 */
import { findMember, parseEscapedJson, type ObjectNode, type Tree, type TreeNode } from '../syntax';
import { ownOfAttributes } from './attachment';
import type { FoundPolicy } from './document';
import { isPolicy } from './plainJson';

/** Attributes of a queue that stand beside Policy. */
const QUEUE_ATTRIBUTES = /^(RedrivePolicy|RedriveAllowPolicy|VisibilityTimeout|MessageRetentionPeriod|DelaySeconds|ReceiveMessageWaitTimeSeconds|MaximumMessageSize|KmsMasterKeyId|SqsManagedSseEnabled|FifoQueue|QueueArn|QueueUrl)$/;

export function findEscapedPolicies(tree: Tree): FoundPolicy[] {
  const found: FoundPolicy[] = [];
  const visit = (node: TreeNode, path: readonly (string | number)[], parent?: ObjectNode): void => {
    if (node.kind === 'array') node.items.forEach((item, i) => visit(item, [...path, i]));
    if (node.kind !== 'object') return;
    for (const member of node.members) {
      const value = member.value;
      if (!value) continue;
      const here = [...path, member.key.value];
      if (value.kind === 'scalar') {
        if (value.type !== 'string' || !/policy$/i.test(member.key.value) || !/^\s*\{/.test(value.value) || !/Statement|Version/.test(value.value)) continue;
        const inner = parseEscapedJson(tree, value);
        if (inner.root?.kind !== 'object' || !isPolicy(inner.root)) continue;
        const queue = member.key.value === 'Policy' && (path[path.length - 1] === 'Attributes' || node.members.some((m) => QUEUE_ATTRIBUTES.test(m.key.value)) || (parent !== undefined && findMember(parent, 'QueueUrl') !== undefined));
        const own = queue ? ownOfAttributes(node, parent) : undefined;
        found.push({ path: here, host: 'attributes', tree: inner, node: inner.root, form: 'policy', ...(own && { own }), ...(queue && { hints: { host: { kind: 'queue', reason: "it is a queue's Policy attribute" } } }) });
      } else visit(value, here, node);
    }
  };
  if (tree.root) visit(tree.root, []);
  return found;
}
