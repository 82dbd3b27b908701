/**
 * The actions there are, and which of them a policy can give to whom.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-limits.html#limits-policies,
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html (2026-11)
 */
import type { Kind } from './policy';

const sharedQueue = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ListDeadLetterSourceQueues', 'PurgeQueue', 'ReceiveMessage', 'SendMessage'];
const ownQueue = ['AddPermission', 'CancelMessageMoveTask', 'DeleteQueue', 'ListMessageMoveTasks', 'ListQueueTags', 'RemovePermission', 'SetQueueAttributes', 'StartMessageMoveTask', 'TagQueue', 'UntagQueue'];
/** With an encryption context. */
const withContext = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'];
const sharedKey = [...withContext, 'CreateGrant', 'DescribeKey', 'GenerateMac', 'GetKeyRotationStatus', 'GetPublicKey', 'ListGrants', 'RevokeGrant', 'Sign', 'Verify', 'VerifyMac'];
const ownKey = ['CancelKeyDeletion', 'DisableKey', 'DisableKeyRotation', 'EnableKey', 'EnableKeyRotation', 'GetKeyPolicy', 'ListKeyPolicies', 'ListResourceTags', 'PutKeyPolicy', 'ScheduleKeyDeletion', 'TagResource', 'UntagResource', 'UpdateKeyDescription'];

const full = (prefix: string, names: readonly string[]): readonly string[] => names.map((name) => `${prefix}:${name}`);
/** What callers of any account can be let in for, and what only the owner's account can. */
export const shared: Readonly<Record<Kind, readonly string[]>> = { queue: full('sqs', sharedQueue), key: full('kms', sharedKey) };
export const all: Readonly<Record<Kind, readonly string[]>> = { queue: full('sqs', [...sharedQueue, ...ownQueue]), key: full('kms', [...sharedKey, ...ownKey]) };
const sharedNames: ReadonlySet<string> = new Set([...shared.queue, ...shared.key]);
export const isShared = (action: string): boolean => sharedNames.has(action);
/** The action that changes the policy itself. */
export const changesPolicy: Readonly<Record<Kind, string>> = { queue: 'sqs:SetQueueAttributes', key: 'kms:PutKeyPolicy' };

const grants = new Set(full('kms', ['CreateGrant']));
const grantsAny = new Set(full('kms', ['CreateGrant', 'ListGrants', 'RevokeGrant']));
const contexts = new Set(full('kms', [...withContext, 'CreateGrant']));

/** Whether requests for the action can carry a key that only some actions have. */
export function carries(action: string, key: string): boolean {
  if (key.startsWith('kms:encryptioncontext')) return contexts.has(action);
  if (key === 'kms:grantisforawsresource') return grantsAny.has(action);
  if (key === 'kms:granteeprincipal' || key === 'kms:grantoperations') return grants.has(action);
  return true;
}
