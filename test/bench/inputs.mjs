// Pinned inputs: the same bytes on every machine and in every run.

const DENIED = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'PurgeQueue', 'GetQueueAttributes'];
const account = (i) => String(111122223333 + 11 * i);

/**
 * A queue policy of 20 statements that fills SQS's quota of 8,192 bytes (white space not counted), printed as people print it: of the kind
 * people write, some of it right, some of it not. `locked`: each of its Denies spares another consumer, so that nobody may receive, which is
 * a finding at each consumer.
 */
export function queuePolicy({ locked = false } = {}) {
  const resource = 'arn:aws:sqs:eu-west-1:111122223333:orders';
  const Statement = Array.from({ length: 20 }, (_, i) => {
    const role = `arn:aws:iam::${account(i % 3)}:role/service-${i}`;
    const spared = locked ? [role, `${role}-canary`, `${role}-standby`] : [0, 1, 2].map((k) => `arn:aws:iam::${account(k)}:role/service-*`);
    const denied = (locked ? [0, 4, 8] : [i, i + 4, i + 8]).map((k) => `sqs:${DENIED[(k >> 2) % DENIED.length]}`);
    switch (i % 4) {
      case 0:
        return { Sid: `AllowTopic${i}`, Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: resource, Condition: { ArnLike: { 'aws:SourceArn': [`arn:aws:sns:eu-west-1:${account(i)}:topic-${i}`, `arn:aws:sns:eu-central-1:${account(i)}:topic-${i}`] }, Bool: { 'aws:SecureTransport': 'true' } } };
      case 1:
        return { Sid: `AllowConsumer${i}`, Effect: 'Allow', Principal: { AWS: [role, `${role}-canary`, `${role}-standby`] }, Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], Resource: resource, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
      case 2:
        return { Sid: `DenyOthers${i}`, Effect: 'Deny', Principal: '*', Action: denied, Resource: resource, Condition: { StringNotLike: { 'aws:PrincipalArn': spared }, Bool: { 'aws:PrincipalIsAWSService': 'false' } } };
      default:
        return { Sid: `AllowBucket${i}`, Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: resource, Condition: { ArnLike: { 'aws:SourceArn': [`arn:aws:s3:::uploads-${i}`, `arn:aws:s3:::uploads-${i}-archive`, `arn:aws:s3:::uploads-${i}-inventory`] }, StringEquals: { 'aws:SourceAccount': account(i) } } };
    }
  });
  return JSON.stringify({ Version: '2012-10-17', Id: 'orders', Statement }, null, 2);
}

/** Where somebody types: names of statements, of topics, buckets and roles, in Allows and in Denies, in turn. */
const TYPED = ['AllowTopic0', 'topic-8', 'role/service-5', 'uploads-7', 'DenyOthers2', /role\/service-(10|\*)/, 'o-a1b2c3d4e5'];

/** The text after a keystroke, another one each round. */
export function typed(text, round) {
  const place = TYPED[((round % TYPED.length) + TYPED.length) % TYPED.length];
  return text.replace(place, (found) => `${found}${(round + 1_000_000).toString(36)}`);
}

/** A policy of the same form in which no name is one of another round's. */
export function unseen(text, round) {
  const own = (round + 1_000_000).toString(36);
  return text.replaceAll('11112222', String(10_000_000 + round)).replaceAll('orders', `orders-${own}`).replaceAll('topic-', `topic-${own}-`).replaceAll('service-', `service-${own}-`).replaceAll('uploads-', `uploads-${own}-`);
}

