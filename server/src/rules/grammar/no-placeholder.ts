import { valuesOf, type Value } from '../../policy';
import type { Span } from '../../syntax';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-placeholder',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'information', strict: 'warning' },
    fix: 'none',
    scope: 'statement',
    summary: 'A placeholder that is still to be filled in: <account-id>, YOUR_ACCOUNT_ID, ${…} outside a template.',
  },
  *check(policy, { template }) {
    // In a template the engine fills them.
    if (template) return;
    const places = new Map<string, { value: Value; span: Span }[]>();
    for (const statement of policy.statements)
      for (const value of valuesOf(statement)) {
        if (value.known) continue;
        for (const piece of value.pieces) {
          if (piece.kind !== 'hole' || piece.from !== 'placeholder') continue;
          const known = places.get(piece.text);
          if (known) known.push({ value, span: piece.span });
          else places.set(piece.text, [{ value, span: piece.span }]);
        }
      }
    for (const [text, [first, ...more]] of places)
      yield {
        node: first!.value.node,
        span: first!.span,
        message: `${text} is still to be filled in${more.length > 0 ? `, here and in ${more.length} more place${more.length > 1 ? 's' : ''}` : ''}.`,
        related: more.slice(0, 5).map(({ value, span }) => ({ node: value.node, span, message: 'the same placeholder' })),
      };
  },
};
