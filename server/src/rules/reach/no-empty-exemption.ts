import { everybodyIn } from '../../access';
import type { ConditionTest } from '../../policy';
import { operatorFix } from '../conditionEdits';
import { withEffect } from '../reach';
import type { Fix, Rule } from '../rule';

/** Tests that exempt those callers who lack the other keys. */
const EXEMPTIONS = /^(aws:principalisawsservice|aws:viaawsservice|aws:principalservicename|aws:principalservicenameslist|kms:viaservice)$/i;

export const rule: Rule = {
  meta: {
    id: 'no-empty-exemption',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A Deny whose exemption exempts nobody (IfExists on a negated test), or exempts anonymous callers (no IfExists on aws:PrincipalIsAWSService).',
    yieldsTo: ['no-blocked-service', 'no-dead-deny', 'known-condition-operator', 'known-condition-key'],
  },
  *check(policy, { facts, kind }) {
    for (const statement of withEffect(policy, 'Deny')) {
      const tests = statement.condition?.tests ?? [];
      const exempted = tests.some((test) => EXEMPTIONS.test(test.key.text));
      for (const test of tests) {
        const { operator, ifExists, set } = facts.parseOperator(test.operator.text);
        if (!operator || set) continue;
        // What the request asks for (a grantee, an algorithm) tells nothing of who calls.
        const fact = facts.findConditionKey(test.key.text);
        const ofCaller = /^kms:CallerAccount$|^aws:Source/i.test(test.key.text) || (fact?.scope !== 'service' && fact?.category !== 'request' && fact?.category !== 'resource');
        if (ifExists && operator.negated && !exempted && ofCaller)
          yield {
            node: test.operatorMember.key,
            statement,
            rests: [test.keyMember],
            message: `IfExists exempts nobody here: a negated test holds for whoever does not send ${test.key.text}, with it and without. Exempt AWS services with aws:PrincipalIsAWSService.`,
            fixes: replacedBy(test, test.operator.text.replace(/IfExists$/, '')),
          };
        else if (kind !== 'key' && !ifExists && operator.family === 'bool' && /^aws:principalisawsservice$/i.test(test.key.text) && everybodyIn(statement) && test.list.values.some((value) => value.text.toLowerCase() === 'false'))
          yield {
            node: test.operatorMember.key,
            statement,
            rests: [test.keyMember],
            message: 'Anonymous callers do not send aws:PrincipalIsAWSService, so this Deny leaves them out. BoolIfExists hits them as well.',
            fixes: replacedBy(test, `${test.operator.text}IfExists`),
          };
      }
    }
  },
};

function replacedBy(test: ConditionTest, operator: string): Fix[] {
  return operatorFix(`Replace by ${operator}`, test, operator, 'decision');
}
