import type { ActionFact } from '../../aws';
import { depends, hasHole, holesOf, NO, YES, type Hole, type Statement, type Truth, type Value } from '../../policy';
import type { TreeNode } from '../../syntax';
import { removeActions } from '../actionEdits';
import type { Rule, RuleContext } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-unusable-action',
    category: 'service',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'safe',
    scope: 'statement',
    summary: 'An action that this statement cannot grant: not to another account, or not by a key policy at all.',
  },
  *check(policy, context) {
    const service = context.kind === 'key' ? 'kms' : 'sqs';
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      const actions = (statement.action?.values ?? []).filter((value) => value.certain && !hasHole(value));
      const withheld: Value[] = [];
      let foreign: ReturnType<typeof foreignCallers> | undefined;
      for (const value of actions) {
        const matched = context.facts.expandAction(value.text).filter((fact) => fact.service === service);
        if (matched.length === 0) continue;
        const dead = matched.every((fact) => fact.inResourcePolicy !== 'effective');
        if (dead) {
          // That the grant decides is said of a key policy alone; what it does beside an IAM policy no page settles.
          const certain = matched.every((fact) => fact.inResourcePolicy === 'iam-only');
          yield { node: value.node, statement, message: neverByPolicy(value, matched), fixes: removeActions(policy, statement, [value], certain ? 'safe' : 'decision') };
          continue;
        }
        const refused = matched.every((fact) => fact.name === 'sqs:ListQueues');
        if (!matched.every((fact) => !fact.crossAccount)) continue;
        foreign ??= foreignCallers(statement, context);
        if (refused && foreign.any.is === 'yes') {
          yield {
            node: value.node,
            statement,
            severity: 'error',
            message: `SQS refuses a policy that allows ListQueues to another account (${foreign.first!.text}): it is about all queues of an account, not about one.`,
            // Without it SQS takes the rest of the statement, which it does not now.
            fixes: removeActions(policy, statement, [value], 'repair'),
          };
          continue;
        }
        const open = refused ? foreign.any : foreign.all;
        if (open.is === 'depends') yield { holes: open.on };
        if (foreign.all.is === 'yes') withheld.push(value);
      }
      const [first] = withheld;
      if (!first) continue;
      const others = withheld.length - 1;
      yield {
        node: first.node,
        statement,
        message: `${context.kind === 'key' ? 'KMS' : 'SQS'} lets no other account do ${first.text}${others > 0 ? ` (and ${others} more here)` : ''}, and this statement names only others: it has no effect.`,
        fixes: removeActions(policy, statement, withheld),
      };
    }
  },
};

function neverByPolicy({ text }: Value, matched: readonly ActionFact[]): string {
  if (matched.some((fact) => fact.inResourcePolicy === 'by-grant')) return `${text} is decided by the grant itself, not by the key policy: here it has no effect.`;
  return `${text} is not about one key, so a key policy cannot allow it; an IAM policy can. Here it has no effect.`;
}

/** Whether all callers are certainly of other accounts, and whether any is. */
function foreignCallers({ principal }: Statement, { owner }: RuleContext): { readonly all: Truth; readonly any: Truth; readonly first?: Value } {
  const foreign: Value[] = [];
  const holes: Hole[] = [];
  let others = false;
  for (const { type, list, member } of principal?.entries ?? []) {
    if (list.open) holes.push(...(list.holes.length > 0 ? list.holes : [{ label: 'Principal', node: member.key }]));
    for (const value of list.values) {
      const account = type === 'AWS' ? /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(value.text)?.[1] : undefined;
      if (account !== undefined && owner.account !== undefined && account !== owner.account) foreign.push(value);
      else if (type === 'AWS' && account === undefined && hasHole(value)) holes.push({ label: value.text, node: value.node });
      else if (account !== undefined && owner.account === undefined) holes.push({ label: 'the owner account', node: value.node });
      else others = true;
    }
  }
  for (const value of principal?.bare?.values ?? []) {
    if (hasHole(value)) holes.push(...holesOf(value));
    else others = true;
  }
  holes.push(...(principal?.bare?.holes ?? []));
  if (principal && holes.length === 0 && !isSettled(principal.member.value)) holes.push({ label: 'Principal', node: principal.member.key });
  const all = others || (foreign.length === 0 && holes.length === 0) ? NO : holes.length > 0 ? depends(holes) : YES;
  // One that a template may choose or leave out is certain only where all the others are foreign too.
  const first = principal?.member.value?.kind === 'choice' ? undefined : foreign.find((value) => value.certain);
  if (first || all.is === 'yes') return { all, any: YES, first: first ?? foreign[0]! };
  if (principal && holes.length === 0 && foreign.length > 0) holes.push({ label: 'Principal', node: principal.member.key });
  return { all, any: holes.length > 0 ? depends(holes) : NO };
}

/** Whether all kinds of principal are seen: in a map, or in each of the maps of which a template takes one. */
function isSettled(node: TreeNode | undefined): boolean {
  if (node?.kind === 'choice') return node.alternatives.every(isSettled);
  return node?.kind === 'object' ? !node.open : node?.kind === 'scalar' || node?.kind === 'array';
}
