/** Generated queue policies, and what `satisfiable` says: is there a request that the first statement covers and none of the others? One JSON object a line. */
import { satisfiable } from '../../server/src/access';
import { findPolicies } from '../../server/src/documents';

const [seed, count] = process.argv.slice(2).map(Number) as [number, number];
const OWNER = '111122223333';

let state = seed >>> 0;
function random(): number {
  state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  mixed ^= mixed >>> 15;
  return (mixed >>> 0) / 2 ** 32;
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const role = (name: string, account = OWNER): string => `arn:aws:iam::${account}:role/${name}`;
const TOPIC = `arn:aws:sns:eu-west-1:${OWNER}:`;
const principals = ['*', { AWS: '*' }, { AWS: OWNER }, { AWS: role('a') }, { AWS: [role('b'), '444455556666'] }, { Service: 'sns.amazonaws.com' }, { Service: ['sns.amazonaws.com', 's3.amazonaws.com'] }];
const actions = ['sqs:SendMessage', 'sqs:*', 'sqs:*Message', ['sqs:ReceiveMessage', 'sqs:PurgeQueue']];
const keys: readonly (readonly [key: string, operators: readonly string[], values: readonly string[]])[] = [
  ['aws:SourceArn', ['ArnLike', 'ArnNotLike', 'StringEquals', 'StringLike', 'StringNotLike'], [`${TOPIC}a`, `${TOPIC}a*`, `${TOPIC}*b`, 'arn:aws:sns:*:*:ab', 'arn:aws:s3:::*']],
  ['aws:PrincipalArn', ['ArnLike', 'ArnNotLike', 'StringLike', 'StringNotLike', 'StringEquals', 'StringNotEquals'], [role('a'), role('*'), role('a*'), role('?b*'), role('*', '444455556666'), 'arn:aws:iam::*:role/ab']],
  ['aws:PrincipalOrgID', ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'], ['o-a1b2c3d4e5', 'o-zzzzzzzzzz', 'o-a*']],
  ['aws:PrincipalTag/team', ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'], ['red', 'r*', '*d', '?e?', '??', '*a*b*']],
  ['aws:SourceVpce', ['StringEquals', 'StringNotEquals', 'StringLike'], ['vpce-1', 'vpce-2', 'vpce-*']],
  ['aws:SecureTransport', ['Bool'], ['true', 'false']],
  ['aws:PrincipalIsAWSService', ['Bool'], ['true', 'false']],
];

function condition(): Record<string, Record<string, string[]>> {
  const found: Record<string, Record<string, string[]>> = {};
  for (let n = Math.floor(random() * 4); n > 0; n--) {
    const [key, operators, values] = pick(keys);
    const nothing = random() < 0.08;
    const operator = nothing ? 'Null' : `${pick(operators)}${random() < 0.2 ? 'IfExists' : ''}`;
    (found[operator] ??= {})[key] = nothing ? [pick(['true', 'false'])] : [...new Set([pick(values), pick(values)])];
  }
  return found;
}

const statement = (effect: string) => ({ Effect: effect, Principal: pick(principals), Action: pick(actions), Resource: '*', Condition: condition() });

for (let i = 0; i < count; i++) {
  const policy = { Version: '2012-10-17', Statement: [statement('Allow'), ...Array.from({ length: Math.floor(random() * 4) }, () => statement('Deny'))] };
  const read = findPolicies(JSON.stringify(policy), { name: 'queue-policy.json', kind: 'queue' }).policies[0]!.policy;
  const [first, ...others] = read.statements;
  const { is } = satisfiable({ policy: read, require: [first!], forbid: others }, { kind: 'queue', owner: OWNER });
  process.stdout.write(`${JSON.stringify({ policy, is })}\n`);
}
