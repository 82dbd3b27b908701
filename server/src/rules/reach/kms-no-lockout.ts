import type { Candidate } from '../../access';
import type { Hole, Policy } from '../../policy';
import { insertStatements, isWhole, placeOf } from '../leastPrivilege';
import { ask, withEffect } from '../reach';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'kms-no-lockout',
    category: 'reach',
    kinds: ['key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    summary: 'Nobody of the own account may change the key policy any more: KMS refuses it, or the key is lost.',
    yieldsTo: ['valid-json', 'require-statement', 'known-element', 'valid-effect', 'require-effect', 'require-action', 'require-principal', 'require-resource', 'valid-principal', 'known-action', 'kms-key-resource', 'valid-element-type'],
  },
  *check(policy, context) {
    if (!isWhole(policy) || isManaged(policy)) return;
    const put = context.facts.findAction('kms:PutKeyPolicy')!;
    const allows = withEffect(policy, 'Allow');
    const denies = withEffect(policy, 'Deny');
    const own = ({ kind, caller }: Candidate): boolean => caller.kind === 'principal' && (kind === 'ownAccount' || context.owner.account === undefined);
    const holes: Hole[] = [];
    for (const allow of allows) {
      const answer = ask(policy, context, { require: [allow], forbid: denies, actions: [put], callers: own });
      if (answer.is === 'yes') return;
      if (answer.is === 'depends') holes.push(...answer.on, { label: 'a statement', node: allow.node });
    }
    // An Effect that is still to be chosen may be an Allow.
    if (policy.statements.length > allows.length + denies.length) return;
    if (holes.length > 0) {
      yield { holes };
      return;
    }
    const { account } = context.owner;
    // Another Allow would be denied as well.
    const denied = allows.some((allow) => ask(policy, context, { require: [allow], actions: [put], callers: own }).is === 'yes');
    yield {
      node: placeOf(policy),
      ...(allows.length === 0 && { severity: 'information' as const }),
      message: allows.length === 0 ? 'This policy only denies. By itself it would leave nobody who may change it: put it together with the key’s other statements.' : `No principal of ${account ? `account ${account}` : 'the own account'} may call kms:PutKeyPolicy: KMS refuses the policy, or the key can never be changed again. Let the account or an administrator in.`,
      fixes: denied ? [] : [
        {
          title: 'Insert a statement that gives control to the account',
          class: 'decision',
          edits: () => insertStatements(policy, [{ Sid: 'AccountControlsTheKey', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account ?? '<account-id>'}:root` }, Action: 'kms:*', Resource: '*' }]),
        },
      ],
    };
  },
};

/** The policy of an AWS managed key: AWS keeps control of it. */
function isManaged({ id, statements }: Policy): boolean {
  if (id?.value && id.value.text.startsWith('auto-')) return true;
  const tests = (index: number): string[] => (statements[index]?.condition?.tests ?? []).map((test) => test.key.text.toLowerCase());
  return statements.some((_, i) => tests(i).includes('kms:viaservice') && tests(i).includes('kms:calleraccount')) && statements.every((s) => s.effect?.value?.text === 'Allow') && statements.every((s) => (s.action?.values ?? []).every((value) => !/^(\*|kms:\*|kms:put)/i.test(value.text)));
}
