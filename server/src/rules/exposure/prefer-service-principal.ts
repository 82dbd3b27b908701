import type { Facts } from '../../aws';
import { holesOf, holesWithin, parseArn, typeOf, type Hole, type Statement } from '../../policy';
import { everybodyIn } from '../../access';
import { snsPrincipalFor } from '../home';
import type { Rule } from '../rule';
import { isUnlimited, restrictingTests } from '../sourceConditions';

const SOURCE = ['aws:sourcearn', 'aws:sourceaccount'];

export const rule: Rule = {
  meta: {
    id: 'prefer-service-principal',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'hint', strict: 'information' },
    fix: 'decision',
    scope: 'statement',
    summary: 'Principal * that only aws:SourceArn holds back: it works, but the service can be named.',
    yieldsTo: ['no-public-access', 'valid-source-arn'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements) {
      const everybody = everybodyIn(statement);
      const { principal, condition } = statement;
      if (statement.effect?.value?.text !== 'Allow' || !everybody || !principal || !condition || condition.open) continue;
      const alone = principal.bare !== undefined || (principal.entries.length === 1 && principal.entries[0]!.list.values.length === 1 && !principal.entries[0]!.list.open);
      // Other conditions may be there for callers that are no services.
      if (!alone || !principal.member.value || condition.tests.some((test) => !SOURCE.includes(test.key.text.toLowerCase()))) continue;
      const service = serviceOf(statement, facts);
      if (service === undefined) continue;
      if (typeof service !== 'string') {
        yield { holes: service };
        continue;
      }
      // That no other service sends these ARNs is what AWS's documents show, not what they promise: a person has to look.
      const name = (service === 'sns.amazonaws.com' ? snsPrincipalFor(restrictingTests(statement, facts, ['aws:sourcearn']).flatMap((test) => test.list.values), statement) : undefined) ?? service;
      yield {
        node: everybody.node,
        statement,
        rests: [everybody.node, ...condition.tests.map(({ keyMember }) => keyMember)],
        message: `Only aws:SourceArn keeps strangers out here, and only ${name} sends it: name the service as principal, so that a lost condition opens nothing.`,
        fixes: [{ title: `Name ${name} as principal`, class: 'decision', edits: () => [{ kind: 'replaceValue', node: principal.member.value!, value: { Service: name } }] }],
      };
    }
  },
};

/** The one service that sends all the ARNs named, as far as their service is known; the holes that it depends on. */
function serviceOf(statement: Statement, facts: Facts): string | readonly Hole[] | undefined {
  const tests = restrictingTests(statement, facts, ['aws:sourcearn']);
  const values = tests.flatMap((test) => test.list.values);
  if (values.length === 0 || tests.some((test) => test.list.open || !test.certain) || values.some(isUnlimited)) return undefined;
  const holes: Hole[] = [];
  const segments = new Set<string>();
  for (const value of values) {
    const type = typeOf(value);
    if (type?.is === 'arn') {
      segments.add(type.service);
      continue;
    }
    const service = parseArn(value)?.service;
    const unknown = service ? holesWithin(value, service.span) : holesOf(value);
    if (unknown.length > 0) holes.push(...unknown);
    else segments.add(service?.text ?? '');
  }
  const senders = facts.servicePrincipals.filter(({ sender }) => sender?.kind === 'policy' && [...segments].every((segment) => sender.shapes.some((shape) => shape.service === segment)));
  return senders.length === 0 ? undefined : holes.length > 0 ? holes : senders.length === 1 ? senders[0]!.name : undefined;
}
