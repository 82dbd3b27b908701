/** Statements that leave a narrow rest, or nothing by a hair: what a wrong picture of the callers gets wrong first. */
import type { ConditionBlock, Kind, Many, PrincipalElement, StatementJson } from './policy';
import type { Random } from './random';

const [OWN, B, C] = ['111122223333', '444455556666', '444477778888'];

export interface Setting {
  readonly kind: Kind;
  readonly P: string;
  readonly resource: Many;
  readonly random: Random;
}

type Block = Record<string, Record<string, Many>>;

export function drawTheme(setting: Setting): StatementJson[] {
  const theme = setting.random.pick(THEMES)(setting);
  const action = setting.kind === 'key' ? setting.random.pick(['kms:*', 'kms:Decrypt', 'kms:PutKeyPolicy']) : setting.random.pick(['sqs:*', 'sqs:SendMessage', 'sqs:SetQueueAttributes']);
  return theme.map(({ effect, principal, except, condition }): StatementJson => ({
    Effect: effect,
    ...(except !== undefined ? { NotPrincipal: except } : { Principal: principal ?? '*' }),
    Action: action,
    Resource: setting.resource,
    ...(condition && { Condition: condition as ConditionBlock }),
  }));
}

interface Part {
  readonly effect: 'Allow' | 'Deny';
  readonly principal?: PrincipalElement;
  readonly except?: PrincipalElement;
  readonly condition?: Block;
}

const allow = (condition?: Block, principal?: PrincipalElement): Part => ({ effect: 'Allow', condition, principal });
const deny = (condition?: Block, principal?: PrincipalElement): Part => ({ effect: 'Deny', condition, principal });

