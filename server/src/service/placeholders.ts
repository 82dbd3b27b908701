/** What a person still has to fill in: each placeholder once, with all its places. */
import type { PolicyDocument } from '../documents';
import { readValue } from '../policy';
import { sourceSpan, type Span, type Tree, type TreeNode } from '../syntax';

export interface Placeholder {
  /** As it is written: `<account-id>`, `${account}`, `YOUR_ACCOUNT_ID`. */
  readonly text: string;
  /** Document offsets. */
  readonly ranges: readonly Span[];
}

/** In a template, an engine fills in its own. A document without a policy is looked at as a whole, for what is plainly left to a person. */
export function placeholders(document: PolicyDocument): Placeholder[] {
  const found = new Map<string, Span[]>();
  for (const { tree, policy } of document.policies) collect(tree, policy.node, !document.template, found);
  if (document.policies.length === 0) collect(document.tree, document.tree.root, false, found);
  return [...found].map(([text, ranges]) => ({ text, ranges }));
}

function collect(tree: Tree, node: TreeNode | undefined, engines: boolean, found: Map<string, Span[]>): void {
  const add = (text: string, span: Span): void => {
    const range = tree.locate(span);
    const ranges = found.get(text);
    if (ranges) ranges.push(range);
    else found.set(text, [range]);
  };
  if (node?.kind === 'array') for (const item of node.items) collect(tree, item, engines, found);
  else if (node?.kind === 'choice') for (const alternative of node.alternatives) collect(tree, alternative, engines, found);
  else if (node?.kind === 'object')
    for (const member of node.members) {
      collect(tree, member.key, engines, found);
      collect(tree, member.value, engines, found);
    }
  // `<account-id>` without its quotes.
  else if (node?.kind === 'hole' && node.label.startsWith('<')) add(node.label, node.range);
  else if (node?.kind === 'scalar' && node.type === 'string')
    for (const piece of readValue(node).pieces) if (piece.kind === 'hole' && piece.from === 'placeholder' && (engines || piece.by === 'person')) add(piece.text, sourceSpan(node, piece.span));
}
