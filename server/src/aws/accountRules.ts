/** What AWS's services do with an action in a resource policy: across accounts, and at all. */
import type { Provenance } from './facts';

export interface ActionRule extends Provenance {
  /** Full names of actions. */
  readonly actions: readonly string[];
}

/** SQS lets no other account do these, whatever the queue policy says; ListQueues for another account is refused outright. */
export const sqsOwnAccountOnly: ActionRule = {
  actions: [
    'sqs:AddPermission', 'sqs:CancelMessageMoveTask', 'sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:ListMessageMoveTasks', 'sqs:ListQueues',
    'sqs:ListQueueTags', 'sqs:RemovePermission', 'sqs:SetQueueAttributes', 'sqs:StartMessageMoveTask', 'sqs:TagQueue', 'sqs:UntagQueue',
  ],
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-customer-managed-policy-examples.html#limitations-of-custom-policies',
  date: '2026-11',
};

/** SQS rejects the whole policy: "Invalid value for the parameter Policy." */
export const sqsRefusedForOtherAccounts: ActionRule = {
  actions: ['sqs:ListQueues'],
  source: 'https://github.com/hashicorp/terraform-provider-aws/pull/42209',
  date: '2026-11',
};

/** No key is their resource, so a key policy cannot allow or deny them. */
export const kmsIamOnly: ActionRule = {
  actions: [
    'kms:ConnectCustomKeyStore', 'kms:CreateCustomKeyStore', 'kms:CreateKey', 'kms:DeleteCustomKeyStore', 'kms:DescribeCustomKeyStores',
    'kms:DisconnectCustomKeyStore', 'kms:GenerateRandom', 'kms:ListAliases', 'kms:ListKeys', 'kms:ListRetirableGrants', 'kms:UpdateCustomKeyStore',
  ],
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html',
  date: '2026-11',
};

/** Governed by the grant; a key policy has no effect on it. */
export const kmsByGrant: ActionRule = {
  actions: ['kms:RetireGrant'],
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/grant-manage.html#grant-delete',
  date: '2026-11',
};

/** What a key policy can give to another account; every other action in it is silently ignored there. */
export const kmsCrossAccount: ActionRule = {
  actions: [
    // cryptographic operations
    'kms:Decrypt', 'kms:DeriveSharedSecret', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair',
    'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:GenerateMac', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
    'kms:Sign', 'kms:Verify', 'kms:VerifyMac',
    // the others
    'kms:CreateGrant', 'kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:GetPublicKey', 'kms:ListGrants', 'kms:RetireGrant', 'kms:RevokeGrant',
  ],
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  date: '2026-11',
};
