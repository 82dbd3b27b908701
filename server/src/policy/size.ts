/** How large a policy is for AWS: its bytes without the white space between tokens, as its services store it. */
import type { ScalarNode, TreeNode } from '../syntax';

export interface PolicySize {
  /** UTF-8 bytes of the minified JSON. With `exact` false what is still to be filled in counts for nothing: the least that it can be. */
  readonly bytes: number;
  readonly exact: boolean;
}

/** `known`: the size of parts that were counted before. */
export function minifiedSize(node: TreeNode | undefined, known?: (node: TreeNode) => PolicySize | undefined): PolicySize {
  const size = node && known?.(node);
  if (size) return size;
  switch (node?.kind) {
    case 'scalar':
      return scalarSize(node);
    case 'array': {
      const total = new Total(node.items.length, node.open);
      for (const item of node.items) total.add(minifiedSize(item, known));
      return total;
    }
    case 'object': {
      const total = new Total(node.members.length, node.open);
      for (const { key, value } of node.members) {
        total.bytes += scalarSize(key).bytes + 1;
        total.add(minifiedSize(value, known));
      }
      return total;
    }
    case 'choice':
      return { bytes: Math.min(...node.alternatives.map((alternative) => minifiedSize(alternative, known).bytes)), exact: false };
    default:
      return { bytes: 0, exact: false };
  }
}

/** A container: its brackets and commas, and what is in it. */
class Total {
  bytes: number;
  exact: boolean;

  constructor(length: number, open: boolean) {
    this.bytes = Math.max(0, length - 1) + 2;
    this.exact = !open;
  }

  add(size: PolicySize): void {
    this.bytes += size.bytes;
    this.exact &&= size.exact;
  }
}

function scalarSize(node: ScalarNode): PolicySize {
  if (node.type !== 'string') return { bytes: node.value.length, exact: true };
  if (node.plain) return { bytes: textBytes(node.value) + 2, exact: true };
  const size = { bytes: 2, exact: true };
  for (const part of node.parts)
    if (part.kind === 'text') size.bytes += textBytes(part.text);
    else size.exact = false;
  return size;
}

/** UTF-8 bytes of the text as it stands in a JSON string, without quotes. */
function textBytes(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Quotes, backslashes and control characters are escaped, others take several bytes.
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return new TextEncoder().encode(JSON.stringify(text)).length - 2;
  }
  return text.length;
}
