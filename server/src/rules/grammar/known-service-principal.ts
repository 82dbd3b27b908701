import { hasHole } from '../../policy';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'known-service-principal',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'repair',
    summary: 'A service principal that is misspelt or not known.',
    accessAnalyzer: ['INVALID_SERVICE_PRINCIPAL_FORMAT'],
    yieldsTo: ['valid-principal'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const element of [statement.principal, statement.notPrincipal])
        for (const entry of element?.entries ?? []) {
          if (entry.type !== 'Service') continue;
          for (const value of entry.list.values) {
            const text = value.text;
            if (hasHole(value) || text === '*' || text.startsWith('arn:') || facts.findServicePrincipal(text)) continue;
            const shaped = /^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?$/.test(text);
            const literal = /\.region\.amazonaws\.com/i.test(text);
            const completed = text.replace(/^([\w-]+)$/, '$1.amazonaws.com').replace(/\.(amazon|aws|amazonaws)\.com$/i, '.amazonaws.com').replace(/\.amazonaws$/, '.amazonaws.com').toLowerCase();
            const near = literal ? undefined : facts.findServicePrincipal(completed) ? completed : facts.nearest(text, facts.servicePrincipals.map((s) => s.name));
            yield {
              node: value.node,
              statement,
              // The list of services is kept by hand: a well-formed name that is near no other is most likely a service not listed.
              ...(shaped && !near && !literal && { severity: 'information' as const }),
              message: literal
                ? `The region in ${text} stands for a Region, like eu-west-1: as it is, no service has this name.`
                : near
                  ? `${text} is not known as a service; ${near} was meant?`
                  : shaped
                    ? `${text} is not among the services known here (as of ${facts.date}): check its spelling.`
                    : `"${text}" is no service principal: one is written name.amazonaws.com.`,
              fixes: near ? [{ title: `Replace by ${near}`, class: 'repair', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: text.length }, text: near }] }] : [],
            };
          }
        }
  },
};
