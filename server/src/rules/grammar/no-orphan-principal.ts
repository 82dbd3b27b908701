import type { PrincipalElement, PrincipalEntry, Statement, Value } from '../../policy';
import { surroundings } from '../sourceConditions';
import type { Fix, Rule, RuleContext } from '../rule';

/**
 * AWS stores a role or user by its id, and shows the id once nothing has it any more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11)
 */
const ORPHAN = /^(AROA|AIDA)[A-Z0-9]{12,}$/;

export const rule: Rule = {
  meta: {
    id: 'no-orphan-principal',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'An id in place of a principal: the role or user that it stood for was deleted.',
    accessAnalyzer: ['INVALID_ROLE_REFERENCE', 'INVALID_USER_REFERENCE'],
  },
  *check(policy, context) {
    for (const statement of policy.statements)
      for (const element of [statement.principal, statement.notPrincipal])
        for (const entry of element?.entries ?? [])
          for (const value of entry.type === 'AWS' ? entry.list.values : []) {
            const what = ORPHAN.exec(value.text)?.[1] === 'AROA' ? 'role' : ORPHAN.test(value.text) ? 'user' : undefined;
            if (!what) continue;
            yield {
              node: value.node,
              statement,
              message: `${value.text} is the id of a ${what} that was deleted; one made anew under the same name has another id. Name the ${what} by its ARN, or remove it.`,
              fixes: fixesFor(what, value, entry, element!, statement, context),
            };
          }
  },
};

function fixesFor(what: 'role' | 'user', value: Value, entry: PrincipalEntry, element: PrincipalElement, statement: Statement, context: RuleContext): Fix[] {
  const { partition, account } = surroundings(statement, context.owner.account);
  const arn = `arn:${partition}:iam::${account}:${what}/<${what}-name>`;
  const fixes: Fix[] = [{ title: `Name a ${what} by its ARN`, class: 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: arn }] }];
  const { list } = value;
  // Without it somebody else must be left: an empty principal is no principal.
  if (list && entry.list.values.length > 1 && element === statement.principal) fixes.push({ title: `Remove ${value.text}`, class: 'decision', edits: () => [{ kind: 'remove', container: list, child: value.node }] });
  return fixes;
}
