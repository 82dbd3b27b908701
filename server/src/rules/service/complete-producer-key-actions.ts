import { hasHole, holesOf, type Hole, type Policy, type Statement, type Value } from '../../policy';
import { addValues } from '../listEdits';
import { isWhole } from '../leastPrivilege';
import type { Rule, RuleContext } from '../rule';
import { servicesOf } from '../sourceConditions';

/**
 * To put a message into an encrypted queue a service needs both.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services (2026-11)
 */
const NEEDED = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
/** S3 uses keys for its own objects as well, and then needs GenerateDataKey alone. */
const PRODUCERS = ['sns.amazonaws.com', 'events.amazonaws.com'];

export const rule: Rule = {
  meta: {
    id: 'complete-producer-key-actions',
    category: 'service',
    kinds: ['key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    summary: 'SNS or EventBridge has one of the two key actions that sending to an encrypted queue takes.',
    yieldsTo: ['known-action'],
  },
  *check(policy, context) {
    if (!isWhole(policy)) return;
    for (const producer of PRODUCERS) {
      const granted = grantsTo(producer, policy, context);
      const first = granted.statements[0];
      const missing = NEEDED.filter((action) => !granted.actions.has(action));
      if (!first || missing.length !== 1) continue;
      if (granted.holes.length > 0) {
        yield { holes: granted.holes };
        continue;
      }
      const [lacking] = missing;
      const has = NEEDED.find((action) => action !== lacking)!;
      const edits = addValues(first.statement.action!, [lacking!]);
      yield {
        node: first.value.node,
        statement: first.statement,
        // The one that it lacks may stand there misspelt.
        rests: [first.value.node, ...first.statement.action!.values.filter(({ text }) => context.facts.nearest(text, [lacking!])).map(({ node }) => node)],
        message: `${first.value.text} has ${has} and lacks ${lacking}: it needs both to deliver to an encrypted queue or topic, and loses messages without a word.`,
        fixes: edits ? [{ title: `Add ${lacking}`, class: 'decision', edits: () => edits }] : [],
      };
    }
  },
};

/** What all statements together let a service do, and those that let it do one of the two. */
function grantsTo(producer: string, policy: Policy, { facts }: RuleContext): { readonly actions: Set<string>; readonly statements: { statement: Statement; value: Value }[]; readonly holes: Hole[] } {
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
      for (const name of NEEDED) if (!kept.has(name)) actions.add(name);
    }
    const named = values.flatMap((value) => facts.expandAction(value.text).map((fact) => fact.name)).filter((name) => NEEDED.some((action) => action === name));
    for (const name of named) actions.add(name);
    if (named.length > 0) statements.push({ statement, value: service.value });
  }
  return { actions, statements, holes };
}
