import { describe, expect, test } from 'vitest';
import { callerKinds, facts, type CallerKind } from '../../../server/src/aws';
import { globalKeys } from '../../../server/src/aws/globalKeys';
import { kmsKeys } from '../../../server/src/aws/kmsKeys';
import { snapshot } from '../../../server/src/aws/snapshot.generated';

const key = (name: string) => facts.findConditionKey(name)!;
const presence = (name: string) => callerKinds.map((kind: CallerKind) => key(name).presence[kind][0]).join('');

describe('finding a key', () => {
  test('in any letter case, with its canonical spelling', () => {
    expect(key('AWS:sourcearn').name).toBe('aws:SourceArn');
    expect(key('aws:PrincipalARN').name).toBe('aws:PrincipalArn');
    expect(key('KMS:viaservice').name).toBe('kms:ViaService');
  });
  test('with a variable part', () => {
    expect(key('AWS:PRINCIPALTAG/Team')).toMatchObject({ name: 'aws:PrincipalTag/Team', family: 'aws:PrincipalTag/', tagless: false });
    expect(key('kms:EncryptionContext:aws:sqs:arn')).toMatchObject({ name: 'kms:EncryptionContext:aws:sqs:arn', family: 'kms:EncryptionContext:', tagless: false });
    expect(key('kms:EncryptionContextKeys')).toMatchObject({ name: 'kms:EncryptionContextKeys', multivalued: true });
    expect(key('kms:RecipientAttestation:ImageSha384').services).toEqual(['kms']);
  });
  test.each(['aws:PrincipalTag', 'aws:RequestTag/', 'aws:resourcetag', 'kms:EncryptionContext', 'kms:EncryptionContext:'])('%s leaves its variable part out', (name) => {
    expect(key(name).tagless).toBe(true);
  });
  test.each(['sqs:SendMessage', 'sqs:QueueName', 'aws:ARN', 'aws:SourceArns', 'SourceArn', 'kms:Context', '', 'aws:', 'constructor'])('%s is none', (name) => {
    expect(facts.findConditionKey(name)).toBeUndefined();
  });
  test('keys that other services put into the session', () => {
    for (const name of ['lambda:SourceFunctionArn', 'ssm:SourceInstanceArn', 'ec2:RoleDelivery', 'saml:sub', 'accounts.google.com:aud']) expect(key(name).scope).toBe('session');
  });
});

