import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-allow-not-principal',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    scope: 'statement',
    summary: 'Allow with NotPrincipal: everybody but these, anonymous callers included.',
    accessAnalyzer: ['ALLOW_WITH_NOT_PRINCIPAL'],
    yieldsTo: ['no-element-conflict'],
  },
  *check(policy) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow' || !statement.notPrincipal) continue;
      yield {
        node: statement.notPrincipal.member.key,
        statement,
        message: 'NotPrincipal with Allow lets in everybody but these, strangers included. Name under Principal who may.',
      };
    }
  },
};
