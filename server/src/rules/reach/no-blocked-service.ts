import { blockedService } from '../../access';
import type { Statement } from '../../policy';
import { conditionFix } from '../conditionEdits';
import { placeOfStatement } from '../places';
import { nameOf, optionsOf, withEffect } from '../reach';
import type { Finding, Rule, RuleContext } from '../rule';
import { servicesOf, type NamedService } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'no-blocked-service',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'A Deny stops the service that another statement lets in.',
    yieldsTo: ['valid-json', 'known-element', 'valid-effect', 'known-condition-operator', 'known-condition-key', 'valid-principal'],
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
          yield { node: service.value.node, statement: allow, message: `${service.name} never gets in here: the Denies together stop every request of its.`, related: answer.by.map((one) => ({ ...placeOfStatement(one), message: 'a Deny that takes part' })) };
          continue;
        }
        // One Deny that stops several services is one fault.
        if (!reported.has(deny)) yield describe(deny, allow, service, context);
        reported.add(deny);
      }
  },
};

function describe(deny: Statement, allow: Statement, service: NamedService, { facts }: RuleContext): Finding {
  const tests = deny.condition?.tests ?? [];
  const negated = tests.find((test) => facts.parseOperator(test.operator.text).operator?.negated);
  const place = negated ? { node: negated.keyMember.key } : deny.notPrincipal ? { node: deny.notPrincipal.member.key } : placeOfStatement(deny);
  const why = negated
    ? negated.operator.text.endsWith('IfExists')
      ? `${service.name} never sends ${negated.key.text}, and IfExists makes a negated test hold then as well`
      : `${service.name} never sends ${negated.key.text}${facts.findConditionKey(negated.key.text)?.presence.service === 'never' ? '' : ' as this wants it'}, and a negated test then holds`
    : deny.notPrincipal
      ? 'a Deny with NotPrincipal hits every AWS service, whoever it names'
      : 'it denies everybody, services included';
  const exempted = deny.certain && !tests.some((test) => test.key.text.toLowerCase() === 'aws:principalisawsservice');
  return {
    ...place,
    statement: deny,
    message: `This Deny stops ${service.name}, which ${nameOf(allow)} lets in: ${why}.${exempted ? ' Exempt AWS services with aws:PrincipalIsAWSService.' : ''}`,
    related: [{ node: service.value.node, message: `${service.name} is let in here` }],
    fixes: exempted ? conditionFix('Exempt AWS services from this Deny', deny, { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }) : [],
  };
}

