/** Addresses of AWS documentation pages. */
import type { ActionFact, ConditionKeyFact, Docs, OperatorFact, OperatorFamily, ServicePrincipalFact } from './facts';

const userGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const apiReference = {
  sqs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference',
  kms: 'https://docs.aws.amazon.com/kms/latest/APIReference',
} as const;

/** Actions that are not API operations of the same name. */
const otherPages: Readonly<Record<string, string>> = {
  'kms:ReEncryptFrom': `${apiReference.kms}/API_ReEncrypt.html`,
  'kms:ReEncryptTo': `${apiReference.kms}/API_ReEncrypt.html`,
  'kms:SynchronizeMultiRegionKey': 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-auth.html',
};

const operatorAnchors: Readonly<Record<OperatorFamily, string>> = {
  string: 'Conditions_String', number: 'Conditions_Numeric', date: 'Conditions_Date', bool: 'Conditions_Boolean', binary: 'Conditions_BinaryEquals',
  ip: 'Conditions_IPAddress', arn: 'Conditions_ARN', null: 'Conditions_Null',
};

const elements = new Set(['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

function action(fact: ActionFact): string {
  return otherPages[fact.name] ?? `${apiReference[fact.service]}/API_${fact.bare}.html`;
}

function conditionKey(key: ConditionKeyFact): string {
  const bare = (key.family ?? key.name).replace(/^[^:]*:/, '').replace(/[/:]$/, '');
  if (key.scope === 'service') {
    if (bare.startsWith('RecipientAttestation')) return 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-attestation.html';
    return `https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-${kmsAnchors[bare] ?? kebab(bare)}`;
  }
  if (key.scope === 'global') return `${userGuide}/reference_policies_condition-keys.html#condition-keys-${bare.toLowerCase()}`;
  const anchor = sessionAnchors[key.name];
  return anchor === undefined ? key.provenance.source : `${key.provenance.source}#condition-keys-${anchor}`;
}

/** Anchors that are not the key's name in lower case with hyphens. */
const kmsAnchors: Readonly<Record<string, string>> = {
  CustomerMasterKeySpec: 'key-spec-replaced', CustomerMasterKeyUsage: 'key-usage-replaced', DataKeyPairSpec: 'data-key-spec',
  MultiRegion: 'multiregion', MultiRegionKeyType: 'multiregion-key-type',
};
const sessionAnchors: Readonly<Record<string, string>> = {
  'ec2:RoleDelivery': 'ec2-role-delivery', 'ec2:SourceInstanceArn': 'ec2-source-instance-arn', 'glue:RoleAssumedBy': 'glue-role-assumed-by',
  'glue:CredentialIssuingService': 'glue-credential-issuing', 'codebuild:BuildArn': 'codebuild-build-arn',
  'codebuild:ProjectArn': 'codebuild-project-arn', 'lambda:SourceFunctionArn': 'lambda-source-function-arn',
  'ssm:SourceInstanceArn': 'ssm-source-instance-arn', 'identitystore:UserId': 'identity-store-user-id',
};

/** `ReEncryptOnSameKey` is `reencrypt-on-same-key` there, `GrantIsForAWSResource` is `grant-is-for-aws-resource`. */
function kebab(name: string): string {
  return name.replace('ReEncrypt', 'Reencrypt').replace(/([a-z])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2').toLowerCase();
}

function operator(fact: OperatorFact): string {
  return `${userGuide}/reference_policies_elements_condition_operators.html#${operatorAnchors[fact.family]}`;
}

function element(name: string): string {
  return `${userGuide}/reference_policies_elements${elements.has(name) ? `_${name.toLowerCase()}` : ''}.html`;
}

function servicePrincipal(fact: ServicePrincipalFact): string {
  const source = fact.sender?.source ?? fact.keyUser?.source ?? fact.source;
  return source.startsWith('https://docs.aws.amazon.com/') ? source : `${userGuide}/reference_policies_elements_principal.html#principal-services`;
}

export const docs: Docs = { action, conditionKey, operator, element, servicePrincipal };
