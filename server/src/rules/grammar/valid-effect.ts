import { hasHole, holesOf } from '../../policy';
import type { Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'valid-effect',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'Effect is neither Allow nor Deny; letter case counts.',
    accessAnalyzer: ['INVALID_EFFECT'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements) {
      const value = statement.effect?.value;
      if (!value || value.text === 'Allow' || value.text === 'Deny') continue;
      if (hasHole(value)) {
        yield { holes: holesOf(value) };
        continue;
      }
      const near = facts.nearest(value.text, ['Allow', 'Deny']);
      const fix = (effect: string, fixClass: Fix['class']): Fix => ({ title: `Replace by ${effect}`, class: fixClass, edits: () => [{ kind: 'replaceValue', node: value.node, value: effect }] });
      yield { node: value.node, statement, message: `Effect is Allow or Deny, spelt exactly so, not "${value.text}".`, fixes: near ? [fix(near, 'repair')] : [fix('Allow', 'decision'), fix('Deny', 'decision')] };
    }
  },
};
