import { snsPrincipal } from '../../aws';
import { hasHole, holesWithin, parseArn, type Policy, type PrincipalEntry, type Statement, type Value, type ValueList } from '../../policy';
import { findMember, type Edit } from '../../syntax';
import { homeRegion, mindsOptIn } from '../home';
import type { Finding, Fix, Rule, RuleContext, Undecided } from '../rule';
import { restrictingTests } from '../sourceConditions';

const SNS = /^sns\.(?:[a-z0-9-]+\.)?amazonaws\.com$/;

export const rule: Rule = {
  meta: {
    id: 'require-regional-principal',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'repair',
    summary: 'A service principal under a name that the service does not have there: SNS between Regions of which one is opt-in, a name of China for a service that keeps its own.',
    yieldsTo: ['valid-principal', 'valid-source-arn', 'valid-arn', 'no-mixed-partition'],
  },
  *check(policy, context) {
    const minds = policy.statements.some(mindsOptIn);
    for (const statement of policy.statements) {
      for (const { key, list } of statement.condition?.tests ?? []) if (/^aws:principalservicename(slist)?$/i.test(key.text)) for (const value of list.values) yield* inChina(value, list, statement, context);
      for (const element of [statement.principal, statement.notPrincipal])
        for (const entry of element?.entries ?? []) {
          if (entry.type !== 'Service') continue;
          for (const value of entry.list.values) yield* inChina(value, entry.list, statement, context);
          if (minds && element === statement.principal && statement.effect?.value?.text === 'Allow') yield* betweenRegions(entry, statement, policy, context);
        }
    }
  },
};

function* inChina(value: Value, { values }: ValueList, statement: Statement, { facts, kind }: RuleContext): Iterable<Finding> {
  const match = facts.findServicePrincipal(value.text);
  if (match?.domain !== 'amazonaws.com.cn' || match.region !== undefined || !match.fact.sameInChina) return;
  const { name } = match.fact;
  // A Deny that spares a service, or begins to hit one, is another Deny.
  const isRepair = statement.effect?.value?.text === 'Allow' && !statement.notPrincipal;
  yield {
    node: value.node,
    statement,
    message: `Use ${name}: it has the same name in China. ${kind === 'key' || !principal(statement, value) ? `No service calls as ${value.text}.` : `SQS rejects names like ${value.text}.`}`,
    fixes: values.some((other) => other.text === name) ? [] : [{ title: `Replace by ${name}`, class: isRepair ? 'repair' : 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: name }] }],
  };
}

function principal({ condition }: Statement, value: Value): boolean {
  return condition?.tests.every(({ list }) => !list.values.includes(value)) ?? true;
}

function* betweenRegions(entry: PrincipalEntry, statement: Statement, policy: Policy, { facts }: RuleContext): Iterable<Finding | Undecided> {
  const values = entry.list.values.filter((value) => SNS.test(value.text));
  const [first] = values;
  if (!first || entry.list.open || entry.list.values.some(hasHole)) return;
  const sources = restrictingTests(statement, facts, ['aws:sourcearn']).filter((test) => test.certain && !test.list.open).flatMap((test) => test.list.values);
  const topics = sources.filter(isTopic);
  const home = homeRegion([statement]) ?? homeRegion(policy.statements);
  if (!home || topics.length === 0) return;
  const missing = new Map<string, { readonly topic: Value; readonly region: string }>();
  let others = sources.length - topics.length;
  for (const topic of topics) {
    const { region } = topic.arn!;
    const holes = [...holesWithin(topic, region!.span), ...home.holes];
    if (holes.length > 0) {
      // What is filled in from the same place is the same Region, and one that everybody has needs no other name towards another such.
      if (region!.text !== home.region && [region!.text, home.region].some((name) => facts.findRegion(name)?.optIn)) yield { holes };
      continue;
    }
    const name = snsPrincipal(region!.text, home.region);
    if (name === undefined || name === 'sns.amazonaws.com' || values.some((value) => value.text === name)) others++;
    else missing.set(name, { topic, region: region!.text });
  }
  for (const [name, { topic, region }] of missing)
    yield {
      node: first.node,
      statement,
      rests: [first.node, topic.node],
      message: `SNS sends from ${region} to ${home.region} as ${name}: one of the two is an opt-in Region. ${first.text} never matches there.`,
      related: [{ node: topic.node, message: `the topic is in ${region}` }],
      fixes: fixes(name, first, entry, others === 0 && missing.size === 1 && values.length === 1),
    };
}

/** Where no topic needs the name that stands there, the other one takes its place; else both are needed. */
function fixes(name: string, value: Value, entry: PrincipalEntry, alone: boolean): Fix[] {
  if (alone) return [{ title: `Replace by ${name}`, class: 'repair', edits: () => [{ kind: 'replaceValue', node: value.node, value: name }] }];
  const { list } = value;
  const add: Edit | undefined = list ? { kind: 'insertItem', array: list, index: list.items.length, value: name } : findMember(entry.map, 'Service')?.value === value.node ? { kind: 'wrapInArray', node: value.node, append: [name] } : undefined;
  return add ? [{ title: `Add ${name}`, class: 'decision', edits: () => [add] }] : [];
}

function isTopic(value: Value): boolean {
  const arn = parseArn(value);
  return arn?.service?.text === 'sns' && arn.resource !== undefined && arn.region !== undefined && !/[*?]/.test(arn.region.text);
}
