import type { SourceShape } from '../../aws';
import { parseArn, type Value } from '../../policy';
import type { Span } from '../../syntax';
import type { Fix, Rule } from '../rule';
import { restrictingTests, servicesOf, shapeExample, sourceFacts, surroundings } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'valid-source-arn',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'aws:SourceArn can never hold: it belongs to another service than the principal, to a role, to the queue itself, or is malformed for its service.',
    yieldsTo: ['valid-arn', 'no-wildcard-in-exact-operator'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow' || !statement.principal) continue;
      const services = servicesOf(statement);
      const known = services.map((s) => sourceFacts(context.facts, s.name, context.kind));
      const entries = statement.principal.entries;
      // Judged only where every principal is a service whose ARNs are known; anybody may be any service.
      const judged = services.length > 0 && known.every((k) => k !== undefined && k.shapes.length > 0) && !statement.principal.bare && !statement.principal.open && entries.every((e) => e.type === 'Service' && !e.list.open && e.list.values.length === services.filter((s) => e.list.values.includes(s.value)).length);
      const shapes = judged ? known.flatMap((k) => k!.shapes) : undefined;
      for (const test of restrictingTests(statement, context.facts, ['aws:sourcearn']))
        for (const value of test.list.values) {
          const fault = faultOf(value, shapes, services.map((s) => s.name).join(', '));
          if (!fault) continue;
          const around = surroundings(statement, context.owner.account);
          const fixes: Fix[] = (shapes ?? []).slice(0, 2).map((shape) => ({
            title: `Replace by the ARN of ${nounOf(shape)}`,
            class: 'decision',
            edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: shapeExample(shape, around) }],
          }));
          yield { node: value.node, span: fault.span, statement, message: fault.message, fixes };
        }
    }
  },
};

function faultOf(value: Value, shapes: readonly SourceShape[] | undefined, services: string): { span: Span; message: string } | undefined {
  const arn = parseArn(value);
  if (!arn?.resource || !arn.service || !arn.account) return undefined;
  const { service, account, resource } = arn;
  if (service.text === 'iam' || service.text === 'sts') return { span: service.span, message: 'A role or user is never an aws:SourceArn, which names the resource that a service works for. Use aws:PrincipalArn, or the source’s ARN.' };
  if (!shapes) return undefined;
  if (service.fixed && !shapes.some((s) => s.service === service.text))
    return { span: service.span, message: `${services} sends ARNs of ${[...new Set(shapes.map((s) => s.service))].join(' or ')}, not of ${service.text || 'an unnamed service'}: this condition never holds.` };
  const fitting = shapes.filter((s) => s.service === service.text);
  if (resource.fixed && fitting.length > 0 && !fitting.some((s) => s.resource.test(resource.text)))
    return { span: resource.span.end > resource.span.start ? resource.span : { start: 0, end: value.text.length }, message: `${services} sends ARNs like ${fitting[0]!.arn}; this one never matches.` };
  if (account.fixed && account.text === '' && fitting.length > 0 && fitting.every((s) => s.hasAccount))
    return { span: { start: 0, end: value.text.length }, message: `${services} sends ARNs with an account, like ${fitting[0]!.arn}; this one has none and never matches.` };
  return undefined;
}

function nounOf(shape: SourceShape): string {
  const name = /\$\{(\w+)\}$/.exec(shape.arn)?.[1]?.replace(/Name$/, '');
  return name ? `a ${name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}` : `${shape.service}`;
}
