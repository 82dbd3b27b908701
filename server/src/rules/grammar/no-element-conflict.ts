import type { Member, TreeNode } from '../../syntax';
import type { Hole } from '../../policy';
import type { Rule } from '../rule';

const PAIRS = [['Action', 'NotAction'], ['Principal', 'NotPrincipal'], ['Resource', 'NotResource']] as const;

export const rule: Rule = {
  meta: {
    id: 'no-element-conflict',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    scope: 'statement',
    summary: 'Action with NotAction, Principal with NotPrincipal or Resource with NotResource in one statement.',
    accessAnalyzer: ['UNSUPPORTED_ELEMENT_COMBINATION'],
  },
  *check(policy) {
    for (const statement of policy.statements) {
      if (!statement.members.some(({ key }) => key.value.startsWith('Not'))) continue;
      for (const [name, negated] of PAIRS) {
        const plain = lastOf(statement.members, name);
        const not = lastOf(statement.members, negated);
        if (!plain?.value || !not?.value) continue;
        const holes = [plain.value, not.value].flatMap(mayBeAbsent);
        if (holes.length > 0) {
          yield { holes };
          continue;
        }
        yield {
          node: not.key,
          statement,
          message: `A statement has ${name} or ${negated}, never both: AWS rejects the policy. Remove one of them.`,
          related: [{ node: plain.key, message: `${name} of the same statement` }],
        };
      }
    }
  },
};

function lastOf(members: readonly Member[], name: string): Member | undefined {
  return members.findLast((m) => m.key.value === name);
}

/** The host may leave the element out (`Fn::If` with no value, a reference to AWS::NoValue). */
function mayBeAbsent(node: TreeNode): Hole[] {
  if (node.kind === 'hole') return [{ label: node.label, node }];
  if (node.kind === 'choice' && node.alternatives.some((a) => a === undefined || a.kind === 'hole')) return [{ label: 'Fn::If', node }];
  return [];
}
