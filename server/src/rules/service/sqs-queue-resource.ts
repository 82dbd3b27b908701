import { partitionOfRegion } from '../../aws';
import { hasHole, hasVariable, overlaps, parseArn, type Statement, type Value } from '../../policy';
import type { ArrayNode, Span } from '../../syntax';
import type { Fix, Rule } from '../rule';

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
  *check(policy) {
    const first = firstQueueArn(policy.statements);
    const own = first?.text;
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
      if (fault) yield { node: value.node, span: fault.span, statement, message: fault.message, fixes: fixes(value, own, statement) };
    }
    for (const { statement, value } of others) {
      if (!isQueueArn(value)) continue;
      const difference = differing(first!, value);
      if (!difference) continue;
      yield { node: value.node, span: difference.span, statement, severity: 'warning', message: `Another statement's Resource has another ${difference.what}: a policy belongs to one queue, and this statement or that one never matches.`, related: [{ node: first!.node, message: 'the other Resource' }] };
    }
  },
};

function firstQueueArn(statements: readonly Statement[]): Value | undefined {
  for (const { resource } of statements) {
    const found = resource?.values.find(isQueueArn);
    if (found) return found;
  }
  return undefined;
}

function isQueueArn(value: Value): boolean {
  return faultOf(value) === undefined && value.text.startsWith('arn:') && !hasHole(value) && !hasVariable(value);
}

function faultOf(value: Value): { span: Span; message: string } | undefined {
  const whole = { start: 0, end: value.text.length };
  const never = 'so this statement has no effect.';
  const text = value.text;
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
  const url = /^https?:\/\/(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?\/(\d{12})\/([\w.-]+)$/.exec(value.text);
  const region = url?.[1] ?? url?.[2] ?? '';
  const fromUrl = url && `arn:${partitionOfRegion(region) ?? 'aws'}:sqs:${region}:${url[3]}:${url[4]}`;
  const arn = fromUrl ?? own;
  const { list } = value;
  // A list that has the ARN already needs no second one.
  const toArn = list && statement.resource?.values.some((other) => other.text === arn) ? removal(value, list) : arn === undefined ? [] : [replace(value, arn, 'repair')];
  return [...toArn, ...(statement.resource?.values.length === 1 ? [replace(value, '*', 'repair')] : [])];
}

function removal(value: Value, list: ArrayNode): Fix[] {
  return [{ title: `Remove ${value.text}`, class: 'repair', edits: () => [{ kind: 'remove', container: list, child: value.node }] }];
}
