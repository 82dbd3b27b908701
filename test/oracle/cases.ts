/** Generated requests against generated policies, and what `evaluate` says of each: one JSON object a line on standard output. */
import { contextOf, evaluate, type AccessRequest, type Caller } from '../../server/src/access';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import type { PolicyKind } from '../../server/src/policy';
import { engineRequest } from '../outside/engineRequest';
import { allActions, compile, coverage, decide, drawingOf, drawPolicy, drawRequest, drawWorld, evidenceOf, matchesAction, Random, type World } from '../requests';

const [seed, count] = process.argv.slice(2).map(Number) as [number, number];
const OWNER = '111122223333';
const OTHER = '444455556666';
const RESOURCE: Readonly<Record<string, string>> = { queue: `arn:aws:sqs:eu-west-1:${OWNER}:orders`, key: `arn:aws:kms:eu-west-1:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab` };

let state = seed >>> 0;
function random(): number {
  state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  mixed ^= mixed >>> 15;
  return (mixed >>> 0) / 2 ** 32;
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const some = <T>(list: readonly T[], most = 2): T[] => Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(list));
const chance = (share: number): boolean => random() < share;

const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const callers: readonly Caller[] = [
  ...[OWNER, OTHER].flatMap((account): Caller[] => [
    { kind: 'principal', arn: role(account, 'worker'), account },
    { kind: 'principal', arn: role(account, 'team/admin'), account },
    { kind: 'principal', arn: `arn:aws:iam::${account}:user/alice`, account },
    { kind: 'principal', arn: `arn:aws:iam::${account}:root`, account },
    { kind: 'principal', arn: `arn:aws:sts::${account}:assumed-role/worker/session-1`, account, roleArn: role(account, 'worker') },
  ]),
  { kind: 'service', name: 'sns.amazonaws.com' },
  { kind: 'service', name: 's3.amazonaws.com' },
  { kind: 'anonymous' },
];
const principals = ['*', { AWS: '*' }, { AWS: OWNER }, { AWS: `arn:aws:iam::${OWNER}:root` }, { AWS: OTHER }, { AWS: role(OWNER, 'worker') }, { AWS: [role(OWNER, 'team/admin'), role(OTHER, 'worker')] }, { AWS: `arn:aws:iam::${OWNER}:user/alice` }, { AWS: `arn:aws:sts::${OWNER}:assumed-role/worker/session-1` }, { Service: 'sns.amazonaws.com' }, { Service: ['s3.amazonaws.com', 'sns.amazonaws.com'] }, { AWS: OWNER, Service: 's3.amazonaws.com' }];

const actions: Readonly<Record<string, readonly string[]>> = {
  queue: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:GetQueueAttributes', 'sqs:PurgeQueue', 'sqs:DeleteMessage'],
  key: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:Encrypt'],
};
const actionPatterns: Readonly<Record<string, readonly string[]>> = {
  queue: ['sqs:*', 'SQS:sendmessage', 'sqs:Get*', 'sqs:*Message', 'sqs:?urgeQueue', '*', ...actions['queue']!],
  key: ['kms:*', 'KMS:decrypt', 'kms:Generate*', 'kms:*crypt', 'kms:D*', ...actions['key']!],
};

