/** What a person still has to fill in: each placeholder once, with all its places. */
import type { PolicyDocument, PolicySite } from '../documents';
import { readValue } from '../policy';
import { sourceSpan, type Span, type TreeNode } from '../syntax';

export interface Placeholder {
  /** As it is written: `<account-id>`, `${account}`, `YOUR_ACCOUNT_ID`. */
  readonly text: string;
  /** Document offsets. */
  readonly ranges: readonly Span[];
}

export function placeholders(document: PolicyDocument): Placeholder[] {
  const found = new Map<string, Span[]>();
  for (const site of document.policies) collect(site, site.policy.node, found);
  return [...found].map(([text, ranges]) => ({ text, ranges }));
}

function collect(site: PolicySite, node: TreeNode | undefined, found: Map<string, Span[]>): void {
  if (node?.kind === 'array') for (const item of node.items) collect(site, item, found);
  else if (node?.kind === 'choice') for (const alternative of node.alternatives) collect(site, alternative, found);
  else if (node?.kind === 'object')
    for (const member of node.members) {
      collect(site, member.key, found);
      collect(site, member.value, found);
    }
  else if (node?.kind === 'scalar' && node.type === 'string')
    for (const piece of readValue(node).pieces) {
      if (piece.kind !== 'hole' || piece.from !== 'placeholder') continue;
      const ranges = found.get(piece.text) ?? [];
      found.set(piece.text, [...ranges, site.tree.locate(sourceSpan(node, piece.span))]);
    }
}
