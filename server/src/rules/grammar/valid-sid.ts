import type { Rule } from '../rule';
import { unusedSids } from '../sids';

const ODD = /[^A-Za-z0-9_-]+/;

export const rule: Rule = {
  meta: {
    id: 'valid-sid',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'hint', strict: 'hint' },
    fix: 'safe',
    scope: 'statement',
    summary: "A queue policy's Sid with characters beyond letters, digits, - and _.",
    accessAnalyzer: ['UNSUPPORTED_SID'],
  },
  *check(policy) {
    let unused: ((sid: string) => string) | undefined;
    for (const statement of policy.statements) {
      const value = statement.sid?.value;
      if (!value || !ODD.test(value.text)) continue;
      const piece = value.pieces.find((p) => p.kind === 'text' && ODD.test(p.text));
      const odd = piece && ODD.exec(piece.text);
      if (!odd) continue;
      const start = piece.span.start + odd.index;
      const plain = value.pieces.every((p) => p.kind === 'text') ? plainName(value.text) : '';
      const name = /[A-Za-z0-9]/.test(plain) ? (unused ??= unusedSids(policy))(plain) : undefined;
      yield {
        node: value.node,
        span: { start, end: start + odd[0].length },
        statement,
        message: 'A Sid is made of letters, digits, - and _: SQS has been seen to store others, but Access Analyzer refuses them.',
        fixes: name === undefined ? [] : [{ title: `Rename to ${name}`, class: 'safe', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: name }] }],
      };
    }
  },
};

/** `Allow SNS: orders` -> `AllowSNSOrders`. */
function plainName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+(.?)/gu, (_, next: string) => next.toUpperCase());
}
