import { reachable } from '../../access';
import { suits, type Facts } from '../../aws';
import type { ConditionTest, PrincipalEntry, Statement, Value } from '../../policy';
import { asMeant } from '../meant';
import { serviceFix } from '../namedSource';
import { ask, CONDITION_FAULTS, culprits, optionsOf, withEffect } from '../reach';
import type { Finding, Fix, Rule, RuleContext, Undecided } from '../rule';

/** What a caller of the other sort sends in place of the key. */
const FOR_SERVICES = new Map([['aws:principalorgid', 'aws:SourceOrgID'], ['aws:principalorgpaths', 'aws:SourceOrgPaths'], ['aws:principalaccount', 'aws:SourceAccount'], ['aws:principalarn', 'aws:SourceArn']]);
const FOR_PRINCIPALS = new Map([['aws:sourceorgid', 'aws:PrincipalOrgID'], ['aws:sourceorgpaths', 'aws:PrincipalOrgPaths'], ['aws:sourceaccount', 'aws:PrincipalAccount'], ['aws:sourcearn', 'aws:PrincipalArn']]);
/** An account beside its source is what AWS's own guide shows. */
const SOURCE = /^aws:source(arn|account|owner|orgid|orgpaths)$/i;
/** No AWS page says what these hold where a service calls. */
const UNKNOWN_OF_SERVICES = /^(kms:calleraccount|aws:principaltype|aws:userid)$/i;

export const rule: Rule = {
  meta: {
    id: 'no-dead-allow',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'An Allow that no request can ever meet: its callers never send a key that it tests, or its conditions contradict each other.',
    accessAnalyzer: ['UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL'],
    yieldsTo: CONDITION_FAULTS,
  },
  *check(policy, context) {
    for (const written of withEffect(policy, 'Allow')) {
      if (!written.condition || written.condition.tests.length === 0) continue;
      const isAlive = (one: Statement): boolean => ask(policy, context, { require: [{ ...one, condition: undefined }] }).is === 'yes';
      const isNever = (one: Statement): boolean => ask(policy, context, { require: [one] }).is === 'no';
      // Whom no Deny stops, which another rule asks, the Allow lets in.
      const mayBeDead = reachable(policy, written, optionsOf(context)).is !== 'yes' && isNever(written);
      // Dead for a reason of another rule's, it may be so for its condition as well.
      const statement = mayBeDead && !isAlive(written) ? asMeant(written, context.kind, context.facts) : written;
      const isDead = (one: Statement): boolean => isNever(one) && isAlive(one);
      if (mayBeDead && isDead(statement)) yield* deadForAll(written, culprits(policy, context, statement) ?? [], context);
      else for (const part of suspects(statement, context.facts)) if (isDead(withPrincipal(statement, part))) yield deadForOne(part, written, context);
    }
  },
};

function* deadForAll(statement: Statement, [first, second]: readonly ConditionTest[], context: RuleContext): Iterable<Finding | Undecided> {
  // What a service has in place of a principal's keys is not known: a bare wildcard might match it.
  if (first?.list.values.some((value) => /^\*+$/.test(value.text))) return;
  // Of two keys of a name the last wins, as no-duplicate-key says.
  if (second && second.operator.text === first!.operator.text && second.key.text.toLowerCase() === first!.key.text.toLowerCase()) return;
  if (first && !isSettled(first, statement, context.facts)) {
    yield { holes: [{ label: first.key.text, node: first.keyMember.key }] };
    return;
  }
  const who = callersOf(statement);
  yield {
    node: first ? first.keyMember.key : statement.condition!.member.key,
    statement,
    rests: [...(first ? [first.keyMember, ...(second ? [second.keyMember] : [])] : [statement.condition!.member]), ...principalsOf(statement).map(({ value }) => value.node)],
    ...(first && SOURCE.test(first.key.text) && mayBeAccounts(statement) && { severity: 'warning' as const }),
    message: messageOf(who, first, second, context),
    ...(second && { related: [{ node: second.keyMember.key, message: 'the other test' }] }),
    fixes: first && !second ? [...serviceFix(first, statement, context), ...renamed(first, statement)] : [],
  };
}

function messageOf(who: string, first: ConditionTest | undefined, second: ConditionTest | undefined, { facts, kind }: RuleContext): string {
  if (!first) return 'No request can meet these conditions together: the statement never allows anything.';
  if (second) return `No request can meet this and ${second.operator.text} ${second.key.text} together: the statement never allows anything.`;
  if (first.list.values.length === 0 && !first.list.open) return 'An empty list never matches, so this statement has no effect. Fill in the values.';
  const [service, title] = kind === 'key' ? (['kms', 'KMS'] as const) : (['sqs', 'SQS'] as const);
  const key = facts.findConditionKey(first.key.text);
  if (key && !key.services.includes(service)) return `${title} requests never carry ${key.name}, so this statement has no effect. Test a key that they carry.`;
  return `${who} can never meet this test of ${first.key.text}: the statement never allows anything.`;
}

