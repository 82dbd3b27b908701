/** A request in the engine's words. */
import type { AccessRequest } from '../../server/src/access';
import { isPrincipal, principalArn, sessionArn, TYPES, userId, type Request, type World } from '../requests';

export function engineRequest({ action, who, context }: Request, world: World): AccessRequest {
  const full = new Map<string, readonly string[]>(context);
  if (!isPrincipal(who)) return { action, resource: world.resource, caller: who, context: full };
  const arn = principalArn(who);
  for (const [key, value] of [['aws:principalarn', arn], ['aws:principalaccount', who.account], ['aws:principaltype', TYPES[who.kind]], ['aws:userid', userId(who)]] as const) full.set(key, [value]);
  return { action, resource: world.resource, caller: who.kind === 'role' ? { kind: 'principal', arn: sessionArn(who), account: who.account, roleArn: arn } : { kind: 'principal', arn, account: who.account }, context: full };
}
