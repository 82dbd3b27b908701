import { holesOf, type Policy, type Statement, type Value } from '../../policy';
import type { PlainValue } from '../../syntax';
import { missing } from '../causes';
import { conditionFix } from '../conditionEdits';
import type { Fix, Rule } from '../rule';
import { listed } from '../listed';
import { canSplit, splitStatement } from '../splitStatement';

/** What keeps a grant to what it is for. https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-authorize.html (2026-11) */
const SCOPES = /^kms:(GrantIsForAWSResource|ViaService|GrantOperations|GranteePrincipal|GranteeServicePrincipal|GrantConstraintType|EncryptionContext:.+)$/i;
/** The actions whose requests carry kms:GrantIsForAWSResource. */
const GRANTS = /^kms:(CreateGrant|ListGrants|RevokeGrant)$/i;
const SCOPE = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

export const rule: Rule = {
  meta: {
    id: 'kms-grant-scope',
    category: 'exposure',
    kinds: ['key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A service or a role may grant others the use of the key, for whatever and to whomever.',
    yieldsTo: ['valid-element-type'],
  },
  *check(policy) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      const grant = statement.action?.values.find((value) => value.certain && value.text.toLowerCase() === 'kms:creategrant');
      const granters = grantersOf(statement);
      const [who] = granters;
      const scopes = statement.condition?.tests.filter((test) => SCOPES.test(test.key.text)) ?? [];
      if (!grant || !who || scopes.some((test) => test.certain)) continue;
      if (scopes.length > 0 || statement.condition?.open || (statement.open && !statement.condition)) {
        yield { holes: statement.condition?.holes.length ? statement.condition.holes : [{ label: 'Condition', node: grant.node }] };
        continue;
      }
      yield {
        node: grant.node,
        statement,
        rests: [...granters.map(({ node }) => node), statement.condition?.member ?? missing(statement.node, 'Condition')],
        message: `${listed(granters.map(({ text }) => text), 2)} can hand on the use of this key to anybody by grants. Limit it with kms:GrantIsForAWSResource, kms:GranteePrincipal or kms:GrantOperations.`,
        fixes: fixesFor(policy, statement, grant),
      };
    }
  },
};

/** A service, role or user; the account as a whole delegates to its IAM policies, and `*` is another rule's. */
function grantersOf({ principal }: Statement): readonly Value[] {
  const found: Value[] = [];
  for (const { type, list } of principal?.entries ?? [])
    for (const value of list.values) {
      if (!value.certain || (holesOf(value).length > 0 && !/:(role|user)\//.test(value.text))) continue;
      if (type === 'Service' || (type === 'AWS' && /^arn:[^:]+:(iam|sts)::[^:]*:(role|user|assumed-role)\//.test(value.text))) found.push(value);
    }
  return found;
}

function fixesFor(policy: Policy, statement: Statement, grant: Value): Fix[] {
  const values = statement.action!.values;
  const title = 'Allow grants for AWS resources alone';
  // Other actions do not carry the key: under the condition they would be dead.
  if (values.every((value) => GRANTS.test(value.text))) return conditionFix(title, statement, SCOPE);
  if (!canSplit(policy, statement)) return [];
  const change = (copy: Readonly<Record<string, PlainValue>>): Record<string, PlainValue> => ({ ...copy, Condition: withScope(copy.Condition) });
  return [{ title: `${title}, in a statement of its own`, class: 'decision', edits: () => splitStatement(policy, statement, { moved: [[values.indexOf(grant)]], change }) }];
}

function withScope(condition: PlainValue | undefined): PlainValue {
  const tests = typeof condition === 'object' && condition !== null && !Array.isArray(condition) ? (condition as Record<string, PlainValue>) : {};
  const bool = typeof tests.Bool === 'object' ? (tests.Bool as Record<string, PlainValue> | null) : {};
  return { ...tests, Bool: { ...bool, ...SCOPE.Bool } };
}
