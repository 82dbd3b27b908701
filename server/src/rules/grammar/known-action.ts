import { isNeighbour, type Facts } from '../../aws';
import { hasHole } from '../../policy';
import { actionMeant } from '../meant';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'known-action',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'An action that does not exist, has no service prefix, or a wildcard that matches nothing.',
    accessAnalyzer: ['INVALID_ACTION'],
  },
  *check(policy, { facts, kind }) {
    const service = kind === 'key' ? 'kms' : 'sqs';
    for (const statement of policy.statements)
      for (const value of [...(statement.action?.values ?? []), ...(statement.notAction?.values ?? [])]) {
        if (hasHole(value)) continue;
        const fault = faultOf(value.text, service, facts);
        if (!fault) continue;
        yield {
          node: value.node,
          statement,
          message: fault.message,
          ...(fault.soft && { severity: 'warning' as const }),
          fixes: fault.nearest === undefined ? [] : [{ title: `Replace by ${fault.nearest}`, class: 'repair', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: fault.nearest! }] }],
        };
      }
  },
};

function faultOf(text: string, service: 'sqs' | 'kms', facts: Facts): { message: string; nearest?: string; soft?: boolean } | undefined {
  if (facts.expandAction(text).length > 0) return undefined;
  const [, prefix, name] = /^([A-Za-z0-9-]+):(.*)/s.exec(text) ?? [];
  const names = facts.actions(service).map((a) => a.name);
  // Another service's action belongs to another rule; a wildcard in the prefix that reaches ours was expanded above.
  if (prefix !== undefined && prefix.toLowerCase() !== service) {
    if (/^(sqs|kms)$/i.test(prefix) || isNeighbour(prefix)) return undefined;
    const near = facts.nearest(text, names);
    return near && facts.nearest(prefix, [service], 1) ? { message: `There is no service "${prefix}"; ${near} was meant?`, nearest: near } : undefined;
  }
  const bare = text.trim();
  if (bare !== text && bare !== '') return faultOf(bare, service, facts) ?? { message: `"${text}" is no action: white space stands around ${bare}.`, nearest: bare };
  if (prefix === undefined) {
    const guess = actionMeant(text, service, facts);
    const quoted = /[“”„‟«»‘’"']/.test(text) ? ' Remove the quotation marks inside the string.' : '';
    return { message: `"${text}" is no action: one is written service:Name${guess ? `, here ${guess}` : `, like ${names[0]}`}.${quoted}`, ...(guess && { nearest: guess }) };
  }
  if (name === '') return { message: `The name of the action is missing after "${text}", as in ${names[0]}.` };
  // Of these no-batch-action tells.
  if (service === 'sqs' && facts.findAction(`${prefix}:${name!.replace(/batch$/i, '')}`)) return undefined;
  if (/[*?]/.test(name!)) return { message: `"${text}" matches no action of ${service.toUpperCase()}.` };
  if (text.toLowerCase() === 'kms:reencrypt') return { message: 'Re-encrypting is two actions, kms:ReEncryptFrom and kms:ReEncryptTo; kms:ReEncrypt* is both.', nearest: 'kms:ReEncrypt*' };
  const near = facts.nearest(text, names);
  if (near) return { message: `There is no action "${text}"; ${near} was meant?`, nearest: near };
  if (!/^[A-Za-z]+$/.test(name!)) return { message: `"${text}" is no action: a name has letters only.` };
  return { message: `${service.toUpperCase()} is not known to have an action "${name}" (as of ${facts.date}).`, soft: true };
}
