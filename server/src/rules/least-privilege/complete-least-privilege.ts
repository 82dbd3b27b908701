import type { Hole, PolicyKind, Truth } from '../../policy';
import { findRecipe, type Recipe } from '../../recipes';
import { insertFix, isSatisfied, isWhole, placeOf, servesQueue } from '../leastPrivilege';
import type { Rule } from '../rule';

/** The statements of the set, by kind; any recipe of a row will do. */
const SETS: Readonly<Record<'queue' | 'dead-letter-queue' | 'key', readonly (readonly string[])[]>> = {
  queue: [
    ['RestrictAdminQueueActions'],
    ['DenyQueueActionsOutsideOrg'],
    ['AllowConsumersToReceiveFromTheQueue'],
    ['DenyOtherConsumersFromReceiving'],
    ['DenyUnsecureTransport'],
    ['AllowSNSToSendToTheQueue', 'AllowS3ToSendToTheQueue', 'AllowEventBridgeToSendToTheQueue'],
    ['DenyAllProducersExceptSNSFromSending'],
  ],
  'dead-letter-queue': [['RestrictAdminQueueActions'], ['DenyQueueActionsOutsideOrg'], ['AllowConsumersToReceiveFromTheQueue'], ['DenyOtherConsumersFromReceiving'], ['DenyUnsecureTransport'], ['DenyAnyProducersExceptSQS']],
  key: [['AllowKeyAdminPermissions'], ['AllowReadAccessToKeyMetaData'], ['AllowSNSToSendToSQS', 'AllowS3ToSendToSQS', 'AllowEventBridgeToSendToSQS'], ['AllowConsumersToReceiveFromTheQueue']],
};

const ROWS = Object.fromEntries(Object.entries(SETS).map(([kind, rows]) => [kind, rows.map((ids) => ids.map((id) => findRecipe(id, kind as PolicyKind)))]));

export const rule: Rule = {
  meta: {
    id: 'complete-least-privilege',
    category: 'least-privilege',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'information', strict: 'off' },
    fix: 'decision',
    summary: 'Which statements of the least-privilege set the policy lacks; each can be inserted by itself, or all at once.',
    yieldsTo: ['require-statement', 'valid-json'],
  },
  *check(policy, context) {
    if (!isWhole(policy) || !servesQueue(policy, context)) return;
    const rows = ROWS[context.kind]!;
    const missing: Recipe[] = [];
    const holes: Hole[] = [];
    for (const row of rows) {
      const there: Truth = isSatisfied(row, policy, context);
      if (there.is === 'no') missing.push(row[0]!);
      if (there.is === 'depends') holes.push(...there.on);
    }
    if (holes.length > 0) yield { holes };
    if (missing.length === 0) return;
    yield {
      node: placeOf(policy),
      message: `${missing.length} of ${rows.length} least-privilege statements ${missing.length === 1 ? 'is' : 'are'} missing: ${missing.map((r) => r.sid).join(', ')}.`,
      fixes: [...missing.map((recipe) => insertFix(policy, [recipe], context)), ...(missing.length > 1 ? [insertFix(policy, missing, context, 'Insert all missing statements')] : [])],
    };
  },
};
