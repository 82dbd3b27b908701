/** How large a policy is for AWS: its bytes without the white space between tokens, as its services store it. */
import type { ScalarNode, TreeNode } from '../syntax';

export interface PolicySize {
  /** UTF-8 bytes of the minified JSON. With `exact` false what is still to be filled in counts for nothing: the least that it can be. */
  readonly bytes: number;
  readonly exact: boolean;
}

export function minifiedSize(node: TreeNode | undefined, text: string): PolicySize {
  // Nearly every policy: then a character that is written without a backslash is one byte.
  const count: Count = { exact: true, plain: /^[\n\r\t\x20-\x7e]*$/.test(text) };
  return { bytes: bytesOf(node, count), exact: count.exact };
}

interface Count {
  exact: boolean;
  readonly plain: boolean;
}

function bytesOf(node: TreeNode | undefined, count: Count): number {
  switch (node?.kind) {
    case 'scalar':
      return scalarBytes(node, count);
    case 'array': {
      let bytes = brackets(node.items.length, node.open, count);
      for (const item of node.items) bytes += bytesOf(item, count);
      return bytes;
    }
    case 'object': {
      let bytes = brackets(node.members.length, node.open, count);
      for (const { key, value } of node.members) bytes += keyBytes(key, count) + 1 + bytesOf(value, count);
      return bytes;
    }
    case 'choice':
      count.exact = false;
      return Math.min(...node.alternatives.map((alternative) => bytesOf(alternative, count)));
    default:
      count.exact = false;
      return 0;
  }
}

/** The brackets and commas of a container. */
function brackets(length: number, open: boolean, count: Count): number {
  if (open) count.exact = false;
  return Math.max(0, length - 1) + 2;
}

function scalarBytes(node: ScalarNode, count: Count): number {
  if (node.type !== 'string') return node.value.length;
  if (count.plain && node.plain) return node.value.length + 2;
  let bytes = 2;
  for (const part of node.parts)
    if (part.kind === 'text') bytes += count.plain && !part.offsets ? part.text.length : textBytes(part.text);
    else count.exact = false;
  return bytes;
}

/** Of a key that is still to be filled in the rest is exact. */
function keyBytes(key: ScalarNode, { plain }: Count): number {
  return scalarBytes(key, { exact: true, plain });
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