/** One of many small policies: a queue's or a key's, one or two statements. */
export function smallPolicy(i) {
  const queue = `arn:aws:sqs:eu-west-1:${account(i % 7)}:queue-${i}`;
  const send = { Sid: 'Send', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queue, ...(i % 3 > 0 && { Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${account(i % 7)}:topic-${i}` } } }) };
  const receive = { Sid: 'Receive', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account(i % 7)}:role/consumer-${i}` }, Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: queue };
  const key = { Sid: 'Key', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account(i % 7)}:root` }, Action: 'kms:*', Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: i % 5 === 0 ? [key] : [send, receive] }, null, 2);
}

const sqs = 'AddPermission CancelMessageMoveTask ChangeMessageVisibility CreateQueue DeleteMessage DeleteQueue GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks ListQueueTags ListQueues PurgeQueue ReceiveMessage RemovePermission SendMessage SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue';
const kms = 'SynchronizeMultiRegionKey CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey Decrypt DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DeriveSharedSecret DescribeCustomKeyStores DescribeKey DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus GetParametersForImport GetPublicKey ImportKeyMaterial ListAliases ListGrants ListKeyPolicies ListKeyRotations ListKeys ListResourceTags ListRetirableGrants PutKeyPolicy ReEncryptFrom ReEncryptTo ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion Sign TagResource UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac';
const operators = 'StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null';

/** A modest schema of a policy, as a generic JSON service would be given: 76 actions, every operator in every spelling, nothing about what they mean. */
export function pinnedSchema() {
  const names = (service, list) => list.split(' ').map((name) => `${service}:${name}`);
  const oneOrMany = (item) => ({ oneOf: [item, { type: 'array', items: item }] });
  const action = { anyOf: [{ enum: ['*', ...names('sqs', sqs), ...names('kms', kms)] }, { type: 'string', pattern: '[*?]' }] };
  const values = oneOrMany({ type: ['string', 'number', 'boolean'] });
  const keys = { type: 'object', patternProperties: { '^[a-zA-Z0-9-]+:.+': values }, additionalProperties: false };
  const spelled = operators.split(' ').flatMap((name) => ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((set) => (name === 'Null' ? [set + name] : [set + name, `${set + name}IfExists`])));
  const condition = { type: 'object', properties: Object.fromEntries(spelled.map((name) => [name, keys])), additionalProperties: false };
  const principal = { oneOf: [{ const: '*' }, { type: 'object', properties: Object.fromEntries(['AWS', 'Service', 'Federated', 'CanonicalUser'].map((type) => [type, oneOrMany({ type: 'string' })])), additionalProperties: false }] };
  const strings = oneOrMany({ type: 'string' });
  const statement = {
    type: 'object',
    required: ['Effect'],
    properties: { Sid: { type: 'string' }, Effect: { enum: ['Allow', 'Deny'] }, Principal: principal, NotPrincipal: principal, Action: oneOrMany(action), NotAction: oneOrMany(action), Resource: strings, NotResource: strings, Condition: condition },
    additionalProperties: false,
    oneOf: [{ required: ['Action'] }, { required: ['NotAction'] }],
  };
  return { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', required: ['Statement'], properties: { Version: { enum: ['2012-10-17', '2008-10-17'] }, Id: { type: 'string' }, Statement: oneOrMany(statement) }, additionalProperties: false };
}

/** 20 statements of 10 tests with wildcards, Allows and Denies that can only be told apart by all of them. */
export function hardPolicy(seed) {
  let state = seed * 2654435761;
  const next = (bound) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) >>> 0;
    return (state >>> 8) % bound;
  };
  const pick = (list) => list[next(list.length)];
  const word = () => Array.from({ length: 2 + next(4) }, () => pick(['*', '?', 'a', 'b', 'ab', '-'])).join('');
  const keys = [
    ['aws:SourceArn', ['ArnLike', 'ArnNotLike', 'StringLike', 'StringNotLike'], () => `arn:aws:sns:*:111122223333:${word()}`],
    ['aws:PrincipalArn', ['ArnLike', 'ArnNotLike', 'StringLike', 'StringNotLike'], () => `arn:aws:iam::111122223333:role/${word()}`],
    ['aws:PrincipalOrgID', ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'], () => `o-${word()}`],
    ['aws:SourceVpce', ['StringLike', 'StringNotLike'], () => `vpce-${word()}`],
    ['aws:PrincipalTag/team', ['StringLike', 'StringNotLike', 'StringLikeIfExists', 'StringNotLikeIfExists'], word],
    ['aws:PrincipalTag/stage', ['StringLike', 'StringNotLike', 'StringLikeIfExists', 'StringNotLikeIfExists'], word],
    ['aws:UserAgent', ['StringLike', 'StringNotLike'], word],
    ['aws:referer', ['StringLike', 'StringNotLike', 'StringLikeIfExists'], word],
    ['aws:SourceIp', ['IpAddress', 'NotIpAddress'], () => `203.0.${next(8)}.0/${20 + next(8)}`],
    ['aws:CurrentTime', ['DateLessThan', 'DateGreaterThan'], () => `20${20 + next(10)}-01-01T00:00:00Z`],
    ['aws:PrincipalAccount', ['StringEquals', 'StringNotEquals'], () => pick(['111122223333', '444455556666'])],
    ['aws:SecureTransport', ['Bool'], () => pick(['true', 'false'])],
  ];
  const statement = (index) => {
    const condition = {};
    for (let test = 0; test < 10; test++) {
      const [key, operators, value] = pick(keys);
      const operator = pick(operators);
      (condition[operator] ??= {})[key] = Array.from({ length: 1 + next(3) }, value);
    }
    return { Sid: `S${index}`, Effect: index % 2 === 0 ? 'Allow' : 'Deny', Principal: pick(['*', { AWS: '*' }, { AWS: 'arn:aws:iam::111122223333:root' }]), Action: pick(['sqs:*', 'sqs:SendMessage', 'sqs:*Message*', 'sqs:?e*']), Resource: '*', Condition: condition };
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: Array.from({ length: 20 }, (_, index) => statement(index)) }, null, 2);
}