/** What no caller has together. */
function contradiction({ P, random }: Setting): Part[] {
  const block = random.pick<Block>([
    { StringLike: { 'aws:username': 'a*' }, StringEquals: { 'aws:PrincipalType': 'AssumedRole' } },
    { StringLike: { 'aws:username': 'a*' }, ArnLike: { 'aws:PrincipalArn': `arn:${P}:iam::*:role/*` } },
    { StringLike: { 'aws:userid': 'AROA*' }, StringEquals: { 'aws:PrincipalType': 'User' } },
    { StringEquals: { 'aws:SourceAccount': B! }, ArnLike: { 'aws:SourceArn': `arn:${P}:sns:*:${OWN}:*` } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-z9y8x7w6v5' }, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
    { StringEquals: { 'aws:PrincipalAccount': B! }, ArnLike: { 'aws:PrincipalArn': `arn:${P}:iam::${OWN}:*` } },
  ]);
  return [allow(block), ...(random.chance(0.3) ? [deny({ Bool: { 'aws:SecureTransport': 'false' } })] : [])];
}

const THEMES: readonly ((setting: Setting) => Part[])[] = [
  contradiction,
  contradiction,
  // Whom NotPrincipal spares is all that is left.
  ({ P, random, kind }) => {
    const service = random.pick(['s3.amazonaws.com', 'sns.amazonaws.com', kind === 'queue' ? 'events.amazonaws.com' : 'delivery.logs.amazonaws.com']);
    const except: PrincipalElement = random.pick<PrincipalElement>([{ Service: service }, { AWS: [OWN!, `arn:${P}:iam::${OWN}:role/worker`], Service: service }, { AWS: [`arn:${P}:iam::${OWN}:root`] }, '*', { AWS: `arn:${P}:iam::${B}:user/alice` }]);
    return [allow(undefined, random.pick<PrincipalElement>(['*', { Service: service }, { AWS: OWN!, Service: service }])), { effect: 'Deny', except, condition: random.chance(0.3) ? { Bool: { 'aws:SecureTransport': 'false' } } : undefined }];
  },
  // Some accounts by pattern, less those that are written out.
  ({ random, kind }) => {
    const key = kind === 'key' && random.chance(0.5) ? 'kms:CallerAccount' : 'aws:PrincipalAccount';
    const [pattern, literals] = random.pick<readonly [string, readonly string[]]>([['4444*', [B!, C!]], ['9*', ['999988887777']], ['*8', [C!, '123456789018']], ['????7777????', [C!]]]);
    return random.chance(0.5) ? [allow(), deny({ StringNotLike: { [key]: pattern } }), deny({ StringEquals: { [key]: literals } })] : [allow({ StringLike: { [key]: pattern }, StringNotEquals: { [key]: literals } }), deny({ StringNotLikeIfExists: { 'aws:PrincipalArn': ['*:user/*', '*:role/*'] } })];
  },
  // What one kind of caller alone has, beside what another has.
  ({ P, random }) => {
    const tests = random.some<readonly [string, string, Many]>([['StringLike', 'aws:username', 'a*'], ['StringLike', 'aws:userid', random.pick(['AROA*:*', 'AIDA*', '*:bob'])], ['StringEquals', 'aws:PrincipalType', random.pick(['User', 'AssumedRole', 'FederatedUser', 'Account'])], ['ArnLike', 'aws:PrincipalArn', random.pick([`arn:${P}:iam::*:role/a*`, `arn:${P}:iam::*:user/*`, `arn:${P}:iam::*:root`, `arn:${P}:sts::*:federated-user/*`])]], 2);
    const block: Block = {};
    for (const [operator, key, value] of tests) (block[operator] ??= {})[key] = value;
    return [allow(block), ...(random.chance(0.5) ? [deny({ StringEquals: { 'aws:PrincipalType': random.pick(['User', 'AssumedRole']) } })] : [])];
  },
  // All but one kind are shut out.
  ({ P, random }) => [allow(), deny(random.pick<Block>([{ ArnNotLike: { 'aws:PrincipalArn': `arn:${P}:iam::*:root` } }, { StringNotLike: { 'aws:PrincipalArn': '*:federated-user/*' } }, { StringNotEquals: { 'aws:PrincipalType': random.pick(['Anonymous', 'Account', 'FederatedUser', 'User']) } }, { Null: { 'aws:username': 'true' } }, { StringNotLike: { 'aws:userid': '*:*' } }])), ...(random.chance(0.4) ? [deny({ ArnLike: { 'aws:PrincipalArn': `arn:${P}:iam::*:user/*` } })] : [])],
  // The account of a source, by its ARN and by its own key.
  ({ P, random }) => [allow({ [random.pick(['ArnLike', 'StringLike'])]: { 'aws:SourceArn': random.pick([`arn:${P}:sns:*:4444*:*`, `arn:${P}:*:*:${B}:*`, `arn:${P}:s3:::*`, `arn:${P}:logs:*:*:log-group:a:*`]) }, [random.pick(['StringEquals', 'StringNotEquals'])]: { 'aws:SourceAccount': random.some([OWN!, B!, C!], 2) } }), ...(random.chance(0.5) ? [deny({ ArnLike: { 'aws:SourceArn': random.pick([`arn:${P}:sns:eu-*:*:*`, `arn:${P}:*:*:*:log-group:*:*`]) } })] : [])],
  // Wildcards that would have to cross a colon.
  ({ P, random }) => [allow({ ArnLike: { 'aws:SourceArn': random.pick([`arn:${P}:logs:*:b`, `arn:${P}:*:*:*:rule/*`, `arn:${P}:*:${OWN}:*:x`, `arn:${P}:sns:*:*:x`, `arn:*:*:*:*:log-group:*:b`]) } }), deny({ [random.pick(['StringNotLike', 'ArnNotLike', 'StringLike'])]: { 'aws:SourceArn': random.pick([`arn:${P}:logs:*:${OWN}:*`, `arn:${P}:*:*:*:log-group:*`, `arn:${P}:sns:*`]) } })],
  // An organization, by its id and by a path in it.
  ({ random }) => {
    const whose = random.pick(['Principal', 'Source']);
    return [allow({ [random.pick(['StringEquals', 'StringNotEquals'])]: { [`aws:${whose}OrgID`]: random.pick(['o-a1b2c3d4e5', 'o-z9y8x7w6v5']) }, [random.pick(['ForAnyValue:StringLike', 'ForAllValues:StringLike'])]: { [`aws:${whose}OrgPaths`]: random.pick(['o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-ab12/*']) } }), ...(random.chance(0.4) ? [deny({ StringEquals: { 'aws:PrincipalAccount': OWN! } })] : [])];
  },
  // A service by names of its family.
  ({ random }) => [allow({ [random.pick(['ForAnyValue:StringEquals', 'ForAllValues:StringNotEquals'])]: { 'aws:PrincipalServiceNamesList': random.pick(['sns.eu-west-1.amazonaws.com', 'sns.eu-west-1.amazonaws.com', 'sns.amazonaws.com']) } }, random.pick<PrincipalElement>(['*', { Service: 'sns.amazonaws.com' }, { Service: 'sns.amazonaws.com' }])), ...(random.chance(0.5) ? [deny({ StringNotEquals: { 'aws:PrincipalServiceName': random.pick(['sns.amazonaws.com', 's3.amazonaws.com']) } })] : [])],
  // A session beside its role, of which there is one of a name, with or without a path.
  ({ P, random }) => {
    const [role, session] = [`arn:${P}:iam::${OWN}:role/${random.pick(['', 'team/'])}worker`, `arn:${P}:sts::${OWN}:assumed-role/worker/build`];
    return [allow(undefined, { AWS: random.pick([role, session]) }), deny(random.chance(0.5) ? { ArnLike: { 'aws:PrincipalArn': random.pick([`arn:${P}:iam::*:role/worker`, `arn:${P}:iam::*:role/*/worker`]) } } : undefined, random.pick<PrincipalElement>(['*', { AWS: session }, { AWS: role }]))];
  },
  // Some of a list of values is taken away.
  ({ P, random }) => [allow({ ArnLike: { 'aws:PrincipalArn': [`arn:${P}:iam::${OWN}:role/a*`, `arn:${P}:iam::${B}:user/b*`] } }), deny({ ArnLike: { 'aws:PrincipalArn': random.pick([`arn:${P}:iam::${OWN}:*`, `arn:${P}:iam::*:role/*`]) } }), ...(random.chance(0.5) ? [deny({ ArnNotLike: { 'aws:PrincipalArn': [`arn:${P}:iam::*:role/*`, `arn:${P}:iam::*:user/bc*`] } })] : [])],
];
