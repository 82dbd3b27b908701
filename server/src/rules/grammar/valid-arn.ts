import { isPartitionShaped, isRegionShaped, partitionMeant, partitionOfRegion } from '../../aws';
import { parseArn, typeOf, withText, type PolicyKind, type Statement, type Value } from '../../policy';
import type { Span } from '../../syntax';
import { arnFix, described, misplacedInArn } from '../references';
import type { Finding, Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'valid-arn',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A malformed ARN in Resource or in a condition on an ARN: prefix, partition, service, Region, account, missing parts, spaces.',
    accessAnalyzer: ['INVALID_ARN_PREFIX', 'INVALID_ARN_REGION', 'INVALID_ARN_ACCOUNT', 'INVALID_ARN_RESOURCE', 'INVALID_ARN_SERVICE_CASE', 'INVALID_PARTITION', 'MISSING_ARN_FIELD'],
    yieldsTo: ['kms-key-resource', 'known-condition-key', 'no-wildcard-in-exact-operator'],
  },
  *check(policy, { facts, kind }) {
    for (const statement of policy.statements) {
      for (const list of [statement.resource, statement.notResource])
        for (const value of list?.values ?? []) {
          const fault = resourceFault(value, kind);
          if (fault) yield finding(value, statement, fault);
        }
      for (const test of statement.condition?.tests ?? []) {
        const key = facts.findConditionKey(test.key.text);
        const { operator } = facts.parseOperator(test.operator.text);
        if (operator === undefined || operator.family === 'null') continue;
        if (key && ARN_CONTEXT.test(key.name))
          for (const value of test.list.values) {
            const fault = referenceFault(value);
            if (fault) yield finding(value, statement, fault);
          }
        if (key?.type !== 'ARN') continue;
        for (const value of test.list.values) {
          const fault = conditionFault(operator.ignoreCase && value.known ? withText(value, value.text.toLowerCase()) : value, operator.family === 'arn');
          if (fault) yield finding(value, statement, fault);
        }
      }
    }
  },
};

/** Encryption contexts in which services put an ARN. https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html (2026-11) */
const ARN_CONTEXT = /^kms:EncryptionContext:aws:(sqs|sns|logs|s3|cloudtrail):arn$/i;

interface Fault {
  readonly message: string;
  readonly span?: Span;
  readonly fixes?: readonly Fix[];
}

function finding({ node }: Value, statement: Statement, { message, span, fixes }: Fault): Finding {
  return { node, ...(span && { span }), statement, message, ...(fixes && { fixes }) };
}

/** What is no ARN at all is told by the rules about the Resource of a queue or key. */
function resourceFault(value: Value, kind: PolicyKind): Fault | undefined {
  return value.text.startsWith('arn:') && kind !== 'key' ? arnFault(value) : undefined;
}

function conditionFault(value: Value, arnOperator: boolean): Fault | undefined {
  const reference = referenceFault(value);
  if (reference) return reference;
  if ((!value.known && value.pieces[0]?.kind !== 'text') || /^[*?]/.test(value.text)) return undefined;
  if (!value.text.startsWith('arn:')) return { message: `"${value.text}" is no ARN, and this key holds nothing else: the test never matches.` };
  // Under a string operator a wildcard may stand for several parts.
  return arnOperator || !/[*?]/.test(value.text) ? arnFault(value) : undefined;
}

/** Where a space cannot be meant: no part before the last has one, and the last has none at its ends. */
function withoutSpaces(value: Value): Fix[] {
  const text = value.text.trim().replace(/\s*:\s*/g, ':').replace(/^(?:[^:]*:){5}/, (start) => start.replace(/\s+/g, ''));
  if (!isText(value) || /\s/.test(text) || arnFault(withText(value, text)) !== undefined) return [];
  return [{ title: `Replace by ${text}`, class: 'repair', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text }] }];
}

function isText({ known, pieces }: Value): boolean {
  return known || pieces.every(({ kind }) => kind === 'text');
}

/** A reference to what is no ARN. */
function referenceFault(value: Value): Fault | undefined {
  const type = typeOf(value);
  return type && type.is !== 'arn' ? { message: `${value.text} is ${described(type)}, and this condition key holds an ARN, so the condition never matches.`, fixes: arnFix(value, type) } : undefined;
}

function arnFault(value: Value): Fault | undefined {
  const arn = parseArn(value)!;
  const misplaced = misplacedInArn(value);
  if (misplaced) return { ...misplaced, fixes: arnFix(value, misplaced.type) };
  const space = /\s/.exec(value.text);
  if (space && !value.pieces.some((p) => p.kind !== 'text' && p.span.start <= space.index && space.index < p.span.end)) return { span: { start: space.index, end: space.index + 1 }, message: 'A space stands in the ARN.', fixes: withoutSpaces(value) };
  const { partition, service, region, account, resource } = arn;
  if (!resource) {
    // Fewer than six parts: a wildcard or a hole may stand for the rest.
    if (value.pieces.some((p) => p.kind !== 'text') || /[*?]$/.test(value.text)) return undefined;
    return { message: 'An ARN has six parts: arn:partition:service:region:account:resource. Some are missing.' };
  }
  if (partition?.fixed && !isPartitionShaped(partition.text)) return { span: nonEmpty(partition.span, value), message: partitionMessage(partition.text, region?.fixed ? region.text : '') };
  if (service?.fixed && !/^[a-z0-9-]+$/.test(service.text)) return { span: nonEmpty(service.span, value), message: serviceMessage(service.text) };
  if (region?.fixed && region.text !== '' && !isRegionShaped(region.text)) return { span: region.span, message: `"${region.text}" is no Region; one looks like eu-west-1.` };
  if (account?.fixed && account.text !== '' && account.text !== 'aws' && !/^\d{12}$/.test(account.text)) return { span: account.span, message: `An account id has 12 digits, not "${account.text}".` };
  if (service?.text === 'sqs' || service?.text === 'sns') {
    if (region?.fixed && region.text === '') return { message: `The Region is missing: ${service.text} ARNs have one.` };
    if (account?.fixed && account.text === '') return { message: `The account id is missing: ${service.text} ARNs have one.` };
  }
  if (resource.fixed && resource.text === '' && service?.text !== 'sqs') return { message: 'The last part of the ARN is missing.' };
  return undefined;
}

/** A Region lies in one partition. */
function partitionMessage(text: string, region: string): string {
  const home = partitionOfRegion(region);
  if (text === '') return `The partition is missing: arn:${home ?? 'aws'}:…`;
  const meant = partitionMeant(text);
  return `There is no partition "${text}"; ${home !== undefined ? `${region} is in ${home}.` : meant !== undefined ? `${meant} was meant?` : 'most accounts have aws.'}`;
}

function serviceMessage(text: string): string {
  if (text === '') return 'The service is missing.';
  const small = text.toLowerCase();
  // A service principal or an endpoint: `delivery.logs.amazonaws.com`, `sqs.eu-west-1.amazonaws.com`.
  const name = /^([a-z0-9.-]+)\.amazonaws\.com(\.cn)?$/.exec(small)?.[1]!.split('.').filter((label) => !isRegionShaped(label)).at(-1);
  if (name) return `The service of an ARN is its short name, ${name}, not "${text}".`;
  return /^[a-z0-9-]+$/.test(small) ? `A service is written in small letters: ${small}, not "${text}".` : `"${text}" is no service: one is written in small letters, digits and hyphens.`;
}

function nonEmpty(span: Span, value: Value): Span {
  return span.end > span.start ? span : { start: 0, end: value.text.length };
}
