/**
 * Policies aimed at what is easily got wrong: accounts written out beside patterns of accounts, Denies that shut out all but a narrow rest,
 * lists of principals beside tests on their ARNs, sessions, NotPrincipal, NotResource, several queues, all that is known of users and
 * federated users, long source ARNs, other partitions; and statements that say almost what another one says.
 */
import type { ConditionBlock, Kind, Many, PolicyJson, PrincipalElement, StatementJson } from './policy';
import type { Random } from './random';
import { drawTheme } from './themes';

export const OWN = '111122223333';
const [B, C, STRANGER] = ['444455556666', '444477778888', '999988887777'];
const ROLE_ID = 'AROAABCDEFGHIJKLMNOPQ';
const USER_ID = 'AIDAABCDEFGHIJKLMNOPQ';

const regionOf = (P: string): string => ({ aws: 'eu-west-1', 'aws-cn': 'cn-north-1' })[P] ?? 'us-gov-west-1';

interface Field {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: (own: string, P: string) => readonly string[];
}

const TEXT = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'];
const ARN = ['ArnLike', 'ArnNotLike', 'ArnLike', 'ArnNotLike', 'ArnEquals', 'StringLike', 'StringNotLike', 'StringEquals', 'StringNotEquals'];
const ids = () => [OWN, B, C, STRANGER, '9*', '4444*', '*8', '????7777????', '1111*'];

