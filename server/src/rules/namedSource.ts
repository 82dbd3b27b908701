/** The service that sends an aws:SourceArn, as the principal in the place of an account or a role: those never send one. */
import type { ConditionTest, Statement } from '../policy';
import { addConditions } from './conditionEdits';
import { snsPrincipalFor } from './home';
import type { Fix, RuleContext } from './rule';
import { sourceFacts } from './sourceConditions';

/** Nothing where the ARNs are of several services, or several services send them. */
export function serviceFix({ key, list }: ConditionTest, statement: Statement, { facts, kind }: RuleContext): Fix[] {
  const node = statement.principal?.member.value;
  if (key.text.toLowerCase() !== 'aws:sourcearn' || list.open || !node || node.kind !== 'object' || statement.principal!.entries.some(({ type }) => type !== 'AWS')) return [];
  const segments = new Set(list.values.map(({ arn }) => (arn?.service?.fixed ? arn.service.text : undefined)));
  const [segment] = segments;
  if (segments.size !== 1 || segment === undefined) return [];
  const senders = facts.servicePrincipals.flatMap(({ name }) => {
    const source = sourceFacts(facts, name, kind);
    const shape = source?.shapes.find(({ service }) => service === segment);
    return source?.sends.arn && shape ? [{ name, hasAccount: shape.hasAccount }] : [];
  });
  const [sender] = senders;
  if (!sender || senders.length > 1) return [];
  const name = sender.name === 'sns.amazonaws.com' ? (snsPrincipalFor(list.values, statement) ?? sender.name) : sender.name;
  // An ARN without an account does not say whose it is; the principal that is replaced may.
  const pinned = statement.condition?.tests.some((test) => test.key.text.toLowerCase() === 'aws:sourceaccount') === true;
  const account = sender.hasAccount || pinned ? [] : addConditions(statement, { StringEquals: { 'aws:SourceAccount': accountOf(statement) ?? '<account-id>' } });
  return account ? [{ title: `Name ${name} as principal`, class: 'decision', edits: () => [{ kind: 'replaceValue', node, value: { Service: name } }, ...account] }] : [];
}

function accountOf({ principal }: Statement): string | undefined {
  const accounts = new Set(principal!.entries.flatMap(({ list }) => list.values.map(({ text }) => /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(text)?.[1])));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}
