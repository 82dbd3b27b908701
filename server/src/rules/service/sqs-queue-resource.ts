import { arnOfQueueUrl } from '../../aws';
import { hasHole, hasVariable, overlaps, parseArn, typeOf, type Own, type Statement, type Value } from '../../policy';
import type { ArrayNode, Span } from '../../syntax';
import { arnFix, described } from '../references';
import type { Finding, Fix, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'sqs-queue-resource',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    summary: 'Resource of a queue policy that is no SQS queue ARN, so it never matches; several queues; another account or Region than its siblings.',
    accessAnalyzer: ['UNSUPPORTED_RESOURCE_ARN_IN_POLICY'],
    yieldsTo: ['valid-arn'],
  },
  *check(policy, context) {
    for (const { value, instead } of context.own?.misplaced ?? [])
      yield {
        node: value.node,
        message: 'A policy is attached to a queue by its URL, and this is not one: AWS rejects it. Use the URL of the queue.',
        fixes: instead === undefined ? [] : [{ title: 'Use the URL of the queue', class: 'repair', edits: () => [{ kind: 'replaceValue', node: value.node, value: instead }] }],
      };
    const attached = attachedTo(context.own);
    const first = likeliestOwn(policy.statements, context.owner.account);
    const own = attached ?? first?.text;
    // Most say what the first one says.
    const others: { readonly statement: Statement; readonly value: Value }[] = [];
    for (const statement of policy.statements) for (const value of statement.resource?.values ?? []) if (value.text !== own) others.push({ statement, value });
    for (const { statement, value } of others) {
      if (value.text === '*') {
        yield {
          node: value.node,
          statement,
          message: '"*" means this queue. Its ARN says so to the reader, and to tools that look for *.',
          severity: { recommended: 'off', strict: 'hint' },
          fixes: own === undefined ? [] : [replace(value, own, 'decision')],
        };
        continue;
      }
      const fault = faultOf(value);
      if (fault?.fixes) yield { node: value.node, span: fault.span, statement, message: fault.message, fixes: fault.fixes };
      else if (fault) yield { node: value.node, span: fault.span, statement, message: fault.message, fixes: fixes(value, own, statement) };
    }
    const elsewhere = [...ofOthers(policy.statements, context.own)];
    yield* elsewhere;
    // One policy of several queues has statements for each; of one that is known, all is said.
    if (attached !== undefined || (context.own && context.own.resources.length > 1)) return;
    for (const { statement, value } of others) {
      if (!first || !isQueueArn(value) || !isWellFormed(value) || elsewhere.some(({ node }) => node === value.node)) continue;
      const difference = differing(first, value);
      if (!difference) continue;
      yield { node: value.node, span: difference.span, statement, severity: 'warning', message: `Another statement's Resource has another ${difference.what}: a policy belongs to one queue, and this statement or that one never matches.`, related: [{ node: first.node, message: 'the other Resource' }] };
    }
  },
};

/** The ARN of the queue, where the host tells it in full. */
function attachedTo(own: Own | undefined): string | undefined {
  const [only, second] = own?.resources ?? [];
  return typeof only === 'string' && second === undefined && !own?.open ? only : undefined;
}

/** Of the well-formed ARNs one of the owner's account, then the one that most statements have, then the first. */
function likeliestOwn(statements: readonly Statement[], owner: string | undefined): Value | undefined {
  const found = new Map<string, { readonly value: Value; times: number }>();
  for (const { resource } of statements)
    for (const value of resource?.values ?? []) {
      const known = found.get(value.text);
      if (known) known.times++;
      else if (isQueueArn(value) && isWellFormed(value)) found.set(value.text, { value, times: 1 });
    }
  const all = [...found.values()];
  const owned = all.filter(({ value }) => parseArn(value)!.account!.text === owner);
  return (owned.length > 0 ? owned : all).reduce<{ readonly value: Value; readonly times: number } | undefined>((best, one) => (best && best.times >= one.times ? best : one), undefined)?.value;
}

/** What is malformed tells nothing of the queue. */
function isWellFormed(value: Value): boolean {
  const { account, region } = parseArn(value)!;
  if (!account || !region) return false;
  return (!account.fixed || /^\d{12}$/.test(account.text)) && (!region.fixed || region.text !== '');
}

function isQueueArn(value: Value): boolean {
  return faultOf(value) === undefined && value.text.startsWith('arn:') && !hasHole(value) && !hasVariable(value);
}

