/** How large a policy is for AWS: its bytes without the white space between tokens, as its services store it. */
import type { ScalarNode, TreeNode } from '../syntax';

export interface PolicySize {
  /** UTF-8 bytes of the minified JSON. With `exact` false what is still to be filled in counts for nothing: the least that it can be. */
  readonly bytes: number;
  readonly exact: boolean;
}

export function minifiedSize(node: TreeNode | undefined): PolicySize {
  const counted = { exact: true };
  return { bytes: bytesOf(node, counted), exact: counted.exact };
}

function bytesOf(node: TreeNode | undefined, counted: { exact: boolean }): number {
  switch (node?.kind) {
    case 'scalar':
      return scalarBytes(node, counted);
    case 'array': {
      let bytes = brackets(node.items.length, node.open, counted);
      for (const item of node.items) bytes += bytesOf(item, counted);
      return bytes;
    }
    case 'object': {
      let bytes = brackets(node.members.length, node.open, counted);
      for (const { key, value } of node.members) bytes += scalarBytes(key, { exact: true }) + 1 + bytesOf(value, counted);
      return bytes;
    }
    case 'choice':
      counted.exact = false;
      return Math.min(...node.alternatives.map((alternative) => bytesOf(alternative, counted)));
    default:
      counted.exact = false;
      return 0;
  }
}

/** The brackets and commas of a container. */
function brackets(length: number, open: boolean, counted: { exact: boolean }): number {
  if (open) counted.exact = false;
  return Math.max(0, length - 1) + 2;
}

function scalarBytes({ type, value, parts }: ScalarNode, counted: { exact: boolean }): number {
  if (type !== 'string') return value.length;
  let bytes = 2;
  for (const part of parts)
    if (part.kind === 'text') bytes += textBytes(part.text);
    else counted.exact = false;
  return bytes;
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
