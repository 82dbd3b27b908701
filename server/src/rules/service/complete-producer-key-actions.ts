import { hasHole, holesOf, type Hole, type Policy, type Statement, type Value } from '../../policy';
import { addValues } from '../listEdits';
import { isWhole } from '../leastPrivilege';
import type { Fix, Rule, RuleContext } from '../rule';
import { servicesOf } from '../sourceConditions';

interface Need {
  readonly service: string;
  /** All of them are needed by a service that has this one; absent: by one that has any. */
  readonly if?: string;
  readonly actions: readonly string[];
  readonly severity?: 'information';
  readonly why: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services (2026-11) */
const DELIVERY = { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], why: 'it needs both to deliver to an encrypted queue or topic, and loses messages without a word' } as const;
const NEEDS: readonly Need[] = [
  // S3 uses keys for its own objects as well, and then needs GenerateDataKey alone.
  { service: 'sns.amazonaws.com', ...DELIVERY },
  { service: 'events.amazonaws.com', ...DELIVERY },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html (2026-11)
  { service: 'cloudwatch.amazonaws.com', actions: DELIVERY.actions, why: 'an alarm needs both to notify an encrypted topic, and fails without a word' },
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html (2026-11)
  { service: 'cloudtrail.amazonaws.com', if: 'kms:GenerateDataKey', actions: ['kms:GenerateDataKey', 'kms:DescribeKey'], severity: 'information', why: 'AWS requires both for a trail that is encrypted with this key' },
];

export const rule: Rule = {
  meta: {
    id: 'complete-producer-key-actions',
    category: 'service',
    kinds: ['key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    summary: 'SNS, EventBridge, an alarm of CloudWatch or CloudTrail has one of the two key actions that it needs.',
    yieldsTo: ['known-action'],
  },
  *check(policy, context) {
    if (!isWhole(policy)) return;
    for (const need of NEEDS) {
      const granted = grantsTo(need, policy, context);
      const first = granted.statements[0];
      const [lacking, ...others] = need.actions.filter((action) => !granted.actions.has(action));
      if (!first || lacking === undefined || others.length > 0 || (need.if !== undefined && !granted.actions.has(need.if))) continue;
      if (granted.holes.length > 0) {
        yield { holes: granted.holes };
        continue;
      }
      const has = need.actions.find((action) => action !== lacking)!;
      yield {
        node: first.value.node,
        statement: first.statement,
        // The one that it lacks may stand there misspelt.
        rests: [first.value.node, ...first.statement.action!.values.filter(({ text }) => context.facts.nearest(text, [lacking])).map(({ node }) => node)],
        ...(need.severity && { severity: need.severity }),
        message: `${first.value.text} has ${has} and lacks ${lacking}: ${need.why}.`,
        fixes: fixesFor(first.statement, lacking, context),
      };
    }
  },
};

function fixesFor(statement: Statement, lacking: string, { facts }: RuleContext): Fix[] {
  // Beside a condition that its requests do not carry it would be allowed nothing.
  const dead = statement.condition?.tests.some(({ key }) => facts.findConditionKey(key.text)?.actions?.includes(lacking) === false);
  const edits = dead ? undefined : addValues(statement.action!, [lacking]);
  return edits ? [{ title: `Add ${lacking}`, class: 'decision', edits: () => edits }] : [];
}

/** What all statements together let a service do, and those that let it do one of the two. */
function grantsTo({ service: producer, actions: needed }: Need, policy: Policy, { facts }: RuleContext): { readonly actions: Set<string>; readonly statements: { statement: Statement; value: Value }[]; readonly holes: Hole[] } {
  const actions = new Set<string>();
  const statements: { statement: Statement; value: Value }[] = [];
  const holes: Hole[] = [];
  for (const statement of policy.statements) {
    if (statement.effect?.value?.text !== 'Allow') continue;
    const service = servicesOf(statement).find(({ name }) => facts.findServicePrincipal(name)?.fact.name === producer);
    if (!service) continue;
    const values = statement.action?.values ?? [];
    for (const value of values) if (hasHole(value)) holes.push({ label: value.text, node: value.node });
    holes.push(...(statement.action?.holes ?? []));
    if (statement.notAction) {
      // Everything but these.
      const kept = new Set(statement.notAction.values.flatMap((value) => facts.expandAction(value.text).map((fact) => fact.name)));
      holes.push(...statement.notAction.holes, ...statement.notAction.values.flatMap(holesOf));
      for (const name of needed) if (!kept.has(name)) actions.add(name);
    }
    const named = values.flatMap((value) => facts.expandAction(value.text).map((fact) => fact.name)).filter((name) => needed.includes(name));
    for (const name of named) actions.add(name);
    if (named.length > 0) statements.push({ statement, value: service.value });
  }
  return { actions, statements, holes };
}