describe('what a key is', () => {
  test('types and arity', () => {
    expect(key('aws:SourceArn')).toMatchObject({ type: 'ARN', multivalued: false });
    expect(key('aws:PrincipalOrgPaths')).toMatchObject({ type: 'String', multivalued: true, shape: 'organization-path' });
    expect(key('aws:SourceOrgPaths').multivalued).toBe(true);
    expect(key('aws:TagKeys').multivalued).toBe(true);
    expect(key('aws:SecureTransport').type).toBe('Bool');
    expect(key('kms:RotationPeriodInDays').type).toBe('Numeric');
    expect(key('kms:ValidTo').type).toBe('Date');
    expect(key('kms:GrantOperations')).toMatchObject({ multivalued: true });
    expect(key('aws:SourceIp').type).toBe('IPAddress');
    expect(key('aws:SourceVpcArn')).toMatchObject({ type: 'ARN', services: ['kms'] });
    expect(key('codebuild:BuildArn')).toMatchObject({ type: 'ARN', scope: 'session' });
    expect(key('kms:ValidTo').alsoTypes).toEqual(['Numeric']);
  });
  test('actions of a key', () => {
    expect(key('kms:GrantIsForAWSResource').actions).toEqual(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']);
    expect(key('kms:EncryptionContext:x').actions).not.toContain('kms:DescribeKey');
    expect(key('kms:CallerAccount').actions).not.toContain('kms:GenerateRandom');
    expect(key('aws:SourceArn').actions).toBeUndefined();
    expect(key('aws:RequestTag/a').actions).toEqual(['sqs:CreateQueue', 'sqs:TagQueue', 'kms:CreateKey', 'kms:TagResource']);
    expect(key('kms:CustomerMasterKeySpec').actions).toEqual(key('kms:KeySpec').actions);
  });
  test('deprecated keys and their successors', () => {
    expect(key('kms:CustomerMasterKeyUsage').deprecated).toBe('kms:KeyUsage');
    expect(key('aws:SourceOwner').deprecated).toBe('aws:SourceAccount');
    for (const { deprecated } of facts.conditionKeys()) if (deprecated) expect(facts.findConditionKey(deprecated)).toBeDefined();
  });
  test('keys in whose values no wildcard is meant', () => {
    expect(facts.conditionKeys().filter(({ sensitive }) => sensitive)).toHaveLength(10);
    expect(key('aws:sourceaccount').sensitive).toBe(true);
    expect(key('aws:SourceArn').sensitive).toBe(false);
  });
  test('services of kms:ViaService', () => {
    expect(facts.viaServices).toEqual(expect.arrayContaining(['sqs', 'sns', 's3', 'lambda']));
    expect(facts.viaServices).toEqual([...new Set(facts.viaServices)].sort());
  });
  test('enumerated values', () => {
    expect(key('kms:KeyUsage')).toMatchObject({ values: expect.arrayContaining(['SIGN_VERIFY']), valuesClosed: true });
    expect(key('kms:KeySpec').valuesClosed).toBe(false);
    for (const name of key('kms:GrantOperations').values!) expect(facts.findAction(`kms:${name}`)).toBeDefined();
  });
  test('kms:ResourceAliases is for identity policies', () => {
    expect(key('kms:ResourceAliases').inResourcePolicy).toBe(false);
    expect(facts.conditionKeys().some(({ name }) => name === 'kms:ResourceAliases')).toBe(false);
  });
});

describe('for whom a key is present', () => {
  // anonymous, own account, other account, service, on behalf
  test.each([
    ['aws:SecureTransport', 'aaaaa'], ['aws:ViaAWSService', 'aaaaa'], ['aws:PrincipalIsAWSService', 'naaaa'], ['aws:SourceArn', 'nnnmn'],
    ['aws:SourceAccount', 'nnnmn'], ['aws:SourceOrgPaths', 'nnnmn'], ['aws:PrincipalServiceName', 'nnnan'], ['aws:PrincipalArn', 'naama'],
    ['aws:PrincipalAccount', 'aaama'], ['aws:PrincipalOrgID', 'nmmnm'], ['aws:PrincipalTag/x', 'nmmnm'], ['aws:SourceVpce', 'mmmnn'],
    ['aws:CalledVia', 'nnnnm'], ['aws:MultiFactorAuthPresent', 'nmmnm'], ['kms:ViaService', 'nnnma'], ['kms:CallerAccount', 'naama'],
  ])('%s: %s', (name, letters) => {
    expect(presence(name)).toBe(letters);
  });
  test('a service and an anonymous caller lack what is about a principal\'s session', () => {
    for (const fact of facts.conditionKeys().filter(({ category }) => category === 'session')) {
      expect(fact.presence, fact.name).toMatchObject({ anonymous: 'never', service: 'never' });
    }
  });
  test('KMS knows no anonymous caller', () => {
    for (const fact of facts.conditionKeys().filter(({ scope }) => scope === 'service')) expect(fact.presence.anonymous).toBe('never');
  });
  test('every kind has a word for every key', () => {
    for (const fact of facts.conditionKeys()) for (const kind of callerKinds) expect(['always', 'never', 'maybe'], fact.name).toContain(fact.presence[kind]);
  });
});

describe('the tables agree with the data', () => {
  test('every global key of the data has a row, and every row a key', () => {
    const inData = snapshot.globals.map(([name]) => name.replace('tag-key', '')).sort();
    expect(globalKeys.map(({ name }) => name).sort()).toEqual(inData);
  });
  test('every row about KMS is about a key of the data', () => {
    for (const { name } of kmsKeys) expect(facts.findConditionKey(name), name).toBeDefined();
  });
  test('every key is described', () => {
    for (const { name, description } of facts.conditionKeys()) expect(description.length, name).toBeGreaterThan(10);
  });
});

describe('keys for completion', () => {
  test('all, without repetition', () => {
    const names = facts.conditionKeys().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['aws:SourceArn', 'aws:PrincipalTag/', 'kms:EncryptionContext:', 'kms:ViaService']));
  });
  test('by action', () => {
    const forSend = facts.conditionKeys(['sqs:sendmessage']).map(({ name }) => name);
    expect(forSend).toContain('aws:SourceArn');
    expect(forSend).not.toContain('aws:RequestTag/');
    expect(forSend).not.toContain('aws:SourceVpcArn');
    expect(forSend.filter((name) => name.startsWith('kms:'))).toEqual([]);
    expect(facts.conditionKeys(['kms:DescribeKey']).map(({ name }) => name)).not.toContain('kms:EncryptionContext:');
  });
});
