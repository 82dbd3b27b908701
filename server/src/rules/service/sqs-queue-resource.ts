import { partitionOfRegion } from '../../aws';
import { hasHole, hasVariable, parseArn, type Statement, type Value } from '../../policy';
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
  *check(policy, { owner }) {
    const first = likeliestOwn(policy.statements, owner.account);
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
      if (!first || !isQueueArn(value) || !isWellFormed(value)) continue;
      const difference = differing(first, value);
      if (!difference) continue;
      yield { node: value.node, span: difference.span, statement, severity: 'warning', message: `Another statement's Resource has another ${difference.what}: a policy belongs to one queue, and this statement or that one never matches.`, related: [{ node: first.node, message: 'the other Resource' }] };
    }
  },
};

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

function faultOf(value: Value): { span: Span; message: string } | undefined {
  const whole = { start: 0, end: value.text.length };
  const never = 'so the statement never applies.';
  const text = value.text;
  if ((!value.known && value.pieces[0]?.kind !== 'text') || /^\/\d{12}\//.test(text)) return undefined;
  if (/^https?:/.test(text)) return { span: whole, message: `Resource takes the queue's ARN, not its URL, ${never}` };
  const arn = parseArn(value);
  if (!arn) return text.startsWith('arn') || /[*?]/.test(text) ? undefined : { span: whole, message: `"${text}" is no queue ARN, ${never}` };
  if (arn.service?.fixed && arn.service.text !== 'sqs') return { span: arn.service.span, message: `This is an ARN of ${arn.service.text || 'no service'}, and the policy belongs to a queue, ${never}` };
  if (arn.resource?.fixed && arn.service?.text === 'sqs') {
    if (arn.resource.text === '') return { span: whole, message: `The queue's name is missing, ${never}` };
    if (/[:/]/.test(arn.resource.text)) return { span: arn.resource.span, message: `A queue ARN ends in the queue's name; "${arn.resource.text}" is none, ${never}` };
  }
  return undefined;
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
