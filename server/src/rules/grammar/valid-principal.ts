import { isPartitionShaped, partitionMeant, type Facts } from '../../aws';
import { hasHole, holesOf, parseArn, typeOf, withText, type PrincipalElement, type PrincipalEntry, type Statement, type Value } from '../../policy';
import { findMember, type Edit, type PlainValue, type Span } from '../../syntax';
import { mendedPrincipals, patternFix } from '../principalFixes';
import { arnFix, described, misplacedInArn } from '../references';
import type { Finding, Fix, Rule } from '../rule';
import { surroundings } from '../sourceConditions';

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

export const rule: Rule = {
  meta: {
    id: 'valid-principal',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A principal that AWS does not accept: no * and no map, an unknown kind, a malformed ARN or account, a group, a part of a name with a wildcard.',
    accessAnalyzer: ['INVALID_PRINCIPAL_FORMAT', 'INVALID_PRINCIPAL_KEY', 'UNSUPPORTED_WILDCARD_IN_PRINCIPAL'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const element of [statement.principal, statement.notPrincipal]) {
        if (!element) continue;
        yield* bare(element, statement, facts);
        for (const entry of element.entries) yield* entryFaults(entry, element, statement, facts);
      }
  },
};

function* bare(element: PrincipalElement, statement: Statement, facts: Facts): Iterable<Finding> {
  const list = element.member.value;
  if (list?.kind === 'array' && element.bare) {
    const texts = element.bare.values.map((v) => v.text);
    const known = texts.length > 0 && !element.open && element.bare.odd.length === 0 && element.bare.values.every((v) => !hasHole(v) && awsFault(v) === undefined);
    const value: PlainValue = texts.includes('*') ? '*' : { AWS: texts };
    yield {
      node: element.member.key,
      statement,
      message: `${element.member.key.value} is "*" or a map by kind, such as { "AWS": […] }. AWS rejects a list.`,
      fixes: known ? [{ title: value === '*' ? 'Replace by "*"' : 'Write as { "AWS": […] }', class: 'repair', edits: () => [{ kind: 'replaceValue', node: list, value }] }] : [],
    };
    return;
  }
  for (const value of element.bare?.values ?? []) {
    if (value.text === '*' || hasHole(value)) continue;
    const type = facts.findServicePrincipal(value.text) ? 'Service' : awsFault(value) === undefined ? 'AWS' : undefined;
    yield {
      node: value.node,
      statement,
      message: `Principal is "*" or a map by kind: { "${type ?? 'AWS'}": "${value.text}" }. AWS rejects a bare name.`,
      fixes: type ? [{ title: `Write as { "${type}": … }`, class: 'repair', edits: () => [{ kind: 'replaceValue', node: value.node, value: { [type]: value.text } }] }] : [],
    };
  }
}

