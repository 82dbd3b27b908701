/**
 * The condition keys that a caller carries by itself. Which key exists for whom:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11)
 */
import { roleOfSession } from './principal';
import type { Caller } from './request';

const TRUE: readonly string[] = ['true'];
const FALSE: readonly string[] = ['false'];

/** Given ones win; one that is given as undefined is absent. Keys in any letter case. The map is the caller's own. */
export function contextOf(caller: Caller, extra?: Readonly<Record<string, readonly string[] | undefined>>): Map<string, readonly string[]> {
  const context = new Map<string, readonly string[]>();
  context.set('aws:securetransport', TRUE);
  context.set('aws:viaawsservice', FALSE);
  switch (caller.kind) {
    case 'anonymous':
      context.set('aws:principaltype', ['Anonymous']);
      context.set('aws:principalaccount', ['anonymous']);
      context.set('aws:userid', ['anonymous']);
      break;
    case 'service':
      context.set('aws:principalisawsservice', TRUE);
      context.set('aws:principalservicename', [caller.name]);
      context.set('aws:principalservicenameslist', [caller.name]);
      break;
    case 'principal': {
      context.set('aws:principalisawsservice', FALSE);
      context.set('aws:principalarn', [caller.roleArn ?? roleOfSession(caller.arn) ?? caller.arn]);
      // Of a role or user of whom there is a reference alone no more is known.
      if (caller.account === '') break;
      context.set('aws:principalaccount', [caller.account]);
      context.set('kms:calleraccount', [caller.account]);
      context.set('aws:principaltype', [typeOf(caller.arn)]);
      if (/^arn:[^:]*:iam::[^:]*:user\//.test(caller.arn)) context.set('aws:username', [caller.arn.slice(caller.arn.lastIndexOf('/') + 1)]);
      break;
    }
  }
  if (extra) for (const [key, values] of Object.entries(extra)) {
    if (values === undefined) context.delete(key.toLowerCase());
    else context.set(key.toLowerCase(), values);
  }
  return context;
}

function typeOf(arn: string): string {
  if (arn.endsWith(':root')) return 'Account';
  return /^arn:[^:]*:iam::[^:]*:user\//.test(arn) ? 'User' : /^arn:[^:]*:sts::[^:]*:federated-user\//.test(arn) ? 'FederatedUser' : 'AssumedRole';
}