interface Key {
  readonly name: string;
  readonly operators: readonly string[];
  readonly wanted: readonly string[];
  readonly given: readonly string[];
}
const words = ['red', 'Red', 'blue', 'red:blue', ''];
const keys: readonly Key[] = [
  { name: 'aws:SourceArn', operators: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals', 'StringLike', 'StringNotLike', 'StringEquals'], wanted: [`arn:aws:sns:eu-west-1:${OWNER}:orders`, `arn:aws:sns:*:${OWNER}:*`, 'arn:aws:s3:::uploads', 'arn:aws:*:*:*:or*', `arn:aws:sns:eu-west-1:${OWNER}:a:b`], given: [`arn:aws:sns:eu-west-1:${OWNER}:orders`, `arn:aws:sns:us-east-1:${OWNER}:other`, 'arn:aws:s3:::uploads', `arn:aws:sns:eu-west-1:${OWNER}:a:b`] },
  { name: 'aws:SourceAccount', operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase'], wanted: [OWNER, OTHER], given: [OWNER, OTHER] },
  { name: 'aws:PrincipalOrgID', operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotEqualsIgnoreCase'], wanted: ['o-a1b2c3d4e5', 'o-zzzzzzzzzz', 'O-A1B2C3D4E5', 'o-*'], given: ['o-a1b2c3d4e5', 'o-other12345'] },
  { name: 'aws:PrincipalTag/color', operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'], wanted: [...words.filter((w) => w !== ''), 'r*', '?ed', '*:*'], given: words.filter((w) => w !== '') },
  { name: 'aws:SecureTransport', operators: ['Bool'], wanted: ['true', 'false'], given: ['true', 'false'] },
  { name: 'aws:PrincipalIsAWSService', operators: ['Bool'], wanted: ['true', 'false'], given: [] },
  { name: 'aws:PrincipalArn', operators: ['ArnLike', 'ArnNotLike', 'StringLike', 'StringNotEquals', 'ArnEquals'], wanted: [role(OWNER, 'worker'), role(OWNER, '*'), role('*', 'worker'), `arn:aws:iam::${OTHER}:*`], given: [] },
  { name: 'aws:PrincipalAccount', operators: ['StringEquals', 'StringNotEquals'], wanted: [OWNER, OTHER], given: [] },
  { name: 'aws:SourceIp', operators: ['IpAddress', 'NotIpAddress'], wanted: ['203.0.113.0/24', '203.0.113.7', '2001:db8::/32', '10.0.0.0/8'], given: ['203.0.113.7', '203.0.114.1', '2001:db8::1', '2001:db9::1'] },
  { name: 'aws:SourceVpce', operators: ['StringEquals', 'StringNotEquals', 'StringLike'], wanted: ['vpce-1', 'vpce-2', 'vpce-*'], given: ['vpce-1', 'vpce-3'] },
  { name: 'aws:CurrentTime', operators: ['DateLessThan', 'DateGreaterThanEquals', 'DateEquals', 'DateNotEquals'], wanted: ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'], given: ['2025-06-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'] },
  { name: 'aws:MultiFactorAuthAge', operators: ['NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals', 'NumericNotEquals'], wanted: ['10', '300'], given: ['5', '10', '299.5', '300'] },
];
const many: readonly Key[] = [
  { name: 'aws:PrincipalOrgPaths', operators: ['ForAnyValue:StringLike', 'ForAllValues:StringLike', 'ForAnyValue:StringNotLike', 'ForAllValues:StringNotEquals', 'ForAnyValue:StringEquals'], wanted: ['o-a1b2c3d4e5/r-1/*', 'o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-1/ou-1/'], given: ['o-a1b2c3d4e5/r-1/ou-1/', 'o-a1b2c3d4e5/r-2/', 'o-other12345/'] },
];

function condition(): Record<string, Record<string, string | string[]>> | undefined {
  if (chance(0.25)) return undefined;
  const found: Record<string, Record<string, string | string[]>> = {};
  for (let i = chance(0.4) ? 2 : 1; i > 0; i--) {
    const key = chance(0.08) ? pick(many) : pick(keys);
    const null_ = chance(0.07);
    const operator = null_ ? 'Null' : `${pick(key.operators)}${chance(0.2) ? 'IfExists' : ''}`;
    const values = null_ ? [pick(['true', 'false'])] : [...new Set(some(key.wanted))];
    (found[operator] ??= {})[chance(0.1) ? key.name.toUpperCase().replace('AWS:', 'aws:') : key.name] = values.length === 1 ? values[0]! : values;
  }
  return found;
}

function policy(kind: PolicyKind): unknown {
  const statement = (): unknown => {
    const effect = chance(0.6) ? 'Allow' : 'Deny';
    const conditions = condition();
    const notAction = chance(0.1);
    const list = some(actionPatterns[kind]!);
    return {
      Effect: effect,
      ...(effect === 'Deny' && chance(0.07) ? { NotPrincipal: pick([{ AWS: [role(OWNER, 'worker'), `arn:aws:iam::${OWNER}:root`] }]) } : { Principal: pick(principals) }),
      [notAction ? 'NotAction' : 'Action']: list.length === 1 ? list[0] : list,
      Resource: pick(['*', RESOURCE[kind]!, RESOURCE[kind]!]),
      ...(conditions && { Condition: conditions }),
    };
  };
  return { Version: '2012-10-17', Statement: Array.from({ length: 1 + Math.floor(random() * 4) }, statement) };
}

function request(kind: PolicyKind): AccessRequest {
  const caller = pick(kind === 'key' ? callers.filter((c) => c.kind !== 'anonymous') : callers);
  const extra: Record<string, readonly string[]> = {};
  for (const key of [...keys, ...many]) if (key.given.length > 0 && chance(0.6)) extra[key.name] = many.includes(key) ? [...new Set(some(key.given))] : [pick(key.given)];
  return { action: pick(actions[kind]!), caller, context: contextOf(caller, extra) };
}

type Written = Readonly<Record<string, unknown>>;

/** What is asked of both, a line each. `drawn`: what the evaluator of the drawn requests says, which knows nothing of ours. */
function write({ kind, policy: document, request: asked, resource, owner, drawn }: { kind: PolicyKind; policy: Written; request: AccessRequest; resource: string; owner: string; drawn?: string }): void {
  const { caller, context, action } = asked;
  const { policy: read } = findPolicies(JSON.stringify(document), { name: 'policy.json', kind }).policies[0]!;
  const { decision, identityPolicy } = evaluate(read, { ...asked, resource }, { kind, owner });
  const names = Object.fromEntries([...context].map(([key, values]) => [facts.findConditionKey(key)?.name ?? key, values!.length === 1 && !facts.findConditionKey(key)?.multivalued ? values![0] : values]));
  const principal = caller.kind === 'anonymous' ? 'anonymous' : caller.kind === 'service' ? caller.name : caller.arn;
  process.stdout.write(`${JSON.stringify({ kind, policy: document, action, principal, resource, owner, own: caller.kind === 'principal' && caller.account === owner, context: names, ours: { decision, identityPolicy }, ...(drawn && { drawn }) })}\n`);
}

for (let made = 0; made < count / 2; ) {
  const kind = pick<PolicyKind>(['queue', 'key']);
  const document = policy(kind) as Written;
  for (let i = 0; i < 5 && made < count / 2; i++, made++) write({ kind, policy: document, request: request(kind), resource: RESOURCE[kind]!, owner: OWNER });
}

// Principal lists, NotPrincipal, NotResource, variables, set operators, users, federated users, sessions of roles with paths, other partitions.
for (let n = 0, made = 0; made < count / 2; n++) {
  const draw = new Random(Math.imul(seed, 0x9e3779b1) + n * 7919);
  const { kind, policy: document, owner } = drawPolicy(draw);
  const evidence = evidenceOf([document], kind, owner);
  const drawing = drawingOf([document], matchesAction, allActions[kind]);
  const compiled = compile(document);
  for (let i = 0; i < 5 && made < count / 2; i++) {
    const found = drawWorld(evidence, draw);
    if (!found) break;
    // The simulator settles nothing either: services carry nothing of a principal, NotPrincipal is as it is written.
    const world: World = { ...found, unsettled: { serviceHas: new Set(), exceptsWithoutAccount: true, unresolvedHolds: true, shortArn: false } };
    const request = drawRequest(drawing, world, draw);
    const asked = engineRequest(request, world);
    write({ kind, policy: document as unknown as Written, request: asked, resource: world.resource, owner: world.owner, drawn: decide(compiled, coverage(compiled, request, world), request, world) });
    made++;
  }
}
