import { editDistance, isRegionShaped, onlyNearest, type Facts } from '../../aws';
import { hasHole } from '../../policy';
import type { Rule } from '../rule';

/** Names under which people know a service, where its principal has another. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['cloudwatch-events', 'events'],
  ['cloudwatchevents', 'events'],
  ['eventbridge', 'events'],
  ['eventbridge-scheduler', 'scheduler'],
  ['cloudwatch-logs', 'logs'],
  ['cloudwatchlogs', 'logs'],
  ['stepfunctions', 'states'],
  ['step-functions', 'states'],
  ['api-gateway', 'apigateway'],
]);

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
            const meant = literal ? [] : meantBy(text, facts);
            yield {
              node: value.node,
              statement,
              // The list of services is kept by hand: a well-formed name that is near no other is most likely a service not listed.
              ...(shaped && meant.length === 0 && !literal && { severity: 'information' as const }),
              message: literal
                ? `The region in ${text} stands for a Region, like eu-west-1: as it is, no service has this name.`
                : meant.length > 0
                  ? `${text} is not known as a service; ${meant.join(' or ')} was meant?`
                  : shaped
                    ? `${text} is not among the services known here (as of ${facts.date}): check its spelling.`
                    : `"${text}" is no service principal: one is written name.amazonaws.com.`,
              fixes: meant.map((name) => ({ title: `Replace by ${name}`, class: meant.length === 1 ? 'repair' : 'decision', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: text.length }, text: name }] })),
            };
          }
        }
  },
};

/**
 * The principal of which a text is a misspelling. In China some services have their name under amazonaws.com and some under amazonaws.com.cn,
 * so that there are two where the domain is misspelt.
 */
function meantBy(text: string, facts: Facts): readonly string[] {
  const labels = text.toLowerCase().split('.').map((label) => label.trim());
  const at = labels.findIndex(isDomainLabel);
  const ending = at < 0 ? [] : labels.slice(at + 1);
  const china = ending.at(-1) === 'cn';
  if (!ending.every((label, i) => label === '' || isDomainLabel(label) || editDistance(label, 'com', 1) <= 1 || (china && i === ending.length - 1))) return [];
  const name = serviceMeant(labels.slice(0, at < 0 ? undefined : at).join('.'), facts);
  // A hyphen where the first dot belongs, and the like.
  if (name === undefined) return at < 0 ? [onlyNearest(text, facts.servicePrincipals.map((s) => s.name))].filter((n) => n !== undefined) : [];
  const inChina = text.endsWith('.amazonaws.com.cn') ? ['com.cn'] : china ? ['com', 'com.cn'] : ['com'];
  return inChina.map((end) => `${name}.amazonaws.${end}`);
}

function isDomainLabel(label: string): boolean {
  return /^(amazon|aws)$/.test(label) || editDistance(label, 'amazonaws', 2) <= 2;
}

/** Of a name before its domain, as AWS has it. Among short names every other is near. */
function serviceMeant(bare: string, facts: Facts): string | undefined {
  if (isKnown(`${bare}.amazonaws.com`, facts)) return bare;
  return OTHER_NAMES.get(bare) ?? onlyNearest(bare, facts.servicePrincipals.map((s) => s.name.replace(/\.amazonaws\.com$/, '')), bare.length < 8 ? 1 : 2);
}

/** Also in the domains of other partitions, and in Regions of which nothing is known yet. */
function isKnown(text: string, facts: Facts): boolean {
  const domain = facts.partitions.map((p) => p.domain).find((d) => text.endsWith(`.${d}`));
  if (domain === undefined) return false;
  const bare = text.slice(0, -domain.length - 1);
  const dot = bare.lastIndexOf('.');
  const known = (name: string): boolean => facts.findServicePrincipal(`${name}.amazonaws.com`) !== undefined;
  return known(bare) || (isRegionShaped(bare.slice(dot + 1)) && known(bare.slice(0, dot)));
}
