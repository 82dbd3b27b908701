import { isRegionShaped, type Facts } from '../../aws';
import { hasHole } from '../../policy';
import type { Rule } from '../rule';

/** Names under which people know a service, where its principal has another. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'cloudwatch-events': 'events',
  cloudwatchevents: 'events',
  eventbridge: 'events',
  'eventbridge-scheduler': 'scheduler',
  'cloudwatch-logs': 'logs',
  cloudwatchlogs: 'logs',
  stepfunctions: 'states',
  'step-functions': 'states',
  'api-gateway': 'apigateway',
};

export const rule: Rule = {
  meta: {
    id: 'known-service-principal',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A service principal that is misspelt or not known.',
    accessAnalyzer: ['INVALID_SERVICE_PRINCIPAL_FORMAT'],
    yieldsTo: ['valid-principal', 'valid-element-type'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const element of [statement.principal, statement.notPrincipal])
        for (const entry of element?.entries ?? []) {
          if (entry.type !== 'Service') continue;
          for (const value of entry.list.values) {
            const text = value.text;
            if (hasHole(value) || text.startsWith('arn:') || /[*?]/.test(text) || isKnown(text, facts)) continue;
            const shaped = /^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?$/.test(text);
            const literal = /\.region\.amazonaws\.com/i.test(text);
            const completed = text.replace(/^([\w-]+)$/, '$1.amazonaws.com').replace(/\.(amazon|aws|amazonaws)\.com$/i, '.amazonaws.com').replace(/\.amazonaws$/, '.amazonaws.com').toLowerCase();
            const other = OTHER_NAMES[completed.replace(/\.amazonaws\.com$/, '')];
            const near = literal ? undefined : other !== undefined ? `${other}.amazonaws.com` : facts.findServicePrincipal(completed) ? completed : facts.nearest(text, facts.servicePrincipals.map((s) => s.name));
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

/** Also in the domains of other partitions, and in Regions of which nothing is known yet. */
function isKnown(text: string, facts: Facts): boolean {
  if (facts.findServicePrincipal(text)) return true;
  const domain = facts.partitions.map((p) => p.domain).filter((d) => text.endsWith(`.${d}`)).sort((a, b) => b.length - a.length)[0];
  if (domain === undefined) return false;
  const bare = text.slice(0, -domain.length - 1);
  const dot = bare.lastIndexOf('.');
  const known = (name: string): boolean => facts.findServicePrincipal(`${name}.amazonaws.com`) !== undefined;
  return known(bare) || (dot > 0 && isRegionShaped(bare.slice(dot + 1)) && known(bare.slice(0, dot)));
}
