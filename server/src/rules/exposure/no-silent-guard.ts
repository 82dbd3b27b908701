import { everybodyIn, strangersRequest } from '../../access';
import type { Facts } from '../../aws';
import type { ConditionTest, Statement, Value } from '../../policy';
import { operatorFix } from '../conditionEdits';
import { listed } from '../listed';
import { CONDITION_FAULTS, optionsOf } from '../reach';
import type { Finding, Fix, Rule } from '../rule';
import { sendsSource, servicesOf, sourceConditionFixes } from '../sourceConditions';

/** What the caller writes into the request, or could: no proof of who it is. */
const CALLERS_OWN = ['aws:referer', 'aws:useragent', 'aws:securetransport'];
/** True of every request at some time. */
const NEUTRAL = ['aws:currenttime', 'aws:epochtime', 'aws:requestedregion'];

type Silence = 'if-exists' | 'for-all-values' | 'negated' | 'negated-of-present' | 'callers-own';

export const rule: Rule = {
  meta: {
    id: 'no-silent-guard',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    summary: 'An Allow to everybody or to a service whose only guard also passes for whoever does not send its key, or is the caller’s to set.',
    yieldsTo: [...CONDITION_FAULTS, 'no-public-access'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow' || !statement.condition || statement.condition.open) continue;
      // What would pass for whoever does not send the key does not where the key must be there.
      const { tests } = statement.condition;
      const required = tests.filter((test) => asksPresence(test, context.facts)).map(({ key }) => key.text.toLowerCase());
      if (tests.some((test) => silenceOf(test, required, context.facts) === undefined)) continue;
      const guards = tests.map((test) => ({ test, silence: silenceOf(test, required, context.facts) }));
      const silent = guards.find((guard): guard is { test: ConditionTest; silence: Silence } => guard.silence !== 'neutral');
      if (!silent) continue;
      const services = servicesOf(statement).filter((s) => sendsSource(s, context));
      const [service] = services;
      if (service) yield describe(silent.test, silent.silence, statement, services.map(({ value }) => value), listed(services.map(({ name }) => name)), [...ownFixes(silent.test, silent.silence, context.facts), ...sourceConditionFixes(service, statement, context)]);
      else if (everybodyIn(statement)) {
        const answer = strangersRequest(policy, statement, optionsOf(context));
        if (answer.is === 'depends') yield { holes: answer.on };
        if (answer.is === 'yes') yield describe(silent.test, silent.silence, statement, [everybodyIn(statement)!], 'anybody', ownFixes(silent.test, silent.silence, context.facts));
      }
    }
  },
};

/** `Null` with `false`: the key must be in the request. */
function asksPresence({ operator, list }: ConditionTest, facts: Facts): boolean {
  return facts.parseOperator(operator.text).operator?.family === 'null' && !list.open && list.values.length > 0 && list.values.every((value) => value.text.toLowerCase() === 'false');
}

/** Why a test holds nobody back; undefined where it does, `neutral` where it is no guard at all. */
function silenceOf(test: ConditionTest, required: readonly string[], facts: Facts): Silence | 'neutral' | undefined {
  const { operator: fact, ifExists, set } = facts.parseOperator(test.operator.text);
  const name = test.key.text.toLowerCase();
  if (!fact) return undefined;
  if (CALLERS_OWN.includes(name)) return 'callers-own';
  if (NEUTRAL.includes(name)) return 'neutral';
  // That the key is there is asked for, not what it says; that it is absent tells callers apart.
  if (fact.family === 'null') return asksPresence(test, facts) ? 'neutral' : undefined;
  if (required.includes(name)) return fact.negated ? 'negated-of-present' : undefined;
  if (ifExists) return 'if-exists';
  if (set === 'ForAllValues') return 'for-all-values';
  return fact.negated ? 'negated' : undefined;
}

function describe({ operatorMember, keyMember, operator, key }: ConditionTest, silence: Silence, statement: Statement, principals: readonly Value[], who: string, fixes: readonly Fix[]): Finding {
  const why = {
    'if-exists': `${operator.text} also passes where ${key.text} is not sent`,
    'for-all-values': `${operator.text} also passes where ${key.text} is not sent`,
    negated: `${operator.text} names who is kept out; everybody else passes, also whoever does not send ${key.text}`,
    'negated-of-present': `${operator.text} names who is kept out; everybody else who sends ${key.text} passes`,
    'callers-own': key.text.toLowerCase() === 'aws:securetransport' ? `${key.text} says how the request came, not who sends it` : `${key.text} is whatever the caller writes`,
  }[silence];
  return {
    node: silence === 'callers-own' ? keyMember.key : operatorMember.key,
    statement,
    rests: [keyMember, ...principals.map(({ node }) => node)],
    message: `${why}: as the only condition it does not limit ${who}. Test a key that names the source, without IfExists.`,
    fixes,
  };
}

/** The operator that fails for whoever lacks the key. */
function ownFixes(test: ConditionTest, silence: Silence, facts: Facts): Fix[] {
  const { text } = test.operator;
  const { operator, set } = facts.parseOperator(text);
  if (!operator || operator.negated || (silence !== 'if-exists' && silence !== 'for-all-values')) return [];
  const strict = set === 'ForAllValues' ? `ForAnyValue:${operator.name}` : text.slice(0, -'IfExists'.length);
  return operatorFix(`Replace ${text} by ${strict}`, test, strict, 'decision');
}

