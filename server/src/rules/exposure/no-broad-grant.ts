import { all, depends, holesOf, NO, truth, type Hole, type PrincipalElement, type Statement, type Truth, type Value } from '../../policy';
import type { Fix, Rule, RuleContext } from '../rule';

/** Everything of another service is nothing here. */
const EVERYTHING = { sqs: /^(\*|sqs:\*+)$/i, kms: /^(\*|kms:\*+)$/i };

export const rule: Rule = {
  meta: {
    id: 'no-broad-grant',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'Every action is allowed to somebody other than the own account, or NotAction is allowed.',
    yieldsTo: ['no-public-access', 'no-element-conflict', 'valid-principal'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      if (statement.notAction) {
        yield {
          node: statement.notAction.member.key,
          statement,
          message: 'NotAction with Allow grants every action but these, also the ones AWS adds later. List what is needed under Action.',
        };
        continue;
      }
      const { principal } = statement;
      const value = statement.action?.values.find((v) => v.certain && EVERYTHING[context.kind === 'key' ? 'kms' : 'sqs'].test(v.text));
      // A statement without a principal is another rule's.
      if (!value || !principal) continue;
      const owner = ownerAlone(principal, context.owner.account ?? context.owner.likely);
      if (owner.is === 'yes') continue;
      if (owner.is === 'depends') {
        yield { holes: owner.on };
        continue;
      }
      yield {
        node: value.node,
        statement,
        rests: [value.node, strangerIn(principal, context.owner.account).node],
        message: `"${value.text}" lets ${whoOf(statement, principal)} do everything with this ${context.kind === 'key' ? 'key, its policy and deletion included' : 'queue'}. List the actions it needs.`,
        fixes: fixesFor(value, context),
      };
    }
  },
};

/** Whether all principals are the owner's account as a whole, which delegates to its IAM policies. */
function ownerAlone(principal: PrincipalElement, owner: string | undefined): Truth {
  const unknown = (holes: readonly Hole[]): Truth => depends(holes.length > 0 ? holes : [{ label: 'Principal', node: principal.member.key }]);
  if (principal.bare) return principal.bare.values.some((v) => v.text === '*') ? NO : unknown([...principal.holes, ...principal.bare.values.flatMap(holesOf)]);
  const truths: Truth[] = [];
  for (const entry of principal.entries) {
    if (entry.list.open) truths.push(unknown(entry.list.holes));
    for (const value of entry.list.values) {
      if (entry.type !== 'AWS') truths.push(NO);
      else if (holesOf(value).length > 0) truths.push(/:(role|user|assumed-role)\//.test(value.text) ? NO : depends(holesOf(value)));
      else {
        const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value.text)?.[1];
        truths.push(account === undefined ? NO : owner === undefined ? depends([{ label: 'the owner account', node: value.node }]) : truth(account === owner));
      }
    }
  }
  if (principal.open) truths.push(unknown(principal.holes));
  return all(truths);
}

/** Whom the grant is too broad for: one who is certainly not the owner, before one that a slip may only make look so. */
function strangerIn(principal: PrincipalElement, owner: string | undefined): Value {
  const values = [...(principal.bare?.values ?? []), ...principal.entries.flatMap(({ list }) => list.values)];
  const everybody = values.find(({ text }) => text === '*');
  if (everybody) return everybody;
  const others = values.filter(({ text }) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] !== owner);
  return others.find(({ text }) => /^(\d{12}|arn:[^:]+:(iam|sts)::\d{12}:(root|(role|user|assumed-role|federated-user)\/.+)|[a-z0-9.-]+\.amazonaws\.com(\.cn)?)$/.test(text)) ?? others[0] ?? values[0]!;
}

function whoOf({ condition }: Statement, principal: PrincipalElement): string {
  const values = [...(principal.bare?.values ?? []), ...principal.entries.flatMap((e) => e.list.values)];
  const first = values[0]!.text;
  return first === '*' ? (condition ? 'whoever meets its conditions' : 'anybody') : values.length > 1 ? `${first} and ${values.length - 1} more` : first;
}

function fixesFor(value: Value, context: RuleContext): Fix[] {
  const replace = (title: string, actions: readonly string[]): Fix => ({
    title,
    class: 'decision',
    edits: () => {
      if (!value.list) return [{ kind: 'replaceValue', node: value.node, value: actions.length === 1 ? actions[0]! : actions }];
      const index = value.list.items.indexOf(value.node);
      return [{ kind: 'remove', container: value.list, child: value.node }, ...actions.map((action) => ({ kind: 'insertItem' as const, array: value.list!, index: index + 1, value: action }))];
    },
  });
  if (context.kind === 'key')
    return [
      replace('Allow only to encrypt and decrypt', ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']),
      replace('Allow only to decrypt', ['kms:Decrypt']),
    ];
  return [
    replace('Allow only to send', ['sqs:SendMessage']),
    replace('Allow only to receive', ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']),
  ];
}
