import { hasHole, type Policy, type Value } from '../../policy';
import type { Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'valid-version',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    summary: 'Version is neither 2012-10-17 nor 2008-10-17; or it is the older one, which leaves policy variables unexpanded.',
    accessAnalyzer: ['INVALID_VERSION'],
  },
  *check(policy) {
    const value = policy.version?.value;
    if (!value || hasHole(value) || value.text === '2012-10-17') return;
    const fix: Fix = { title: 'Set Version to 2012-10-17', class: 'repair', edits: () => [{ kind: 'replaceValue', node: value.node, value: '2012-10-17' }] };
    if (value.text !== '2008-10-17') {
      const dashes = /[\u2010-\u2015\u2212]/.test(value.text);
      yield { node: value.node, message: dashes ? 'The dashes in this date are not hyphens, as a word processor puts them: Version is 2012-10-17.' : `"${value.text}" is no version of the policy language; it is a fixed date, 2012-10-17 (or the older 2008-10-17).`, fixes: [fix] };
      return;
    }
    const variable = firstVariable(policy);
    if (variable) yield { node: value.node, severity: 'warning', message: `Under 2008-10-17 the variable ${variable.name} is plain text: nothing is put in its place.`, related: [{ node: variable.value.node, span: variable.span, message: 'the variable' }], fixes: [{ ...fix, class: 'decision' }] };
  },
};

function firstVariable(policy: Policy): { name: string; value: Value; span: { start: number; end: number } } | undefined {
  for (const statement of policy.statements)
    for (const value of [...(statement.resource?.values ?? []), ...(statement.notResource?.values ?? []), ...(statement.condition?.tests ?? []).flatMap((t) => t.list.values)])
      for (const piece of value.pieces) if (piece.kind === 'variable') return { name: piece.text, value, span: piece.span };
  return undefined;
}
