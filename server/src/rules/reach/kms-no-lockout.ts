import { lockout } from '../../access';
import type { Policy, Statement } from '../../policy';
import type { Member } from '../../syntax';
import { principalsPartition } from '../../recipes';
import { insertStatements, isWhole, placeOf } from '../leastPrivilege';
import { missing } from '../causes';
import { CONDITION_FAULTS, optionsOf, partsOfDeny, withEffect } from '../reach';
import type { Part, Rule, RuleContext } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'kms-no-lockout',
    category: 'reach',
    kinds: ['key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'Nobody of the own account may change the key policy any more: KMS refuses it, or the key is lost.',
    yieldsTo: [...CONDITION_FAULTS, 'require-statement', 'valid-effect', 'require-effect', 'require-action', 'require-principal', 'require-resource', 'valid-principal', 'known-action', 'kms-key-resource'],
  },
  *check(policy, context) {
    if (!isWhole(policy) || isManaged(policy)) return;
    const answer = lockout(policy, optionsOf(context));
    const { account, likely } = context.owner;
    // Whose the key is mostly is not known: then the account that has it as a whole is most likely the owner's.
    if (answer.is === 'depends' && likely !== undefined && lockout(policy, { ...optionsOf(context), owner: likely }).is === 'no') return;
    if (answer.is === 'depends') yield { holes: answer.on };
    if (answer.is !== 'yes') return;
    const none = withEffect(policy, 'Allow').length === 0;
    yield {
      node: placeOf(policy),
      rests: [...(policy.object ? [missing(policy.object, 'Statement')] : []), ...policy.statements.filter((statement) => couldAdminister(statement, context)).flatMap(partsOf), ...answer.by.flatMap(partsOfDeny)],
      ...(none && { severity: 'information' as const }),
      message: none ? 'This policy only denies. By itself it would leave nobody who may change it: put it together with the key’s other statements.' : `No principal of ${account ? `account ${account}` : 'the own account'} may call kms:PutKeyPolicy: KMS refuses the policy, or the key can never be changed again. Let the account or an administrator in.`,
      // Another Allow would be denied as well.
      fixes: answer.by.length > 0 ? [] : [
        {
          title: 'Insert a statement that gives control to the account',
          class: 'decision',
          edits: () => insertStatements(policy, [{ Sid: 'AccountControlsTheKey', Effect: 'Allow', Principal: { AWS: `arn:${principalsPartition(policy) ?? 'aws'}:iam::${account ?? '<account-id>'}:root` }, Action: 'kms:*', Resource: '*' }]),
        },
      ],
    };
  },
};

/** Whether it may be the statement that was to leave somebody in control: an Allow of kms:PutKeyPolicy, or one that a slip keeps from being so. */
function couldAdminister({ effect, action, notAction }: Statement, { facts }: RuleContext): boolean {
  if (effect?.value?.text === 'Deny') return false;
  return !action || notAction !== undefined || action.values.some(({ text }) => facts.expandAction(text).some(({ name }) => name === 'kms:PutKeyPolicy') || (/put|\*/i.test(text) && facts.expandAction(text).length === 0));
}

function partsOf(statement: Statement): readonly Part[] {
  const { node, effect, principal, notPrincipal, action, notAction, resource, notResource, condition } = statement;
  const element = (name: string, ...found: readonly ({ readonly member: Member } | undefined)[]): Part => found.find((one) => one !== undefined)?.member ?? missing(node, name);
  return [element('Effect', effect), element('Principal', principal, notPrincipal), element('Action', action, notAction), element('Resource', resource, notResource), ...(condition ? [condition.member] : [])];
}

/** The policy of an AWS managed key: AWS keeps control of it. */
function isManaged({ id, statements }: Policy): boolean {
  if (id?.value && id.value.text.startsWith('auto-')) return true;
  const tests = (index: number): string[] => (statements[index]?.condition?.tests ?? []).map((test) => test.key.text.toLowerCase());
  return statements.some((_, i) => tests(i).includes('kms:viaservice') && tests(i).includes('kms:calleraccount')) && statements.every((s) => s.effect?.value?.text === 'Allow') && statements.every((s) => (s.action?.values ?? []).every((value) => !/^(\*|kms:\*|kms:put)/i.test(value.text)));
}
