import { blockedService } from '../../access';
import type { Facts } from '../../aws';
import type { Statement } from '../../policy';
import { exceptionFix, exceptionsOf, exemptionFix, sparesOnly } from '../exceptions';
import { listed } from '../listed';
import { placeOfStatement, relatedStatement, type Place } from '../places';
import { CONDITION_FAULTS, nameOf, optionsOf, partsOfDeny, testsAgainst, withEffect } from '../reach';
import type { Finding, Fix, Rule, RuleContext } from '../rule';
import { servicesOf, type NamedService } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'no-blocked-service',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'A Deny stops the service that another statement lets in.',
    yieldsTo: [...CONDITION_FAULTS, 'valid-principal'],
  },
  *check(policy, context) {
    if (withEffect(policy, 'Deny').length === 0) return;
    const reported = new Set<Statement>();
    for (const allow of withEffect(policy, 'Allow'))
      for (const service of servicesOf(allow)) {
        const answer = blockedService(policy, allow, service.name, optionsOf(context));
        if (answer.is === 'depends') yield { holes: answer.on };
        if (answer.is !== 'yes') continue;
        const [deny, ...others] = answer.by;
        if (!deny || others.length > 0) {
          yield { node: service.value.node, statement: allow, rests: [...answer.by.flatMap(partsOfDeny), ...testsAgainst(answer.by, allow)], message: `${service.name} never gets in here: the Denies together stop all of its requests.`, related: answer.by.map((one) => relatedStatement(one, 'a Deny that takes part')) };
          continue;
        }
        // One Deny that stops several services is one fault.
        if (!reported.has(deny)) yield describe(deny, allow, service, context);
        reported.add(deny);
      }
  },
};

function describe(deny: Statement, allow: Statement, service: NamedService, { facts }: RuleContext): Finding {
  const related = [{ node: service.value.node, message: `${service.name} is let in here` }];
  const rests = [...partsOfDeny(deny), ...testsAgainst([deny], allow)];
  const exempting = exemptionFix(deny);
  const [exception] = exceptionsOf([deny], allow, facts);
  // To spare the other source is less than to spare every service.
  if (exception)
    return {
      node: exception.test.keyMember.key,
      statement: deny,
      rests,
      message: `This Deny stops ${service.name}, which ${nameOf(allow)} lets in for ${listed(exception.forgotten, 2)}: it ${sparesOnly(exception)}.`,
      related,
      fixes: [...exceptionFix([exception]), ...exempting],
    };
  const { place, why, fixes = [] } = reasonOf(deny, service.name, facts);
  return {
    ...place,
    statement: deny,
    rests,
    message: `This Deny stops ${service.name}, which ${nameOf(allow)} lets in: ${why}.${exempting.length > 0 && fixes.length === 0 ? ' Exempt AWS services with aws:PrincipalIsAWSService.' : ''}`,
    related,
    fixes: [...fixes, ...exempting],
  };
}

function reasonOf(deny: Statement, service: string, facts: Facts): { readonly place: Place; readonly why: string; readonly fixes?: readonly Fix[] } {
  const tests = deny.condition?.tests ?? [];
  const negated = tests.find((test) => facts.parseOperator(test.operator.text).operator?.negated);
  if (negated) {
    const never = `${service} never sends ${negated.key.text}`;
    const why = negated.operator.text.endsWith('IfExists')
      ? `${never}, and IfExists makes a negated test hold then as well`
      : facts.findConditionKey(negated.key.text)?.presence.service === 'never'
        ? `${never}, and a negated test then holds`
        : `${never} with a value that this spares`;
    return { place: { node: negated.keyMember.key }, why };
  }
  if (deny.notPrincipal) return { place: { node: deny.notPrincipal.member.key }, why: 'a Deny with NotPrincipal hits every AWS service, whoever it names' };
  const transport = tests.find((test) => test.key.text.toLowerCase() === 'aws:securetransport' && test.list.values.length === 1 && test.list.values[0]!.text.toLowerCase() === 'true');
  if (transport)
    return {
      place: { node: transport.list.values[0]!.node },
      why: 'it denies requests over TLS, not those over plain HTTP',
      fixes: [{ title: 'Deny plain HTTP in its place', class: 'decision', edits: () => [{ kind: 'replaceValue', node: transport.list.values[0]!.node, value: 'false' }] }],
    };
  const [first] = tests;
  return first ? { place: { node: first.keyMember.key }, why: `whatever it sends meets this test of ${first.key.text}` } : { place: placeOfStatement(deny), why: 'it denies everybody, services included' };
}
