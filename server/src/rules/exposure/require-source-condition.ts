import { everybodyIn } from '../../access';
import type { Facts } from '../../aws';
import { hasHole, type Statement, type Value } from '../../policy';
import type { Member } from '../../syntax';
import { malformedConditions, misspeltConditions, misspeltTests } from '../meant';
import { CONDITION_FAULTS } from '../reach';
import type { Finding, Rule, RuleContext } from '../rule';
import { conditionFix } from '../conditionEdits';
import { conditionHoles, isUnlimited, restrictingTests, sendsSource, servicesOf, SOFT_ON_KEYS, sourceConditionFixes, SOURCE_KEYS, surroundings, type NamedService } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'require-source-condition',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A service is allowed in whoever it works for: nothing pins aws:SourceArn, aws:SourceAccount or the organization.',
    accessAnalyzer: ['RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL'],
    yieldsTo: [...CONDITION_FAULTS, 'no-deprecated-condition-key', 'matching-condition-operator', 'no-silent-guard', 'no-dead-allow'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      const exposed = [...servicesOf(statement), ...servicesByCondition(statement, context.facts)].filter((s) => sendsSource(s, context) || contextOf(s, context));
      if (exposed.length === 0 || onlyReads(statement) || encryptionContextPins(statement, context.facts)) continue;
      const tests = restrictingTests(statement, context.facts, SOURCE_KEYS).filter((t) => t.list.open || t.list.values.every((v) => !isUnlimited(v)));
      if (tests.some((t) => t.certain)) continue;
      const holes = conditionHoles(statement) ?? (tests.length > 0 ? [{ label: 'Condition', node: tests[0]!.key.node }] : undefined);
      if (holes) {
        yield { holes };
        continue;
      }
      // A condition on the source that a slip keeps from being one.
      const meant = [...testsOnSource(statement), ...misspeltTests(statement, context.facts, SOURCE_KEYS).map(({ test }) => test.keyMember), ...misspeltConditions(statement, SOURCE_KEYS), ...malformedConditions(statement)];
      for (const service of exposed) {
        const instead = contextOf(service, context);
        if (instead) {
          yield { node: service.value.node, statement, rests: [service.value.node, ...meant], severity: 'information', ...instead(statement) };
          continue;
        }
        const soft = context.kind === 'key' && SOFT_ON_KEYS.test(service.name);
        yield {
          node: service.value.node,
          statement,
          rests: [service.value.node, ...meant],
          message: soft
            ? `${service.name} may use this key for any AWS account. AWS's pages disagree on whether it sends aws:SourceArn to KMS: try a condition out before you rely on it.`
            : `${service.name} may act here for any AWS account: no condition says for which resource. Add aws:SourceArn${context.kind === 'key' ? ' or aws:SourceAccount' : ''}.`,
          ...(soft && { severity: 'information' as const }),
          fixes: soft ? [] : sourceConditionFixes(service, statement, context),
        };
      }
    }
  },
};

/** Under `*` a fixed aws:PrincipalServiceName is as good as the service principal, and as much in need of a source. */
function servicesByCondition(statement: Statement, facts: Facts): readonly NamedService[] {
  if (!everybodyIn(statement)) return [];
  return restrictingTests(statement, facts, ['aws:principalservicename', 'aws:principalservicenameslist']).flatMap((test) => (test.certain ? test.list.values.filter((value) => value.known && !/[*?]/.test(value.text)).map((value) => ({ value, name: value.text })) : []));
}

/** What is said of a service that sends no source to a key, but an encryption context that tells as much. */
function contextOf({ name }: NamedService, { kind, facts, owner }: RuleContext): ((statement: Statement) => Pick<Finding, 'message' | 'fixes'>) | undefined {
  const match = kind === 'key' ? facts.findServicePrincipal(name) : undefined;
  const { insteadKey, sendsSourceArn } = match?.fact.keyUser ?? {};
  if (!match || sendsSourceArn !== false || insteadKey !== LOG_GROUP) return undefined;
  return (statement) => {
    const { partition, account } = surroundings(statement, owner.account);
    const groups = `arn:${match.region === undefined ? partition : (facts.findRegion(match.region)?.partition ?? partition)}:logs:${match.region ?? '<region>'}:${account}:*`;
    return {
      message: `Any AWS account's log groups can use this key. Limit CloudWatch Logs with ${insteadKey}, as AWS recommends.`,
      fixes: conditionFix('Limit to the log groups of one account', statement, { ArnLike: { [insteadKey]: groups } }),
    };
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html (2026-11) */
const LOG_GROUP = 'kms:EncryptionContext:aws:logs:arn';

function testsOnSource({ condition }: Statement): readonly Member[] {
  return (condition?.tests ?? []).filter(({ key }) => /^aws:source(arn|account|owner|orgid|orgpaths)$/i.test(key.text)).map(({ keyMember }) => keyMember);
}

/** Describe, Get and List alone give away no data. */
function onlyReads(statement: Statement): boolean {
  const values = statement.action?.values ?? [];
  return values.length > 0 && values.every((v) => /^kms:(Describe|Get|List)/i.test(v.text));
}

/** It names an account, a bucket, or one thing in full. A hole is taken as the value that a person will fill in. */
function pins(value: Value): boolean {
  if (hasHole(value) || /\d{12}/.test(value.text)) return true;
  return /^arn:[^:]*:s3:::[^*?]/.test(value.text) || (!/[*?]/.test(value.text) && value.text !== '');
}

/** CloudTrail, CloudWatch Logs and others are pinned by the encryption context, which carries an account or an ARN. */
function encryptionContextPins(statement: Statement, facts: Facts): boolean {
  return (statement.condition?.tests ?? []).some((test) => {
    const { operator, ifExists, set } = facts.parseOperator(test.operator.text);
    if (!/^kms:encryptioncontext:./i.test(test.key.text) || !operator || operator.negated || ifExists || set === 'ForAllValues') return false;
    return test.list.open || test.list.values.every(pins);
  });
}
