import { conditionFix } from '../conditionEdits';
import { servesQueue } from '../leastPrivilege';
import { everybodyIn } from '../../access';
import { withEffect } from '../reach';
import type { Rule } from '../rule';

/** Not in a call that a service forwards; of the address the guides of IAM and KMS say different things. */
const NETWORK = /^aws:(sourceip|sourcevpc|sourcevpce)$/i;
const EXEMPTIONS = /^(aws:viaawsservice|kms:viaservice|aws:calledvia.*)$/i;
/** What SQS asks of the key for whoever sends and receives. */
const FOR_CONSUMERS = ['kms:Decrypt', 'kms:GenerateDataKey'];

export const rule: Rule = {
  meta: {
    id: 'no-stopped-forwarding',
    category: 'reach',
    kinds: ['key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    summary: 'A Deny on the network stops SQS from using the key for its consumers.',
    yieldsTo: ['no-blocked-service', 'known-condition-operator', 'known-condition-key'],
  },
  *check(policy, context) {
    if (!servesQueue(policy, context)) return;
    for (const statement of withEffect(policy, 'Deny')) {
      const tests = statement.condition?.tests ?? [];
      const networks = tests.filter((test) => NETWORK.test(test.key.text) && context.facts.parseOperator(test.operator.text).operator?.negated);
      // All of them have to be met.
      const network = networks.find(({ key }) => isAddress(key.text)) ?? networks[0];
      if (!network || !everybodyIn(statement) || tests.some((test) => EXEMPTIONS.test(test.key.text))) continue;
      if (!statement.action?.values.some((value) => context.facts.expandAction(value.text).some((action) => FOR_CONSUMERS.includes(action.name)))) continue;
      yield {
        node: network.keyMember.key,
        statement,
        ...(isAddress(network.key.text) && { severity: 'information' as const }),
        message: isAddress(network.key.text)
          ? 'AWS does not say clearly whether calls that SQS forwards keep aws:SourceIp. If not, this Deny stops receiving from an encrypted queue. Exempt aws:ViaAWSService.'
          : `SQS uses the key for its consumers without their ${network.key.text}: this Deny stops receiving from an encrypted queue. Exempt forwarded calls with aws:ViaAWSService.`,
        fixes: conditionFix('Exempt calls that AWS services forward', statement, { BoolIfExists: { 'aws:ViaAWSService': 'false' } }),
      };
    }
  },
};

function isAddress(key: string): boolean {
  return key.toLowerCase() === 'aws:sourceip';
}
