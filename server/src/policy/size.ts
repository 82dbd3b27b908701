/** How large a policy is for AWS: its bytes without the white space between tokens, as its services store it. */
import type { ScalarNode, TreeNode } from '../syntax';

export interface PolicySize {
  /** UTF-8 bytes of the minified JSON. With `exact` false what is still to be filled in counts for nothing: the least that it can be. */
  readonly bytes: number;
  readonly exact: boolean;
}

/** `text`: what the node was read from. */
export function minifiedSize(node: TreeNode | undefined, text: string): PolicySize {
  // Most texts are ASCII throughout: then a string without escapes takes as many bytes as it has characters.
  return new Measure(ASCII.test(text)).of(node);
}

const ASCII = /^[\x20-\x7e\r\n]*$/;

class Measure {
  private bytes = 0;
  private exact = true;

  constructor(private readonly ascii: boolean) {}

  of(node: TreeNode | undefined): PolicySize {
    this.add(node);
    return { bytes: this.bytes, exact: this.exact };
  }

  private add(node: TreeNode | undefined): void {
    switch (node?.kind) {
      case 'scalar':
        this.addScalar(node);
        break;
      case 'array':
        this.addBrackets(node.items.length, node.open);
        for (const item of node.items) this.add(item);
        break;
      case 'object':
        this.addBrackets(node.members.length, node.open);
        for (const { key, value } of node.members) {
          this.addScalar(key);
          this.bytes++;
          this.add(value);
        }
        break;
      case 'choice':
        this.bytes += Math.min(...node.alternatives.map((alternative) => new Measure(this.ascii).of(alternative).bytes));
        this.exact = false;
        break;
      default:
        this.exact = false;
    }
  }

  /** Brackets, and commas between what stands in them. */
  private addBrackets(length: number, open: boolean): void {
    this.bytes += Math.max(0, length - 1) + 2;
    if (open) this.exact = false;
  }

  private addScalar(node: ScalarNode): void {
    if (node.type !== 'string') this.bytes += node.value.length;
    else if (node.plain) this.bytes += (this.ascii ? node.value.length : textBytes(node.value)) + 2;
    else {
      this.bytes += 2;
      for (const part of node.parts)
        if (part.kind === 'text') this.bytes += textBytes(part.text);
        else this.exact = false;
    }
  }
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
