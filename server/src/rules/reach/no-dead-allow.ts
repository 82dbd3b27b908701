import { reachable, type Who } from '../../access';
import type { ConditionTest, Policy, Statement } from '../../policy';
import { serviceFix } from '../namedSource';
import { ask, culprits, DEAD_FOR_ANOTHER_REASON, optionsOf, withEffect, withTests } from '../reach';
import type { Finding, Fix, Rule, RuleContext } from '../rule';

/** What a caller of the other sort sends in place of the key. */
const FOR_SERVICES: ReadonlyMap<string, string> = new Map([['aws:principalorgid', 'aws:SourceOrgID'], ['aws:principalorgpaths', 'aws:SourceOrgPaths'], ['aws:principalaccount', 'aws:SourceAccount'], ['aws:principalarn', 'aws:SourceArn']]);
const FOR_PRINCIPALS: ReadonlyMap<string, string> = new Map([['aws:sourceorgid', 'aws:PrincipalOrgID'], ['aws:sourceorgpaths', 'aws:PrincipalOrgPaths'], ['aws:sourceaccount', 'aws:PrincipalAccount'], ['aws:sourcearn', 'aws:PrincipalArn']]);

export const rule: Rule = {
  meta: {
    id: 'no-dead-allow',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'An Allow that no request can ever meet: its callers never send a key that it tests, or its conditions contradict each other.',
    accessAnalyzer: ['UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL'],
    yieldsTo: DEAD_FOR_ANOTHER_REASON,
  },
  *check(policy, context) {
    for (const statement of withEffect(policy, 'Allow')) {
      if (!statement.condition || statement.condition.tests.length === 0) continue;
      yield* deadFor(policy, statement, context);
      // Whom no Deny stops, which another rule asks, the Allow lets in.
      if (reachable(policy, statement, optionsOf(context)).is === 'yes' || ask(policy, context, { require: [statement] }).is !== 'no') continue;
      // Without any condition it is dead for a reason of another rule's.
      if (ask(policy, context, { require: [{ ...statement, condition: undefined }] }).is !== 'yes') continue;
      const [first, second] = culprits(policy, context, statement) ?? [];
      // What a service has in place of a principal's keys is not known: a bare wildcard might match it.
      if (first?.list.values.some((value) => /^\*+$/.test(value.text))) continue;
      const who = callersOf(statement);
      yield {
        node: first ? first.keyMember.key : statement.condition.member.key,
        statement,
        ...(who === 'An account' && first && /^aws:source/i.test(first.key.text) && { severity: 'warning' as const }),
        message: first
          ? second
            ? `No request can meet this and ${second.operator.text} ${second.key.text} together: the statement never allows anything.`
            : `${who} can never meet this test of ${first.key.text}: the statement never allows anything.`
          : 'No request can meet these conditions together: the statement never allows anything.',
        ...(second && { related: [{ node: second.keyMember.key, message: 'the other test' }] }),
        fixes: first && !second ? [...serviceFix(first, statement, context), ...renamed(first, statement)] : [],
      };
    }
  },
};

/** A service and a role in one statement carry different keys: what one of them can meet the other may not. */
function* deadFor(policy: Policy, statement: Statement, context: RuleContext): Iterable<Finding> {
  const entries = statement.principal?.entries ?? [];
  if (!entries.some(({ type }) => type === 'Service') || !entries.some(({ type }) => type === 'AWS')) return;
  const dead = entries.flatMap(({ type, list }) => list.values.filter((value) => value.certain && value.known && value.text !== '*' && isDead(policy, statement, context, whoIs(type, value.text))));
  // Where nobody is left it is told of the statement.
  if (dead.length === entries.flatMap(({ list }) => list.values).length) return;
  for (const value of dead) {
    const account = /^\d{12}$|:root$/.test(value.text);
    const who = whoIs(entries.find(({ list }) => list.values.includes(value))!.type, value.text);
    const first = statement.condition!.tests.find((test) => isDead(policy, withTests(statement, [test]), context, who));
    yield { node: value.node, statement, ...(account && { severity: 'warning' as const }), message: `${account ? `Account ${value.text}` : value.text} has no access by this statement: its requests never meet ${first ? `the condition on ${first.key.text}` : 'these conditions'}. Give it a statement of its own.` };
  }
}

function whoIs(type: string, text: string): Who {
  if (type === 'Service') return { kinds: ['service'], services: [text] };
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  return { kinds: ['role', 'user', 'root', 'federated'], ...(account === undefined ? { principal: text } : { among: [account] }) };
}

function isDead(policy: Policy, statement: Statement, context: RuleContext, who: Who): boolean {
  return ask(policy, context, { require: [statement], who }).is === 'no' && ask(policy, context, { require: [{ ...statement, condition: undefined }], who }).is === 'yes';
}

function callersOf({ principal }: Statement): string {
  const [value, ...others] = principal?.entries.flatMap((entry) => entry.list.values) ?? [];
  if (principal?.bare || !value || value.text === '*') return 'A caller';
  if (others.length > 0) return 'These callers';
  return /^\d{12}$|:root$/.test(value.text) ? 'An account' : value.text;
}

function renamed({ key, keyMember, keys, list }: ConditionTest, { principal }: Statement): Fix[] {
  const services = principal?.entries.every((entry) => entry.type === 'Service') === true;
  const name = (services ? FOR_SERVICES : FOR_PRINCIPALS).get(key.text.toLowerCase());
  if (name === undefined || principal?.bare || keys.members.some((member) => member.key.value.toLowerCase() === name.toLowerCase())) return [];
  // The ARN of a source is no role's, nor the other way round; an account or an organization is the same.
  const value = name === 'aws:SourceArn' ? '<source-arn>' : name === 'aws:PrincipalArn' ? '<role-arn>' : undefined;
  return [{ title: `Test ${name} in its place`, class: 'decision', edits: () => [{ kind: 'renameKey', member: keyMember, key: name }, ...(value === undefined ? [] : [{ kind: 'replaceValue' as const, node: list.node, value }])] }];
}
