/** What stands under the cursor, in a few lines with a link to AWS's page. */
import type { Facts } from '../aws';
import type { PolicyDocument } from '../documents';
import type { Span } from '../syntax';
import { locate, type Location } from './location';

export interface Hover {
  readonly markdown: string;
  /** Document offsets. */
  readonly range: Span;
}

export function hover(document: PolicyDocument, offset: number, facts: Facts): Hover | undefined {
  const location = locate(document, offset);
  if (!location?.node) return undefined;
  const markdown = describe(location, facts);
  return markdown === undefined ? undefined : { markdown, range: location.site.tree.locate(location.node.range) };
}

function describe(location: Location, facts: Facts): string | undefined {
  const text = location.node!.value;
  switch (location.role) {
    case 'policy-key':
    case 'statement-key':
      return ELEMENTS[text] === undefined ? undefined : `**${text}** — ${ELEMENTS[text]}\n\n${link(facts.docs.element(text))}`;
    case 'operator': {
      const { operator, set, ifExists } = facts.parseOperator(text);
      if (!operator) return undefined;
      const parts = [`**${text}** — ${operator.negated ? 'holds when no value matches' : operator.family === 'null' ? 'holds when the key is absent ("true") or present ("false")' : 'holds when a value matches'}.`];
      if (operator.wildcard) parts.push('`*` and `?` are wildcards.');
      if (ifExists) parts.push('With IfExists it also holds when the key is absent.');
      else if (operator.negated) parts.push('It also holds when the key is absent.');
      if (set === 'ForAllValues') parts.push('ForAllValues holds for an absent key: it restricts nobody who leaves it out.');
      return `${parts.join(' ')}\n\n${link(facts.docs.operator(operator))}`;
    }
    case 'condition-key': {
      const key = facts.findConditionKey(text);
      if (!key) return undefined;
      const { service, anonymous } = key.presence;
      const who = service === 'never' ? ' Services calling directly never send it.' : service === 'maybe' ? ' Some services send it.' : '';
      return `**${key.name}** (${key.type}${key.multivalued ? ', several values' : ''}) — ${key.description}${who}${anonymous === 'never' ? ' Anonymous requests lack it.' : ''}\n\n${link(facts.docs.conditionKey(key))}`;
    }
    case 'principal': {
      const service = facts.findServicePrincipal(text)?.fact;
      if (service) {
        const sender = service.sender;
        const how = sender === undefined ? '' : sender.kind === 'policy' ? ' It sends to queues as this principal, so the queue policy must allow it.' : sender.kind === 'role' ? ' It sends to queues with a role of your account, not as this principal.' : '';
        return `**${service.name}** — ${service.title}.${how}\n\n${link(facts.docs.servicePrincipal(service))}`;
      }
      if (text === '*') return '**\\*** — everybody: every AWS account and service, and for queues callers who never signed in.';
      const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
      if (account) return `**Account ${account}** — the account as a whole, not only its root user: its IAM policies decide who may.`;
      return describeArn(text);
    }
    default:
      if (location.element === 'Action' || location.element === 'NotAction') return describeAction(text, facts);
      return describeArn(text);
  }
}

function describeAction(text: string, facts: Facts): string | undefined {
  const actions = facts.expandAction(text);
  if (actions.length === 0) return undefined;
  if (actions.length === 1 && !/[*?]/.test(text)) {
    const action = actions[0]!;
    return `**${action.name}** (${action.access.join(', ')}) — ${action.description}.${action.crossAccount ? '' : ' Not for other accounts.'}\n\n${link(facts.docs.action(action))}`;
  }
  const names = actions.map((a) => a.bare);
  return `**${text}** — ${actions.length} actions: ${names.slice(0, 30).join(', ')}${names.length > 30 ? ', …' : ''}`;
}

function describeArn(text: string): string | undefined {
  const segments = text.split(':');
  if (segments[0] !== 'arn' || segments.length < 6) return undefined;
  const [, partition, service, region, account, ...resource] = segments;
  return `**${service}** ${resource.join(':')}\n\npartition ${partition || '—'}, Region ${region || '—'}, account ${account || '—'}`;
}

function link(url: string): string {
  return `[AWS documentation](${url})`;
}

const ELEMENTS: Readonly<Record<string, string>> = {
  Version: 'the version of the policy language; 2012-10-17 expands policy variables.',
  Id: 'a name for the policy.',
  Statement: 'the statements, in any order: a Deny outweighs every Allow.',
  Sid: 'a name for the statement, unique within the policy.',
  Effect: 'Allow or Deny.',
  Principal: 'who: accounts, roles, users, services.',
  NotPrincipal: 'everybody but these. With Deny it always hits services.',
  Action: 'which actions; letter case does not matter.',
  NotAction: 'every action but these.',
  Resource: 'which queue, or * for this one. In a key policy * means this key.',
  NotResource: 'every resource but these.',
  Condition: 'when: all operators and keys must hold, of several values one.',
};