function* entryFaults(entry: PrincipalEntry, element: PrincipalElement, statement: Statement, facts: Facts): Iterable<Finding> {
  if (!TYPES.some((t) => t === entry.type)) {
    if (/[${<]/.test(entry.type)) return;
    const near = facts.nearest(entry.type, TYPES, 3);
    const free = near !== undefined && !findMember(entry.map, near);
    yield {
      node: entry.member.key,
      statement,
      message: `There is no kind of principal "${entry.type}"; there are AWS and Service.`,
      fixes: free ? [{ title: `Rename to ${near}`, class: 'repair', edits: () => [{ kind: 'renameKey', member: entry.member, key: near }] }] : [],
    };
    return;
  }
  for (const value of entry.list.values) {
    const reference = referenceFault(value, entry.type);
    if (reference) yield { node: value.node, statement, ...reference };
    else if (entry.type === 'Service') {
      if (value.text.startsWith('arn:')) yield { node: value.node, statement, message: 'An ARN stands under AWS; under Service stands a name like sns.amazonaws.com.', fixes: moveTo('AWS', value, entry) };
      else if (value.text === '*') yield { node: value.node, statement, severity: 'warning', message: 'AWS documents "*" alone and under AWS, not under Service. Name each service.' };
      else if (/[*?]/.test(value.text) && value.pieces.some((p) => p.kind === 'text' && /[*?]/.test(p.text))) yield { node: value.node, statement, message: 'AWS takes no wildcard in a part of a principal: name each service.' };
    } else if (entry.type === 'AWS') {
      const fault = awsFault(value, facts);
      if (fault) yield { node: value.node, ...(fault.span && { span: fault.span }), statement, message: fault.message, fixes: fault.service ? moveTo('Service', value, entry) : awsFixes(value, statement, element) };
    }
  }
}

/** A reference to what is no principal. */
function referenceFault(value: Value, kind: string): Pick<Finding, 'message' | 'span' | 'fixes'> | undefined {
  const type = typeOf(value);
  if (!type) {
    const misplaced = kind === 'AWS' ? misplacedInArn(value) : undefined;
    return misplaced && { message: misplaced.message, span: misplaced.span, fixes: arnFix(value, misplaced.type) };
  }
  const what = `${value.text} is ${described(type)}`;
  if (kind === 'Service') return { message: `${what}. Under Service, use a name like sns.amazonaws.com.` };
  if (kind !== 'AWS' || type.is === 'account') return undefined;
  if (type.is === 'arn') return /^(root|user|role)\b/.test(type.resource) && type.service === 'iam' ? undefined : { message: `${what}, which is not a principal. Use the ARN of a role or user, or an account ID.` };
  const principal = type.is === 'name' && /^a (role|user)$/.test(type.of);
  return { message: `${what}, not ${principal ? 'its' : 'an'} ARN: AWS rejects it. Use the ARN of a role or user, or an account ID.`, ...(principal && { fixes: arnFix(value, type) }) };
}

/** Undefined where the value is one that AWS takes, as far as it is known. */
function awsFault(value: Value, facts?: Facts): { message: string; span?: Span; service?: boolean } | undefined {
  const text = value.text;
  if (text === '*' || /^\d{12}$/.test(text) || /^(AROA|AIDA|AGPA|AIPA|ASIA|AKIA)[A-Z0-9]{12,}$/.test(text)) return undefined;
  const arn = parseArn(value);
  if (!arn) {
    if (holesOf(value).length > 0) return undefined;
    if (facts?.findServicePrincipal(text) ?? /\.amazonaws\.com(\.cn)?$/.test(text)) return { message: 'A service stands under Service, not under AWS.', service: true };
    if (/^\d+$/.test(text)) return { message: `An account id has 12 digits; this one has ${text.length}.` };
    return { message: 'This is neither an account id nor the ARN of an account, role, user or session.' };
  }
  const { partition, service, region, account, resource } = arn;
  if (!resource || !account || !region || !service) return holesOf(value).length > 0 ? undefined : { message: 'The ARN has too few parts: arn:aws:iam::ACCOUNT:root, …:role/NAME or …:user/NAME.' };
  if (partition?.fixed && !isPartitionShaped(partition.text)) {
    const meant = partitionMeant(partition.text);
    return { span: partition.span, message: `There is no partition "${partition.text}"${meant === undefined ? '.' : `; ${meant} was meant?`}` };
  }
  if (service.fixed && !/^(iam|sts)$/.test(service.text)) return { span: service.span, message: `A principal is an ARN of iam or sts, not of ${service.text}.` };
  if (region.fixed && region.text !== '') return { span: region.span, message: 'The ARN of a principal has no Region: two colons follow iam.' };
  if (/[*?]/.test(account.text) && !account.unknown) return { span: account.span, message: 'AWS takes no wildcard in a principal. Use "*" with a condition on aws:PrincipalArn.' };
  // CloudFront's origin access identities have a word in place of the account.
  if (account.text === 'cloudfront') return undefined;
  if (account.fixed && !/^\d{12}$/.test(account.text)) return { span: account.span.end > account.span.start ? account.span : { start: 0, end: text.length }, message: account.text === '' ? 'The account id is missing.' : `An account id has 12 digits, not "${account.text}".` };
  if (resource.unknown) return undefined;
  if (/[*?]/.test(resource.text)) return { span: resource.span, message: 'AWS takes no wildcard in a principal. Name the role, or use the account with a condition ArnLike aws:PrincipalArn.' };
  if (resource.text.startsWith('group/')) return { span: resource.span, message: 'A group is no principal: name its users, or a role.' };
  if (service.text === 'iam' && !/^(root|user\/.+|role\/.+)$/.test(resource.text)) return { span: resource.span.end > resource.span.start ? resource.span : { start: 0, end: text.length }, message: `After the account stands root, role/NAME or user/NAME${resource.text.startsWith('assumed-role/') ? '; a session is an ARN of sts' : ''}.` };
  if (service.text === 'sts' && !/^(assumed-role\/[^/]+\/[^/]+|federated-user\/.+)$/.test(resource.text)) return { span: resource.span, message: 'An ARN of sts is assumed-role/ROLE/SESSION or federated-user/NAME.' };
  return undefined;
}

/** What was meant, where that can be told, and a pattern in the place where AWS takes one. */
function awsFixes(value: Value, statement: Statement, element: PrincipalElement): Fix[] {
  const takes = (text: string): boolean => awsFault(withText(value, text)) === undefined;
  const mended = hasHole(value) ? [] : mendedPrincipals(value.text, surroundings(statement, undefined).partition).filter((m) => takes(m.text));
  const fixes = mended.map(({ text, class: fixClass }): Fix => ({ title: `Replace by ${text}`, class: fixClass, edits: () => [{ kind: 'replaceValue', node: value.node, value: text }] }));
  const pattern = element === statement.principal ? patternFix(value, statement) : undefined;
  return pattern ? [...fixes, pattern] : fixes;
}

/** To the other kind of principal, within the same map. */
function moveTo(type: 'AWS' | 'Service', value: Value, { member, map, list }: PrincipalEntry): Fix[] {
  const from = value.list;
  const only = list.values.length === 1 && (from?.items.length ?? 1) === 1;
  // One among alternatives of the host cannot be taken from them.
  if (findMember(map, type) || (!only && (!from || hasHole(value)))) return [];
  const edits = (): Edit[] => (only ? [{ kind: 'renameKey', member, key: type }] : [{ kind: 'setProperty', object: map, key: type, value: value.text }, { kind: 'remove', container: from!, child: value.node }]);
  return [{ title: `Move to ${type}`, class: 'repair', edits }];
}