/** Resource names a queue that the policy is not attached to. */
function* ofOthers(statements: readonly Statement[], own: Own | undefined): Iterable<Finding> {
  if (!own || own.open || own.resources.length === 0) return;
  const isOwn = (value: Value): boolean =>
    own.resources.some((resource) => {
      if (typeof resource === 'string') return !value.known || resource === value.text;
      const named = value.arn?.resource;
      return typeOf(value) ? resource.label === value.text : !named?.fixed || resource.name === undefined || resource.name === named.text;
    });
  for (const statement of statements)
    for (const value of statement.resource?.values ?? []) {
      const type = typeOf(value);
      const queue = type ? type.is === 'arn' && type.service === 'sqs' : isQueueArn(value) && !/[*?]/.test(value.text);
      if (queue && !isOwn(value)) yield { node: value.node, statement, severity: 'warning', message: 'This policy is attached to another queue, so this statement has no effect. Use the ARN of that queue, or "*".' };
    }
}

interface Fault {
  readonly span: Span;
  readonly message: string;
  /** Where the usual ones are of no use. */
  readonly fixes?: readonly Fix[];
}

function faultOf(value: Value): Fault | undefined {
  const whole = { start: 0, end: value.text.length };
  const never = 'so this statement has no effect.';
  const text = value.text;
  const type = typeOf(value);
  if (type) return type.is === 'arn' && type.service === 'sqs' ? undefined : { span: whole, message: `${text} is ${described(type)}, not ${'of' in type && type.of === 'a queue' ? 'its' : "the queue's"} ARN, ${never}`, ...('of' in type && type.of === 'a queue' && { fixes: arnFix(value, type) }) };
  if (/^\/\d{12}\//.test(text)) return undefined;
  if (/^https?:/.test(text)) return { span: whole, message: `Resource needs the queue's ARN, not its URL, ${never}` };
  const arn = parseArn(value);
  if (!arn) return overlaps(patternOf(value), QUEUE_ARN) ? undefined : { span: whole, message: `"${text}" ${/[*?]/.test(text) ? 'matches no' : 'is not a'} queue ARN, ${never} Use arn:aws:sqs:REGION:ACCOUNT:NAME.` };
  if (arn.service?.fixed && arn.service.text !== 'sqs') return { span: arn.service.span, message: `This is an ARN of ${arn.service.text || 'no service'}, and the policy belongs to a queue, ${never}` };
  if (arn.resource?.fixed && arn.service?.text === 'sqs') {
    if (arn.resource.text === '') return { span: whole, message: `The queue's name is missing, ${never}` };
    if (/[:/]/.test(arn.resource.text)) return { span: arn.resource.span, message: `A queue ARN ends in the queue's name; "${arn.resource.text}" is none, ${never}` };
  }
  // The other parts are valid-arn's.
  if (!arn.service?.fixed && (arn.resource ?? /[*?]$/.test(text)) && !overlaps(patternOf(value), QUEUE_ARN)) return { span: whole, message: `"${text}" matches no queue ARN, ${never} Use arn:aws:sqs:REGION:ACCOUNT:NAME.` };
  return undefined;
}

/** Account ids have twelve digits, and names at least one character. */
const QUEUE_ARN = `arn:aws*:sqs:*:${'?'.repeat(12)}:?*`;

/** What is unknown may be anything. */
function patternOf({ known, text, pieces }: Value): string {
  return known ? text : pieces.map((piece) => (piece.kind === 'text' ? piece.text : '*')).join('');
}

function differing(a: Value, b: Value): { what: string; span: Span } | undefined {
  const [first, second] = [parseArn(a)!, parseArn(b)!];
  for (const part of ['account', 'region', 'resource'] as const) {
    const [x, y] = [first[part], second[part]];
    if (x?.fixed && y?.fixed && x.text !== y.text) return { what: part === 'resource' ? 'queue' : part === 'region' ? 'Region' : 'account', span: y.span };
  }
  return undefined;
}

function replace(value: Value, text: string, fixClass: 'repair' | 'decision'): Fix {
  return { title: `Set Resource to ${text === '*' ? '"*" (this queue)' : text}`, class: fixClass, edits: () => [{ kind: 'replaceValue', node: value.node, value: text }] };
}

function fixes(value: Value, own: string | undefined, statement: Statement): Fix[] {
  const fromUrl = arnOfQueueUrl(value.text);
  const arn = fromUrl ?? own;
  const { list } = value;
  // A list that has the ARN already needs no second one.
  const toArn = list && statement.resource?.values.some((other) => other.text === arn) ? removal(value, list) : arn === undefined ? [] : [replace(value, arn, 'repair')];
  return [...toArn, ...(statement.resource?.values.length === 1 ? [replace(value, '*', 'repair')] : [])];
}

function removal(value: Value, list: ArrayNode): Fix[] {
  return [{ title: `Remove ${value.text}`, class: 'repair', edits: () => [{ kind: 'remove', container: list, child: value.node }] }];
}
