/** What stands under the cursor, in a few lines with a link to AWS's page. */
import { summarize } from '../access';
import type { Facts } from '../aws';
import type { PolicyDocument } from '../documents';
import type { Memory } from '../policy';
import type { Span } from '../syntax';
import { isChecked, verdictOf } from './lenses';
import { locate, type Location } from './location';
import { code, prose } from './markdown';
import type { Workspace } from './workspace';

export interface Hover {
  readonly markdown: string;
  /** Document offsets. */
  readonly range: Span;
}

export function hover(document: PolicyDocument, offset: number, workspace: Workspace, facts: Facts, memory?: Memory): Hover | undefined {
  const location = locate(document, offset);
  if (location?.node?.type !== 'string') return undefined;
  const markdown = [aboutTheWhole(location, workspace, memory), describe(location, location.node.value, facts)].filter((text) => text !== undefined).join('\n\n') || undefined;
  return markdown === undefined ? undefined : { markdown, range: location.site.tree.locate(location.node.range) };
}

/** On the keys of a policy its verdict; on a statement's Sid and Effect its sentence. */
function aboutTheWhole({ site, role, statement, element, node }: Location, workspace: Workspace, memory: Memory | undefined): string | undefined {
  if (!isChecked(site)) return undefined;
  if (role === 'policy-key') return site.policy.form === 'policy' ? prose(verdictOf(site, workspace, memory)) : undefined;
  const name = role === 'statement-key' ? node?.value : role === 'element' ? element : undefined;
  return statement && (name === 'Sid' || name === 'Effect') ? prose(summarize(statement)) : undefined;
}

function describe(location: Location, text: string, facts: Facts): string | undefined {
  switch (location.role) {
    case 'policy-key':
    case 'statement-key':
      return describeWord(text, ELEMENTS, facts.docs.element(text));
    case 'principal-type':
      return describeWord(text, PRINCIPAL_TYPES, facts.docs.element('Principal'));
    case 'operator':
      return describeOperator(text, facts);
    case 'condition-key':
      return describeKey(text, facts);
    case 'principal':
      return describePrincipal(text, facts);
    case 'condition-value':
      return facts.findServicePrincipal(text) || /^\d{12}$/.test(text) ? describePrincipal(text, facts) : describeArn(text);
    default:
      return location.element === 'Action' || location.element === 'NotAction' ? describeAction(text, facts) : describeArn(text);
  }
}

function describeWord(text: string, words: ReadonlyMap<string, string>, url: string): string | undefined {
  const meaning = words.get(text);
  return meaning === undefined ? undefined : lines(`**${text}** — ${meaning}`, url);
}

function describeOperator(text: string, facts: Facts): string | undefined {
  const { operator, set, ifExists } = facts.parseOperator(text);
  if (!operator) return undefined;
  const holds = operator.family === 'null' ? 'holds when the key is absent ("true") or present ("false")' : operator.negated ? 'holds when no value matches' : 'holds when a value matches';
  const parts = [`**${code(text)}** — ${holds}.`];
  if (operator.wildcard) parts.push('`*` and `?` are wildcards.');
  if (ifExists) parts.push('With IfExists it also holds when the key is absent.');
  else if (set === 'ForAllValues') parts.push('ForAllValues holds for an absent key: it restricts nobody who leaves it out.');
  else if (operator.negated && set !== 'ForAnyValue') parts.push('It also holds when the key is absent.');
  return lines(parts.join(' '), facts.docs.operator(operator));
}

function describeKey(text: string, facts: Facts): string | undefined {
  const key = facts.findConditionKey(text);
  if (!key) return undefined;
  const { service, anonymous } = key.presence;
  const parts = [`**${code(key.name)}** (${key.type}${key.multivalued ? ', several values' : ''}) — ${key.description}`];
  if (service === 'never') parts.push('Services calling directly never send it.');
  if (service === 'maybe') parts.push('Some services send it.');
  if (anonymous === 'never') parts.push('Anonymous requests lack it.');
  return lines(parts.join(' '), facts.docs.conditionKey(key));
}

function describePrincipal(text: string, facts: Facts): string | undefined {
  const match = facts.findServicePrincipal(text);
  if (match) {
    const { fact, region } = match;
    const kind = fact.sender?.kind;
    const how = kind === 'policy' ? ' It sends to queues as this principal, so the queue policy must allow it.' : kind === 'role' ? ' It sends to queues with a role of your account, not as this principal.' : '';
    return lines(`**${code(text)}** — ${fact.title}${region ? ` in ${region}` : ''}.${how}`, facts.docs.servicePrincipal(fact));
  }
  if (text === '*') return lines('**`*`** — everybody: every AWS account and service, and for queues callers who never signed in.', facts.docs.element('Principal'));
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  if (account) return lines(`**Account ${account}** — the account as a whole, not only its root user: its IAM policies decide who may.`, facts.docs.element('Principal'));
  return describeArn(text);
}

function describeAction(text: string, facts: Facts): string | undefined {
  const actions = facts.expandAction(text);
  const [first] = actions;
  if (!first) return undefined;
  if (!/[*?]/.test(text)) {
    const across = first.crossAccount ? '' : ' Another account cannot be allowed it here.';
    return lines(`**${code(first.name)}** (${first.access.join(', ')}) — ${first.description}${/[.!]$/.test(first.description) ? '' : '.'}${across}`, facts.docs.action(first));
  }
  const names = actions.map((a) => a.bare);
  return lines(`**${code(text)}** — ${actions.length} ${actions.length === 1 ? 'action' : 'actions'}: ${names.slice(0, 30).join(', ')}${names.length > 30 ? ', …' : ''}`, facts.docs.element('Action'));
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (2026-11) */
const ARN_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html';

function describeArn(text: string): string | undefined {
  const segments = text.split(':');
  if (segments[0] !== 'arn' || segments.length < 6) return undefined;
  const [, partition, service, region, account, ...resource] = segments;
  const part = (value: string | undefined): string => (value ? code(value) : '—');
  return lines(`**${part(service)}** ${part(resource.join(':'))}\n\npartition ${part(partition)}, Region ${part(region)}, account ${part(account)}`, ARN_PAGE);
}

function lines(text: string, url: string): string {
  return `${text}\n\n[AWS documentation](${url})`;
}

const ELEMENTS: ReadonlyMap<string, string> = new Map([
  ['Version', 'the version of the policy language; 2012-10-17 expands policy variables.'],
  ['Id', 'a name for the policy.'],
  ['Statement', 'the statements, in any order: a Deny outweighs every Allow.'],
  ['Sid', 'a name for the statement, unique within the policy.'],
  ['Effect', 'Allow or Deny.'],
  ['Principal', 'who: accounts, roles, users, services.'],
  ['NotPrincipal', 'everybody but these. With Deny it always hits services.'],
  ['Action', 'which actions; letter case does not matter.'],
  ['NotAction', 'every action but these.'],
  ['Resource', 'which queue, or * for this one. In a key policy * means this key.'],
  ['NotResource', 'every resource but these.'],
  ['Condition', 'when: all operators and keys must hold, of several values one.'],
]);

const PRINCIPAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['AWS', 'accounts (`:root` or the bare id is the whole account), roles, users.'],
  ['Service', 'AWS services that call as themselves.'],
  ['Federated', 'identity providers. Neither queues nor keys know it.'],
  ['CanonicalUser', 'an account as Amazon S3 names it. Neither queues nor keys know it.'],
]);
