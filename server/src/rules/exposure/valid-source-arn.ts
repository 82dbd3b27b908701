import type { SourceShape } from '../../aws';
import { parseArn, typeOf, type PolicyKind, type Statement, type Value } from '../../policy';
import { described } from '../references';
import type { Span } from '../../syntax';
import type { Fix, Rule } from '../rule';
import { deployedSources, restrictingTests, servicesOf, shapeExample, sourceFacts, surroundings, written } from '../sourceConditions';

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
      const judged = services.length > 0 && known.every((k) => k !== undefined && k.shapes.length > 0) && !statement.principal.bare && !statement.principal.open && entries.every((e) => !e.list.open) && entries.flatMap((e) => e.list.values).length === services.length;
      const sources = judged ? known.flatMap((k, i): Source[] => k!.shapes.map((shape) => ({ shape, principal: services[i]!.name, sent: k!.sends.arn }))) : undefined;
      for (const test of restrictingTests(statement, context.facts, ['aws:sourcearn']))
        for (const value of test.list.values) {
          const fault = ownFault(value, statement, context.kind) ?? faultOf(value, sources);
          if (!fault) continue;
          const around = surroundings(statement, context.owner.account, context.own);
          const fixes: Fix[] = fault.instead !== undefined ? [replaceBy(value, fault.instead)] : likeliest(sources ?? [], parseArn(value)?.service?.text).slice(0, 2).flatMap((shape): Fix[] => {
            const deployed = deployedSources(shape, context.own);
            if (deployed.length > 0) return deployed.map(({ name, arn }) => ({ title: `Replace by the ARN of ${name}`, class: 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: arn }] }));
            const example = written(shapeExample(shape, around), context.own);
            return [{ title: `Replace by the ARN of ${shape.noun}`, class: 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: example }] }];
          });
          yield { node: value.node, span: fault.span, statement, message: fault.message, fixes };
        }
    }
  },
};

/** A form of aws:SourceArn, and the principal of the statement that has it. */
interface Source {
  readonly shape: SourceShape;
  readonly principal: string;
  /** AWS's pages settle that it is sent. */
  readonly sent: boolean;
}

interface Fault {
  readonly span: Span;
  readonly message: string;
  /** What was most likely meant. */
  readonly instead?: string;
}

function replaceBy(value: Value, text: string): Fix {
  return { title: `Replace by ${text}`, class: 'decision', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text }] };
}

/** The queue or key is where the request goes, not where it comes from, whoever the principal is. */
function ownFault(value: Value, { resource }: Statement, kind: PolicyKind): Fault | undefined {
  const service = parseArn(value)?.service;
  const own = value.known && resource?.values.some((one) => one.known && one.text === value.text);
  if (!service?.fixed || !(kind === 'key' ? service.text === 'kms' : service.text === 'sqs' && own)) return undefined;
  return { span: service.span, message: `This never matches: aws:SourceArn names the resource that sends the request, not the ${kind === 'key' ? 'key' : 'queue'} itself. Use the ARN of the source.` };
}

function faultOf(value: Value, sources: readonly Source[] | undefined): Fault | undefined {
  const type = typeOf(value);
  if (type?.is === 'arn') {
    const span = { start: 0, end: value.text.length };
    if (type.service === 'iam') return { span, message: `${value.text} is ${described(type)}, which is never an aws:SourceArn: that names the resource that a service works for. Use aws:PrincipalArn.` };
    if (!sources || sources.some(({ shape }) => shape.service === type.service && (type.resource === '*' || shape.resource.test(type.resource.replace('*', 'x'))))) return undefined;
    return { span, message: `${value.text} is ${described(type)}. ${sending(sources)} ARNs like ${sources[0]!.shape.arn}, so this one never matches.` };
  }
  const arn = parseArn(value);
  if (!arn?.resource || !arn.service || !arn.account) return undefined;
  const { service, account, resource } = arn;
  if (service.text === 'iam' || service.text === 'sts') return { span: service.span, message: 'A role or user is never an aws:SourceArn, which names the resource that a service works for. Use aws:PrincipalArn, or the source’s ARN.' };
  if (!sources) return undefined;
  if (service.fixed && !sources.some((s) => s.shape.service === service.text))
    return { span: service.span, message: `${sending(sources)} ARNs of ${listed(sources.map((s) => s.shape.service), 'or')}, not of ${service.text || 'an unnamed service'}: this one never matches.` };
  const fitting = sources.filter((s) => s.shape.service === service.text);
  const [first] = fitting;
  if (!first) return undefined;
  const whole = { start: 0, end: value.text.length };
  const ofDefault = service.text === 'events' && !resource.unknown ? /^rule\/default\/(.+)$/.exec(resource.text)?.[1] : undefined;
  if (ofDefault !== undefined) {
    const instead = `${value.text.slice(0, resource.span.start)}rule/${ofDefault}`;
    return { span: resource.span, message: `This never matches: rules of the default event bus are rule/NAME. Use rule/${ofDefault}.`, instead };
  }
  // No pattern with a slash or a colon matches a plain name.
  if (!resource.unknown && /[/:]/.test(resource.text) && fitting.every(({ shape }) => shape.plainName))
    return { span: resource.span, message: `${sending(fitting)} ARNs like ${first.shape.arn}; this one never matches.` };
  if (resource.fixed && !fitting.some((s) => s.shape.resource.test(resource.text)))
    return { span: resource.span.end > resource.span.start ? resource.span : whole, message: `${sending(fitting)} ARNs like ${first.shape.arn}; this one never matches.` };
  const { region } = arn;
  const emptied = fitting.every(({ shape }) => !shape.hasRegion && !shape.hasAccount) && region && [region, account].some((part) => part.fixed && part.text !== '');
  if (emptied) {
    const instead = value.known ? `${value.text.slice(0, region.span.start)}::${resource.text}` : undefined;
    return { span: whole, message: `This never matches: an ARN of ${first.shape.noun} has neither Region nor account, like ${first.shape.arn}.`, ...(instead !== undefined && { instead }) };
  }
  if (region?.fixed && region.text === '' && fitting.every(({ shape }) => shape.hasRegion))
    return { span: whole, message: `This never matches: an ARN of ${first.shape.noun} has a Region, like ${first.shape.arn}.` };
  if (account.fixed && account.text === '' && fitting.every((s) => s.shape.hasAccount))
    return { span: whole, message: `${sending(fitting)} ARNs with an account, like ${first.shape.arn}; this one has none and never matches.` };
  return undefined;
}

/** Those of the service that the ARN has, then those that are certainly sent, then in the order of the principals; each once. */
function likeliest(sources: readonly Source[], service: string | undefined): readonly SourceShape[] {
  const rank = ({ shape, sent }: Source): number => (shape.service === service ? 0 : sent ? 1 : 2);
  return [...new Map([...sources].sort((a, b) => rank(a) - rank(b)).map(({ shape }) => [shape.arn, shape])).values()];
}

function sending(sources: readonly Source[]): string {
  const principals = new Set(sources.map((s) => s.principal));
  // A longer list would hide what is said of it.
  return principals.size > 3 ? 'These services send' : `${listed(principals, 'and')} ${principals.size > 1 ? 'send' : 'sends'}`;
}

/** `a`, `a or b`, `a, b or c`. */
function listed(names: Iterable<string>, word: string): string {
  const each = [...new Set(names)];
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} ${word} ${each.at(-1)!}`;
}