const PRINCIPAL_ARN: Field = {
  key: 'aws:PrincipalArn',
  operators: ARN,
  values: (own, P) => [`arn:${P}:iam::${own}:role/worker`, `arn:${P}:iam::${own}:role/team/worker`, `arn:${P}:iam::*:role/*`, `arn:${P}:iam::*:user/*`, `arn:${P}:iam::${own}:user/dev/*`, `arn:${P}:iam::${own}:user/admin*`, `arn:${P}:iam::${own}:root`, `arn:${P}:iam::${own}:*`, `arn:${P}:iam::9*:*`, `arn:*:iam::${B}:role/*`, `arn:${P}:sts::${own}:federated-user/*`, `arn:${P}:iam::*:role/a*b`, `arn:${P}:iam::${C}:role/worker`],
};
const ANY_ARN: Field = { key: 'aws:PrincipalArn', operators: ['StringLike', 'StringNotLike'], values: () => ['*:user/*', '*:role/*', '*admin', '*:root', 'arn:*', '*:federated-user/*', '*9*:role/*'] };
const ACCOUNT: Field = { key: 'aws:PrincipalAccount', operators: TEXT, values: () => [...ids(), 'anonymous'] };
const TYPE: Field = { key: 'aws:PrincipalType', operators: TEXT, values: () => ['User', 'AssumedRole', 'FederatedUser', 'Account', 'Anonymous', '*User', 'A*'] };
const USER: Field = { key: 'aws:userid', operators: TEXT, values: (own) => [`${ROLE_ID}:*`, `${ROLE_ID}:worker`, USER_ID, `${own}:bob`, `${own}:*`, own, 'AROA*', 'AIDA*', '*:*', 'anonymous', 'A*'] };
const USERNAME: Field = { key: 'aws:username', operators: TEXT, values: () => ['alice', 'admin*', 'bob', '*'] };
const FACTOR: Field = { key: 'aws:MultiFactorAuthPresent', operators: ['Bool'], values: () => ['true', 'false'] };
const AGE: Field = { key: 'aws:MultiFactorAuthAge', operators: ['NumericLessThan', 'NumericGreaterThan'], values: () => ['300', '3600'] };
const ORG: Field = { key: 'aws:PrincipalOrgID', operators: TEXT, values: () => ['o-a1b2c3d4e5', 'o-z9y8x7w6v5', 'o-a*'] };
const ORG_PATHS: Field = { key: 'aws:PrincipalOrgPaths', operators: ['ForAnyValue:StringLike', 'ForAllValues:StringLike', 'ForAnyValue:StringNotLike', 'ForAllValues:StringNotLike', 'ForAnyValue:StringEquals'], values: () => ['o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-ab12/*', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', 'o-z9y8x7w6v5/*'] };
const TAG: Field = { key: 'aws:PrincipalTag/team', operators: [...TEXT, 'StringEqualsIgnoreCase'], values: () => ['red', 'r*', 'blue', '*d', 'Red'] };
const SOURCE: Field = {
  key: 'aws:SourceArn',
  operators: ARN,
  values: (own, P) => [`arn:${P}:sns:eu-west-1:${own}:orders`, `arn:${P}:sns:*:${own}:*`, `arn:${P}:s3:::uploads`, `arn:${P}:s3:::*`, `arn:${P}:s3:*:*:uploads`, `arn:${P}:*:*:${own}:*`, `arn:${P}:*:*:4444*:*`, `arn:${P}:logs:*:${own}:log-group:*`, `arn:${P}:logs:eu-west-1:${own}:log-group:a:*`, `arn:${P}:events:*:*:rule/*`, 'arn:*', `arn:${P}:sns:*:*:orders:x`, `arn:${P}:sns:eu-west-1:${B}:orders`, `arn:${P}:logs:*:*:*:b`, `arn:${P}:logs:*:*:*:a:*:c`],
};
const SOURCE_ACCOUNT: Field = { key: 'aws:SourceAccount', operators: TEXT, values: ids };
const SOURCE_ORG: Field = { key: 'aws:SourceOrgID', operators: TEXT, values: () => ['o-a1b2c3d4e5', 'o-z9y8x7w6v5', 'o-a*'] };
const SOURCE_PATHS: Field = { ...ORG_PATHS, key: 'aws:SourceOrgPaths' };
const IS_SERVICE: Field = { key: 'aws:PrincipalIsAWSService', operators: ['Bool'], values: () => ['true', 'false'] };
const SERVICE_NAME: Field = { key: 'aws:PrincipalServiceName', operators: TEXT, values: () => ['sns.amazonaws.com', 's3.amazonaws.com', 'sns*', 'sns.eu-west-1.amazonaws.com'] };
const SERVICE_NAMES: Field = { key: 'aws:PrincipalServiceNamesList', operators: ['ForAnyValue:StringEquals', 'ForAllValues:StringEquals', 'ForAnyValue:StringLike', 'ForAllValues:StringNotEquals'], values: () => ['sns.amazonaws.com', 'sns.eu-west-1.amazonaws.com', 's3.amazonaws.com', 'sns.*'] };
const IP: Field = { key: 'aws:SourceIp', operators: ['IpAddress', 'NotIpAddress'], values: () => ['203.0.113.0/24', '203.0.113.128/25', '198.51.100.7', '2001:db8::/32'] };
const ENDPOINT: Field = { key: 'aws:SourceVpce', operators: TEXT, values: () => ['vpce-0a1b2c3d4e5f60718', 'vpce-0a1b2c3d4e5f60719', 'vpce-*'] };
const VPC: Field = { key: 'aws:SourceVpc', operators: TEXT, values: () => ['vpc-0a1b2c3d4e5f60718', 'vpc-0a1b2c3d4e5f60719'] };
const TLS: Field = { key: 'aws:SecureTransport', operators: ['Bool'], values: () => ['true', 'false'] };
const TIME: Field = { key: 'aws:CurrentTime', operators: ['DateGreaterThan', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThanEquals'], values: () => ['2026-06-01T00:00:00Z', '2027-01-01T00:00:00Z'] };
const EPOCH: Field = { key: 'aws:EpochTime', operators: ['NumericGreaterThan', 'NumericLessThanEquals'], values: () => ['1780272000', '1798761600'] };
const REGION: Field = { key: 'aws:RequestedRegion', operators: TEXT, values: () => ['eu-west-1', 'us-east-1', 'eu-*'] };
const VIA: Field = { key: 'aws:ViaAWSService', operators: ['Bool'], values: () => ['true', 'false'] };
const CALLED_VIA: Field = { key: 'aws:CalledVia', operators: ['ForAnyValue:StringEquals', 'ForAllValues:StringEquals', 'ForAnyValue:StringLike'], values: () => ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com', 'athena*'] };
const VIA_SERVICE: Field = { key: 'kms:ViaService', operators: TEXT, values: () => ['sqs.eu-west-1.amazonaws.com', 'cloudformation.eu-west-1.amazonaws.com', 'sqs.*.amazonaws.com', 'sqs.us-east-1.amazonaws.com'] };
const CALLER_ACCOUNT: Field = { key: 'kms:CallerAccount', operators: TEXT, values: ids };
const GRANT: Field = { key: 'kms:GrantIsForAWSResource', operators: ['Bool'], values: () => ['true', 'false'] };
const ENCRYPTION: Field = { key: 'kms:EncryptionContext:aws:sqs:arn', operators: ['StringEquals', 'StringLike', 'StringNotEquals'], values: (own, P) => [`arn:${P}:sqs:eu-west-1:${own}:orders`, '*orders', 'x'] };
const ENCRYPTION_KEYS: Field = { key: 'kms:EncryptionContextKeys', operators: ['ForAnyValue:StringEquals', 'ForAllValues:StringEquals', 'ForAllValues:StringNotEquals'], values: () => ['aws:sqs:arn', 'AWS:SQS:ARN', 'other'] };
/** Never in a request to either service. */
const NEVER: Field = { key: 's3:prefix', operators: TEXT, values: () => ['home/', 'x*'] };

/** Fields that say something of the same part of a request: what is tested together. */
const FAMILIES: readonly (readonly Field[])[] = [
  [PRINCIPAL_ARN, ACCOUNT, CALLER_ACCOUNT],
  [PRINCIPAL_ARN, TYPE, ANY_ARN],
  [PRINCIPAL_ARN, PRINCIPAL_ARN, ANY_ARN],
  [USER, USERNAME, TYPE, PRINCIPAL_ARN],
  [USER, ACCOUNT, TYPE],
  [SERVICE_NAMES, SERVICE_NAME],
  [TYPE, ACCOUNT],
  [PRINCIPAL_ARN],
  [SOURCE],
  [ACCOUNT, ACCOUNT, CALLER_ACCOUNT],
  [SOURCE, SOURCE_ACCOUNT],
  [SOURCE, SOURCE],
  [SOURCE_ACCOUNT, SOURCE_ORG, SOURCE_PATHS, IS_SERVICE],
  [IS_SERVICE, SERVICE_NAME, SERVICE_NAMES, SOURCE],
  [ORG, ORG_PATHS, ACCOUNT],
  [IP, ENDPOINT, VPC, VIA],
  [TIME, EPOCH, TLS],
  [FACTOR, AGE, TYPE, USERNAME],
  [TAG, TYPE, TLS, REGION],
  [IS_SERVICE, ORG, PRINCIPAL_ARN],
  [VIA, CALLED_VIA, VIA_SERVICE],
  [CALLER_ACCOUNT, VIA_SERVICE, PRINCIPAL_ARN],
  [ENCRYPTION, ENCRYPTION_KEYS, GRANT],
  [NEVER, TLS, PRINCIPAL_ARN],
  [IS_SERVICE, IP, SOURCE],
];

export interface Generated {
  readonly kind: Kind;
  readonly policy: PolicyJson;
  /** What the caller of the engine knows from outside. */
  readonly owner: string | undefined;
}

/** `doubled`: most statements say almost what another one says, and lists hold what says the same twice, for fixes that take something away. */
export function drawPolicy(random: Random, doubled = false): Generated {
  const kind: Kind = random.chance(0.65) ? 'queue' : 'key';
  const P = random.chance(0.8) ? 'aws' : random.pick(['aws-us-gov', 'aws-cn']);
  const fields = random.pick(FAMILIES).filter((field) => kind === 'key' || !field.key.startsWith('kms:'));
  const more = random.chance(0.3) ? random.pick(FAMILIES).filter((field) => kind === 'key' || !field.key.startsWith('kms:')) : [];
  const shape: Shape = { kind, P, fields: fewer([...fields, ...more], P, random), resources: resourcesOf(kind, P, random), random, doubled };
  if (!doubled && random.chance(0.35)) {
    const themed = drawTheme({ kind, P, resource: random.pick(shape.resources), random });
    if (random.chance(0.3)) themed.push(statement(shape, random.chance(0.5) ? 'Allow' : 'Deny'));
    return { kind, policy: { Version: '2012-10-17', Statement: random.chance(0.5) ? themed : themed.reverse() }, owner: random.chance(0.5) ? OWN : undefined };
  }
  const made: StatementJson[] = [statement(shape, random.chance(0.85) ? 'Allow' : 'Deny')];
  for (let i = 1 + random.below(3); i > 0; i--) made.push(random.chance(doubled ? 0.75 : 0.25) ? twist(random.pick(made), shape) : statement(shape, random.chance(0.35) ? 'Allow' : 'Deny'));
  return { kind, policy: { Version: '2012-10-17', Statement: random.chance(0.5) ? made : made.reverse() }, owner: random.chance(0.5) ? OWN : undefined };
}

/** Each with few of its values: statements that speak of the same ones get in each other's way. */
function fewer(fields: readonly Field[], P: string, random: Random): Field[] {
  return fields.map((field) => {
    const few = random.some(field.values(OWN, P), 5);
    return { ...field, values: () => few };
  });
}

/** Another version of a policy: a statement is gone, new, or says something else. */
export function drawVersion({ kind, policy }: Generated, random: Random): PolicyJson {
  const P = /"arn:(aws[a-z-]*):/.exec(JSON.stringify(policy))?.[1] ?? 'aws';
  const shape: Shape = { kind, P, fields: random.pick(FAMILIES).filter((field) => kind === 'key' || !field.key.startsWith('kms:')), resources: ['*'], random, doubled: false };
  const list = [...policy.Statement];
  const at = random.below(list.length);
  const dice = random.next();
  if (dice < 0.3 && list.length > 1) list.splice(at, 1);
  else if (dice < 0.8) list[at] = twist(list[at]!, shape);
  else list.push(statement(shape, random.chance(0.5) ? 'Allow' : 'Deny'));
  return { ...policy, Statement: list };
}

interface Shape {
  readonly kind: Kind;
  readonly P: string;
  readonly fields: readonly Field[];
  readonly resources: readonly string[];
  readonly random: Random;
  readonly doubled: boolean;
}

function resourcesOf(kind: Kind, P: string, random: Random): readonly string[] {
  if (kind === 'key') return random.chance(0.9) ? ['*'] : ['*', `arn:${P}:kms:${regionOf(P)}:${OWN}:key/0000aaaa-1111-2222-3333-444444444444`];
  const queue = (name: string, account = OWN): string => `arn:${P}:sqs:${regionOf(P)}:${account}:${name}`;
  const dice = random.next();
  if (dice < 0.35) return ['*'];
  if (dice < 0.65) return [queue('orders')];
  if (dice < 0.8) return [queue('orders'), queue('returns'), '*'];
  return ['*', queue('or*'), queue('*s'), `arn:${P}:sqs:*:*:orders`, queue('orders')];
}

function statement(shape: Shape, effect: 'Allow' | 'Deny'): StatementJson {
  const { random, kind, resources } = shape;
  const notPrincipal = effect === 'Deny' ? random.chance(0.12) : random.chance(0.02);
  const notAction = random.chance(0.08);
  const notResource = kind === 'queue' && random.chance(0.08);
  const condition = drawCondition(shape, effect);
  const actions = drawActions(shape);
  const resource = one(random.some(resources, random.chance(0.15) ? 2 : 1));
  return {
    Effect: effect,
    ...(notPrincipal ? { NotPrincipal: drawPrincipals(shape, true) } : { Principal: effect === 'Deny' && random.chance(0.65) ? '*' : drawPrincipals(shape, false) }),
    ...(notAction ? { NotAction: actions } : { Action: actions }),
    ...(notResource ? { NotResource: resource === '*' ? `arn:${shape.P}:sqs:${regionOf(shape.P)}:${OWN}:returns` : resource } : { Resource: resource }),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

const one = (list: readonly string[]): Many => (list.length === 1 ? list[0]! : list);

const DOUBLED: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  queue: [['sqs:SendMessage', 'sqs:Send*'], ['sqs:*', 'sqs:SendMessage'], ['sqs:SendMessage', 'SQS:sendmessage'], ['sqs:SendMessage', 'sns:Publish'], ['sqs:Receive*', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'], ['s3:*', 'sqs:Get*', 'sqs:GetQueueUrl']],
  key: [['kms:*', 'kms:Decrypt'], ['kms:Decrypt', 'KMS:decrypt'], ['kms:GenerateDataKey*', 'kms:GenerateDataKey'], ['kms:Decrypt', 'sqs:SendMessage'], ['kms:Put*', 'kms:PutKeyPolicy', 'kms:CreateKey']],
};

function drawActions({ kind, random, doubled }: Shape): Many {
  if (doubled && random.chance(0.4)) return random.pick(DOUBLED[kind]);
  const lists: readonly (readonly string[])[] = kind === 'queue' ? [['sqs:SendMessage'], ['sqs:SendMessage', 'sqs:ReceiveMessage'], ['sqs:*'], ['sqs:*'], ['sqs:Receive*'], ['SQS:sendmessage'], ['sqs:Get*', 'sqs:PurgeQueue'], ['sqs:SetQueueAttributes']] : [['kms:*'], ['kms:Decrypt'], ['kms:Decrypt', 'kms:GenerateDataKey*'], ['kms:PutKeyPolicy'], ['kms:Put*', 'kms:Decrypt'], ['kms:CreateGrant'], ['kms:*']];
  return one(random.pick(lists));
}

function drawPrincipals({ kind, P, random, doubled }: Shape, excepted: boolean): PrincipalElement {
  const dice = random.next();
  if (excepted && dice < 0.15) return '*';
  if (!excepted && dice < 0.4) return random.chance(0.7) ? '*' : { AWS: '*' };
  const people = [OWN, `arn:${P}:iam::${OWN}:root`, B, `arn:${P}:iam::${B}:root`, `arn:${P}:iam::${OWN}:role/worker`, `arn:${P}:iam::${OWN}:role/team/admin`, `arn:${P}:iam::${B}:role/worker`, `arn:${P}:iam::${OWN}:user/alice`, `arn:${P}:iam::${OWN}:user/dev/bob`, `arn:${P}:sts::${OWN}:assumed-role/worker/build`, `arn:${P}:sts::${OWN}:assumed-role/admin/build`, `arn:${P}:sts::${OWN}:federated-user/carol`, STRANGER];
  const services = kind === 'queue' ? ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com', 'sns.eu-south-1.amazonaws.com'] : ['sns.amazonaws.com', 's3.amazonaws.com', 'delivery.logs.amazonaws.com'];
  const withServices = dice > (excepted ? 0.5 : 0.75);
  const withPeople = !withServices || random.chance(0.3);
  return { ...(withPeople && { AWS: one(random.some(people, doubled ? 5 : 3)) }), ...(withServices && { Service: one(random.some(services, 2)) }) };
}

function drawCondition(shape: Shape, effect: 'Allow' | 'Deny'): ConditionBlock {
  const { random, fields } = shape;
  const block: Record<string, Record<string, Many>> = {};
  if (fields.length > 0) for (let i = random.pick([0, 1, 1, 1, 2, 2, 3]); i > 0; i--) addTest(block, random.pick(fields), shape, effect);
  return block;
}

function addTest(block: Record<string, Record<string, Many>>, field: Field, { P, random }: Shape, effect: 'Allow' | 'Deny'): void {
  const { key } = field;
  const isSet = field.operators[0]!.includes(':');
  const dice = random.next();
  // Mostly as people write them: an Allow says who may, a Deny who is spared.
  const usual = field.operators.filter((name) => name.includes('Not') === (effect === 'Deny'));
  let operator = random.pick(usual.length > 0 && random.chance(0.5) ? usual : field.operators);
  let values: readonly string[] = random.some(field.values(OWN, P), random.pick([1, 1, 2, 4]));
  if (dice < 0.06) [operator, values] = ['Null', [random.pick(['true', 'false'])]];
  else if (!isSet && dice < 0.22) operator = `${operator}IfExists`;
  else if (!isSet && dice < 0.25 && /^(String|Arn)/.test(operator)) operator = `${random.pick(['ForAllValues', 'ForAnyValue'])}:${operator}`;
  else if (dice < 0.3 && operator.startsWith('String')) values = [random.pick(VARIABLES)];
  else if (dice < 0.3 && operator.startsWith('Arn')) values = [random.pick([`arn:${P}:iam::${OWN}:user/\${aws:username}`, `arn:${P}:sns:*:\${aws:PrincipalAccount}:*`, `arn:${P}:iam::\${aws:PrincipalTag/team}:role/*`])];
  if (/^(Bool|Numeric|Date)/.test(operator)) values = values.slice(0, 1);
  if (/[*?]/.test(values.join()) && /Bool|Numeric|Date/.test(operator)) return;
  // Wildcards mean nothing to an operator that compares exactly.
  if (/^(ForA\w+:)?String(Not)?Equals/.test(operator)) values = values.filter((value) => !/[*?]/.test(value));
  if (values.length === 0) return;
  (block[operator] ??= {})[key] = one(values);
}

const VARIABLES = ['${aws:username}', '${aws:PrincipalAccount}', '${aws:userid}', "${aws:PrincipalTag/team, 'red'}", '${aws:PrincipalType}', '${aws:ResourceAccount}'];

/** Almost the same statement: what a fix for doubles, and a question about one beside the other, looks at. */
function twist(statement: StatementJson, shape: Shape): StatementJson {
  const { random } = shape;
  const dice = random.next();
  if (dice < 0.15) return { ...statement };
  if (dice < 0.3) {
    const { Condition: _, ...rest } = statement;
    return rest;
  }
  if (dice < 0.5) {
    const block: Record<string, Record<string, Many>> = Object.fromEntries(Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [operator, { ...keys }]));
    if (shape.fields.length > 0) addTest(block, random.pick(shape.fields), shape, statement.Effect);
    return Object.keys(block).length > 0 ? { ...statement, Condition: block } : { ...statement };
  }
  if (dice < 0.65 && statement.Condition) {
    const [operator, keys] = random.pick(Object.entries(statement.Condition));
    const [key, values] = random.pick(Object.entries(keys));
    const list = typeof values === 'string' ? [values] : values;
    const changed = list.length > 1 ? list.slice(1) : /Like|Arn/.test(operator) ? list.map((value) => value.replace(/[a-z]+$/, '*')) : list;
    return { ...statement, Condition: { ...statement.Condition, [operator]: { ...keys, [key]: one(changed) } } };
  }
  if (dice < 0.75) {
    const { NotAction: _, ...rest } = statement;
    return { ...rest, Action: drawActions(shape) };
  }
  if (dice < 0.85 && statement.Principal !== undefined) return { ...statement, Principal: drawPrincipals(shape, false) };
  if (dice < 0.93) return { ...statement, Effect: statement.Effect === 'Allow' ? 'Deny' : 'Allow' };
  const { Condition: _, ...rest } = statement;
  const condition = drawCondition(shape, statement.Effect);
  return Object.keys(condition).length > 0 ? { ...rest, Condition: condition } : rest;
}
