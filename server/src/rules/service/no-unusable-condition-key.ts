import type { ActionFact, ConditionKeyFact } from '../../aws';
import { hasHole, type ConditionTest, type Policy, type Statement, type Value } from '../../policy';
import type { PlainValue } from '../../syntax';
import { listed } from '../listed';
import type { Fix, Rule, RuleContext } from '../rule';
import { canSplit, splitStatement } from '../splitStatement';

export const rule: Rule = {
  meta: {
    id: 'no-unusable-condition-key',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A condition key that is never sent with some of the statement’s actions.',
    accessAnalyzer: ['UNSUPPORTED_ACTION_FOR_CONDITION_KEY', 'IRRELEVANT_CONDITION_KEY_IN_POLICY'],
    yieldsTo: ['known-condition-key', 'known-condition-operator', 'no-deprecated-condition-key', 'no-dead-allow'],
  },
  *check(policy, context) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const key = context.facts.findConditionKey(test.key.text);
        if (!key || key.tagless || (key.inResourcePolicy && !key.actions && key.services.includes(serviceOf(context))) || !testsPresence(test, statement, context)) continue;
        const effect = statement.effect?.value?.text === 'Deny' ? (isNegated(test, context) ? 'always denies it' : 'never denies it') : 'never allows it';
        if (!key.inResourcePolicy) {
          yield { node: test.keyMember.key, statement, message: `${key.name} works in IAM policies alone: in a key policy no request carries it.` };
          continue;
        }
        if (key.scope === 'foreign') {
          const so = effect.startsWith('always') ? 'this condition is always true' : statement.effect?.value?.text === 'Deny' ? 'this Deny has no effect' : 'this statement has no effect';
          yield { node: test.keyMember.key, statement, message: `${context.kind === 'key' ? 'KMS' : 'SQS'} requests never carry ${key.name}, a key of another service, so ${so}.` };
          continue;
        }
        const { dead, parts } = unreached(statement, key, context);
        if (dead.length === 0 && parts.length === 0) continue;
        const named = [...dead.map(({ value }) => value.text), ...parts.flatMap(({ actions }) => actions.map((action) => action.name))];
        const whole = dead.some(({ reads }) => !reads);
        if (!whole && isLogGroupSample(statement, key)) continue;
        yield {
          node: test.keyMember.key,
          statement,
          // AWS's own samples have Describe* beside actions that carry the key; what only reads about a key is not missed.
          ...((!key.actionsCertain || !whole) && { severity: 'hint' as const }),
          message: `Requests for ${listed(named)} never carry ${key.name}, so this statement ${named.length === 1 ? effect : effect.replace('it', 'them')}.`,
          fixes: fixesFor(policy, statement, test, dead.map(({ value }) => value)),
        };
      }
  },
};

/**
 * AWS prints kms:Describe* beside actions that carry the key in the statement for CloudWatch Logs.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html (2026-11)
 */
function isLogGroupSample({ principal }: Statement, { name }: ConditionKeyFact): boolean {
  return name.toLowerCase() === 'kms:encryptioncontext:aws:logs:arn' && principal !== undefined && principal.entries.length > 0 && principal.entries.every(({ type, list }) => type === 'Service' && list.values.every(({ text }) => text.startsWith('logs.')));
}

/** Whether the test means something else where the key is absent than where it is there with another value. */
function testsPresence({ operator }: ConditionTest, statement: Statement, { facts }: RuleContext): boolean {
  const { operator: fact, ifExists, set } = facts.parseOperator(operator.text);
  if (!fact || fact.family === 'null' || ifExists || set === 'ForAllValues') return false;
  // An Allow that names who is kept out lets the rest in, as it says.
  return !fact.negated || statement.effect?.value?.text === 'Deny';
}

function isNegated({ operator }: ConditionTest, { facts }: RuleContext): boolean {
  const { operator: fact, set } = facts.parseOperator(operator.text);
  return fact?.negated === true && set !== 'ForAnyValue';
}

/** KMS's own between its Regions; nobody misses it under a wildcard. */
const OWN_BUSINESS = 'kms:SynchronizeMultiRegionKey';

interface Unreached {
  /** Values all of whose actions never carry the key; `reads`: all of them only read about the key or queue. */
  readonly dead: readonly { readonly value: Value; readonly reads: boolean }[];
  /** Wildcards with such actions among others. */
  readonly parts: readonly { readonly value: Value; readonly actions: readonly ActionFact[] }[];
}

function serviceOf({ kind }: RuleContext): 'kms' | 'sqs' {
  return kind === 'key' ? 'kms' : 'sqs';
}

function unreached(statement: Statement, key: ConditionKeyFact, context: RuleContext): Unreached {
  const { facts } = context;
  const service = serviceOf(context);
  const carries = (action: ActionFact): boolean => key.services.includes(service) && (key.actions === undefined || key.actions.includes(action.name));
  const dead: { value: Value; reads: boolean }[] = [];
  const parts: { value: Value; actions: ActionFact[] }[] = [];
  for (const value of statement.action?.values ?? []) {
    if (hasHole(value) || !value.certain) continue;
    // What a policy of this kind cannot grant anyway is another rule's.
    const matched = facts.expandAction(value.text).filter((action) => action.service === service && action.inResourcePolicy === 'effective');
    const without = matched.filter((action) => !carries(action) && (action.name !== OWN_BUSINESS || matched.length === 1));
    if (without.length === 0) continue;
    if (without.length === matched.length) dead.push({ value, reads: matched.every((action) => action.access.every((level) => level === 'Read' || level === 'List') && !action.bare.startsWith('Decrypt')) });
    else parts.push({ value, actions: without });
  }
  return { dead, parts };
}

/** The actions that never carry the key, in a statement without it. */
function fixesFor(policy: Policy, statement: Statement, test: ConditionTest, dead: readonly Value[]): Fix[] {
  const values = statement.action?.values ?? [];
  if (dead.length === 0 || dead.length === values.length || !canSplit(policy, statement)) return [];
  const moved = [dead.map((value) => values.indexOf(value))];
  const change = (copy: Readonly<Record<string, PlainValue>>): Record<string, PlainValue> => without(copy, test);
  return [{ title: `Move ${listed(dead.map((value) => value.text))} to a statement without ${test.key.text}`, class: 'decision', edits: () => splitStatement(policy, statement, { moved, change }) }];
}

function without(copy: Readonly<Record<string, PlainValue>>, { operator, key }: ConditionTest): Record<string, PlainValue> {
  const { Condition: condition, ...rest } = copy as Record<string, PlainValue> & { Condition?: Record<string, Record<string, PlainValue>> };
  if (condition === undefined) return rest;
  const left = Object.entries(condition).flatMap(([name, keys]) => {
    const kept = Object.entries(keys).filter(([k]) => name !== operator.text || k !== key.text);
    return kept.length === 0 ? [] : [[name, Object.fromEntries(kept)] as const];
  });
  return left.length === 0 ? rest : { ...rest, Condition: Object.fromEntries(left) };
}