/** Whether AWS's documents say what becomes of the test: of keys that are not catalogued, of operators for another type, they do not. */
function isSettled({ key, operator }: ConditionTest, statement: Statement, facts: Facts): boolean {
  const fact = facts.findConditionKey(key.text);
  const known = facts.parseOperator(operator.text).operator;
  if (!fact || (known && !suits(known, fact))) return false;
  return !UNKNOWN_OF_SERVICES.test(key.text) || !statement.principal?.entries.some(({ type }) => type === 'Service');
}

interface NamedPrincipal {
  readonly entry: PrincipalEntry;
  readonly value: Value;
}

/** One of several principals, and a test on a key that callers of its sort never send. */
interface Suspect extends NamedPrincipal {
  readonly test: ConditionTest;
}

function principalsOf({ principal }: Statement): readonly NamedPrincipal[] {
  return (principal?.entries ?? []).flatMap((entry) => entry.list.values.map((value) => ({ entry, value })));
}

/** A cheap look before the engine is asked of each principal. */
function suspects(statement: Statement, facts: Facts): readonly Suspect[] {
  const principals = principalsOf(statement);
  if (principals.length < 2) return [];
  const tests = (statement.condition?.tests ?? []).filter((test) => {
    const { operator, ifExists, set } = facts.parseOperator(test.operator.text);
    return operator && operator.family !== 'null' && !operator.negated && !ifExists && set !== 'ForAllValues' && test.certain && isSettled(test, statement, facts);
  });
  return principals.flatMap(({ entry, value }) => {
    const kind = entry.type === 'Service' ? 'service' : entry.type === 'AWS' && value.text !== '*' ? 'otherAccount' : undefined;
    const test = kind && value.known && value.certain ? tests.find(({ key }) => facts.findConditionKey(key.text)!.presence[kind] === 'never') : undefined;
    return test ? [{ entry, value, test }] : [];
  });
}

/** The statement for this principal alone. */
function withPrincipal(statement: Statement, { entry, value }: NamedPrincipal): Statement {
  return { ...statement, principal: { ...statement.principal!, open: false, entries: [{ ...entry, list: { ...entry.list, open: false, values: [value] } }] } };
}

function deadForOne({ value, test }: Suspect, statement: Statement, { facts }: RuleContext): Finding {
  const key = facts.findConditionKey(test.key.text)!.name;
  return {
    node: value.node,
    statement,
    rests: [test.keyMember, value.node],
    ...(isAccount(value) && SOURCE.test(key) && { severity: 'warning' as const }),
    message: `This statement allows ${value.text} nothing: its requests never carry ${key}. Give it a statement of its own.`,
    related: [{ node: test.keyMember.key, message: 'the condition that it never meets' }],
  };
}

function callersOf(statement: Statement): string {
  const [first, ...others] = principalsOf(statement);
  if (statement.principal?.bare || !first || first.value.text === '*') return 'A caller';
  if (others.length > 0) return 'These callers';
  return isAccount(first.value) ? 'An account' : first.value.text;
}

/** What is still to be filled in may turn out to be an account. */
function mayBeAccounts(statement: Statement): boolean {
  const principals = principalsOf(statement);
  return principals.length > 0 && principals.every(({ entry, value }) => entry.type === 'AWS' && (isAccount(value) || (!value.known && !/:(role|user|assumed-role)\//.test(value.text))));
}

function isAccount({ text }: Value): boolean {
  return /^\d{12}$|:root$/.test(text);
}

function renamed({ key, keyMember, keys, list }: ConditionTest, { principal }: Statement): Fix[] {
  const services = principal?.entries.every((entry) => entry.type === 'Service') === true;
  const name = (services ? FOR_SERVICES : FOR_PRINCIPALS).get(key.text.toLowerCase());
  if (name === undefined || principal?.bare || keys.members.some((member) => member.key.value.toLowerCase() === name.toLowerCase())) return [];
  // The ARN of a source is no role's, nor the other way round; an account or an organization is the same.
  const value = name === 'aws:SourceArn' ? '<source-arn>' : name === 'aws:PrincipalArn' ? '<role-arn>' : undefined;
  return [{ title: `Test ${name} in its place`, class: 'decision', edits: () => [{ kind: 'renameKey', member: keyMember, key: name }, ...(value === undefined ? [] : [{ kind: 'replaceValue' as const, node: list.node, value }])] }];
}
