/** What the snapshot does not say of KMS's own condition keys: their values, and where they do not work. */
import type { KeyType, Provenance, ValueShape } from './facts';

const page = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html';

export interface KmsKeyRow extends Provenance {
  /** As AWS spells it; the encryption context ends in `:`. */
  readonly name: string;
  readonly alsoTypes?: readonly KeyType[];
  readonly shape?: ValueShape;
  readonly deprecated?: string;
  readonly values?: readonly string[];
  /** False where AWS adds values, or where the page does not list all. */
  readonly valuesClosed?: boolean;
  /** False: it works in identity policies alone. */
  readonly inResourcePolicy?: boolean;
  /** False where the documents disagree about the actions. */
  readonly actionsCertain?: boolean;
}

const row = (name: string, rest: Omit<KmsKeyRow, 'name' | 'source' | 'date'>): KmsKeyRow => ({ name, source: page, date: '2026-11', ...rest });

const rsa = ['RSA_2048', 'RSA_3072', 'RSA_4096'];
const curves = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_NIST_EDWARDS25519', 'ECC_SECG_P256K1'];
const keySpecs = ['SYMMETRIC_DEFAULT', ...rsa, ...curves, 'HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87', 'SM2'];
const keyUsages = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'];

/** Specifications and algorithms get added, so those lists are open; usages, origins and modes are closed. */
export const kmsKeys: readonly KmsKeyRow[] = [
  row('kms:CallerAccount', { shape: 'account' }),
  row('kms:ViaService', { shape: 'via-service' }),
  row('kms:EncryptionContext:', { alsoTypes: ['ARN'] }),
  row('kms:EncryptionContextKeys', {}),
  row('kms:EncryptionAlgorithm', { values: ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'] }),
  row('kms:RequestAlias', { shape: 'alias' }),
  row('kms:ResourceAliases', { shape: 'alias', inResourcePolicy: false }),
  row('kms:GranteePrincipal', { alsoTypes: ['ARN'], shape: 'principal-arn' }),
  row('kms:RetiringPrincipal', { alsoTypes: ['ARN'], shape: 'principal-arn' }),
  row('kms:GranteeServicePrincipal', { shape: 'service-principal' }),
  row('kms:RetiringServicePrincipal', { shape: 'service-principal' }),
  row('kms:GrantConstraintType', { values: ['EncryptionContextEquals', 'EncryptionContextSubset'] }),
  row('kms:GrantOperations', {
    values: [
      'CreateGrant', 'Decrypt', 'DeriveSharedSecret', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair',
      'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GetPublicKey', 'ReEncryptFrom', 'ReEncryptTo',
      'RetireGrant', 'Sign', 'Verify', 'VerifyMac',
    ],
  }),
  row('kms:KeySpec', { values: keySpecs, actionsCertain: false }),
  row('kms:KeyUsage', { values: keyUsages, valuesClosed: true, actionsCertain: false }),
  row('kms:KeyOrigin', { values: ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'], valuesClosed: true, actionsCertain: false }),
  row('kms:MultiRegion', { actionsCertain: false }),
  row('kms:MultiRegionKeyType', { values: ['PRIMARY', 'REPLICA'], valuesClosed: true, actionsCertain: false }),
  row('kms:CustomerMasterKeySpec', { deprecated: 'kms:KeySpec', values: keySpecs, actionsCertain: false }),
  row('kms:CustomerMasterKeyUsage', { deprecated: 'kms:KeyUsage', values: keyUsages, actionsCertain: false }),
  row('kms:ExpirationModel', { values: ['KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE'], valuesClosed: true }),
  row('kms:WrappingAlgorithm', {
    values: ['RSAES_PKCS1_V1_5', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256', 'SM2PKE'],
  }),
  row('kms:WrappingKeySpec', { values: [...rsa, 'SM2'] }),
  row('kms:SigningAlgorithm', {
    values: [
      'RSASSA_PSS_SHA_256', 'RSASSA_PSS_SHA_384', 'RSASSA_PSS_SHA_512', 'RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_384',
      'RSASSA_PKCS1_V1_5_SHA_512', 'ECDSA_SHA_256', 'ECDSA_SHA_384', 'ECDSA_SHA_512', 'ED25519_SHA_512', 'ED25519_PH_SHA_512',
      'ML_DSA_SHAKE_256', 'SM2DSA',
    ],
  }),
  row('kms:MessageType', { values: ['RAW', 'DIGEST', 'EXTERNAL_MU'] }),
  row('kms:MacAlgorithm', { values: ['HMAC_SHA_224', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'] }),
  row('kms:DataKeyPairSpec', { values: [...rsa, ...curves, 'SM2'] }),
  row('kms:KeyAgreementAlgorithm', { values: ['ECDH'] }),
  // The guide's example compares it with a number operator and Unix time.
  row('kms:ValidTo', { alsoTypes: ['Numeric'] }),
  row('kms:ReplicaRegion', { shape: 'region' }),
  row('kms:PrimaryRegion', { shape: 'region' }),
];
