/** How large a policy is for AWS: its bytes without the white space between tokens, as its services store it. */
import type { TreeNode } from '../syntax';

export interface PolicySize {
  /** UTF-8 bytes of the minified JSON. With `exact` false what is still to be filled in counts for nothing: the least that it can be. */
  readonly bytes: number;
  readonly exact: boolean;
}

export function minifiedSize(node: TreeNode | undefined): PolicySize {
  switch (node?.kind) {
    case undefined:
    case 'hole':
      return { bytes: 0, exact: false };
    case 'scalar':
      if (node.type !== 'string') return { bytes: node.value.length, exact: true };
      return { bytes: stringBytes(node.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')), exact: node.parts.every((part) => part.kind === 'text') };
    case 'array':
      return total(node.items.map(minifiedSize), node.open);
    case 'object': {
      const sizes = node.members.map(({ key, value }) => {
        const size = minifiedSize(value);
        return { bytes: minifiedSize(key).bytes + 1 + size.bytes, exact: size.exact };
      });
      return total(sizes, node.open);
    }
    case 'choice': {
      const sizes = node.alternatives.map((alternative) => (alternative ? minifiedSize(alternative) : { bytes: 0, exact: false }));
      return { bytes: Math.min(...sizes.map((size) => size.bytes)), exact: false };
    }
  }
}

/** The parts of a container, its brackets and commas. */
function total(sizes: readonly PolicySize[], open: boolean): PolicySize {
  const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0) + Math.max(0, sizes.length - 1) + 2;
  return { bytes, exact: !open && sizes.every((size) => size.exact) };
}

function stringBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
