/** How large a policy is for AWS: its bytes without the white space between tokens, as its services store it. */
import type { ScalarNode, TreeNode } from '../syntax';

export interface PolicySize {
  /** UTF-8 bytes of the minified JSON. With `exact` false what is still to be filled in counts for nothing: the least that it can be. */
  readonly bytes: number;
  readonly exact: boolean;
}

/** `text`: what the node was read from; to look at the node's part of it once pays where the node is large. */
export function minifiedSize(node: TreeNode | undefined, text?: string): PolicySize {
  // Most texts are ASCII throughout: then a string without escapes takes as many bytes as it has characters.
  const measure = new Measure(text !== undefined && node !== undefined && ASCII.test(text.slice(node.range.start, node.range.end)));
  return { bytes: measure.of(node), exact: measure.exact };
}

const ASCII = /^[\x20-\x7e\r\n]*$/;

class Measure {
  exact = true;

  constructor(private readonly ascii: boolean) {}

  of(node: TreeNode | undefined): number {
    switch (node?.kind) {
      case 'scalar':
        return this.ofScalar(node);
      case 'array': {
        let bytes = this.ofBrackets(node.items.length, node.open);
        for (const item of node.items) bytes += item.kind === 'scalar' ? this.ofScalar(item) : this.of(item);
        return bytes;
      }
      case 'object': {
        let bytes = this.ofBrackets(node.members.length, node.open);
        for (const { key, value } of node.members) bytes += this.ofScalar(key) + 1 + (value?.kind === 'scalar' ? this.ofScalar(value) : this.of(value));
        return bytes;
      }
      case 'choice': {
        const bytes = Math.min(...node.alternatives.map((alternative) => this.of(alternative)));
        this.exact = false;
        return bytes;
      }
      default:
        this.exact = false;
        return 0;
    }
  }

  /** Brackets, and commas between what stands in them. */
  private ofBrackets(length: number, open: boolean): number {
    if (open) this.exact = false;
    return Math.max(0, length - 1) + 2;
  }

  private ofScalar(node: ScalarNode): number {
    if (node.type !== 'string') return node.value.length;
    if (node.plain) return (this.ascii ? node.value.length : textBytes(node.value)) + 2;
    let bytes = 2;
    for (const part of node.parts)
      if (part.kind === 'text') bytes += textBytes(part.text);
      else this.exact = false;
    return bytes;
  }
}

/** UTF-8 bytes of the text as it stands in a JSON string, without quotes. */
function textBytes(text: string): number {
  // Quotes, backslashes and control characters are escaped, others take several bytes.
  return PLAIN.test(text) ? text.length : new TextEncoder().encode(JSON.stringify(text)).length - 2;
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
