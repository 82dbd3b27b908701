/**
 * What a reference in a CloudFormation template stands for: `Ref` and `Fn::GetAtt` of the resources that meet queue and key policies, and pseudo
 * parameters. A type that is not listed says nothing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html, "Return values" of each (2026-11)
 */
import { findMember, type HoleType, type ObjectNode, type PlainValue } from '../syntax';

interface ResourceType {
  /** What one is called, with its article. */
  readonly of: string;
  /** Service and sixth part of its ARN; absent where it has none, or none that is of use here. */
  readonly arn?: { readonly service: string; readonly resource: string; readonly region?: false; readonly account?: false };
  /** What `Ref` gives; a name or an id unless told. */
  readonly ref?: 'arn' | 'queue-url';
  /** The attribute that is its ARN; `Arn` unless told. */
  readonly attribute?: string;
}

const named = (of: string, service?: string, resource = '*', more: Partial<ResourceType> = {}): ResourceType => ({ of, ...(service !== undefined && { arn: { service, resource } }), ...more });
const global = (of: string, service: string, resource: string, account?: false): ResourceType => ({ of, arn: { service, resource, region: false, ...(account === false && { account }) } });

const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map([
  ['AWS::SQS::Queue', named('a queue', 'sqs', '*', { ref: 'queue-url' })],
  ['AWS::SNS::Topic', named('a topic', 'sns', '*', { ref: 'arn', attribute: 'TopicArn' })],
  ['AWS::S3::Bucket', global('a bucket', 's3', '*', false)],
  ['AWS::Events::Rule', named('a rule', 'events', 'rule/*')],
  ['AWS::Events::EventBus', named('an event bus', 'events', 'event-bus/*')],
  ['AWS::IAM::Role', global('a role', 'iam', 'role/*')],
  ['AWS::IAM::User', global('a user', 'iam', 'user/*')],
  ['AWS::IAM::Group', global('a group', 'iam', 'group/*')],
  ['AWS::IAM::InstanceProfile', global('an instance profile', 'iam', 'instance-profile/*')],
  ['AWS::KMS::Key', named('a key', 'kms', 'key/*')],
  ['AWS::KMS::ReplicaKey', named('a key', 'kms', 'key/*')],
  ['AWS::KMS::Alias', named('an alias')],
  ['AWS::Lambda::Function', named('a function', 'lambda', 'function:*')],
  ['AWS::Serverless::Function', named('a function', 'lambda', 'function:*')],
  ['AWS::StepFunctions::StateMachine', named('a state machine', 'states', 'stateMachine:*', { ref: 'arn' })],
  ['AWS::Scheduler::Schedule', named('a schedule', 'scheduler', 'schedule/*')],
  ['AWS::Pipes::Pipe', named('a pipe', 'pipes', 'pipe/*')],
  ['AWS::CloudWatch::Alarm', named('an alarm', 'cloudwatch', 'alarm:*')],
  ['AWS::CloudTrail::Trail', named('a trail', 'cloudtrail', 'trail/*')],
  ['AWS::Logs::LogGroup', named('a log group', 'logs', 'log-group:*')],
  ['AWS::EC2::VPC', named('a VPC')],
  ['AWS::EC2::VPCEndpoint', named('a VPC endpoint')],
]);

/** Attributes that are neither the ARN nor unknown. */
const ATTRIBUTES: ReadonlyMap<string, 'name' | 'queue-url'> = new Map([
  ['AWS::SQS::Queue.QueueName', 'name'],
  ['AWS::SQS::Queue.QueueUrl', 'queue-url'],
  ['AWS::SNS::Topic.TopicName', 'name'],
  ['AWS::IAM::Role.RoleId', 'name'],
  ['AWS::KMS::Key.KeyId', 'name'],
  ['AWS::EC2::VPC.VpcId', 'name'],
  ['AWS::EC2::VPCEndpoint.Id', 'name'],
]);

/** References that are the last part of their resource's ARN. The name of a role is not: a path may stand before it. */
const LAST_PARTS: ReadonlySet<string> = new Set(['AWS::SQS::Queue.QueueName', 'AWS::SNS::Topic.TopicName', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::KMS::Key.KeyId']);

const PSEUDO_PARAMETERS: ReadonlyMap<string, HoleType> = new Map<string, HoleType>([
  ['AWS::AccountId', { is: 'account' }],
  ['AWS::Region', { is: 'region' }],
  ['AWS::Partition', { is: 'partition' }],
  ['AWS::URLSuffix', { is: 'domain' }],
  ['AWS::StackName', { is: 'name', of: 'the stack' }],
  ['AWS::StackId', { is: 'arn', of: 'the stack', service: 'cloudformation', region: true, account: true, resource: 'stack/*', arn: { Ref: 'AWS::StackId' } }],
]);

/** Types by the logical names of a template's resources. */
export type ResourceTypes = ReadonlyMap<string, string>;

export function resourceTypesOf(resources: ObjectNode): ResourceTypes {
  const types = new Map<string, string>();
  for (const { key, value } of resources.members) {
    const type = value?.kind === 'object' ? findMember(value, 'Type')?.value : undefined;
    if (type?.kind === 'scalar') types.set(key.value, type.value);
  }
  return types;
}

/** `Orders` is what `Ref` gives, `Orders.Arn` what `Fn::GetAtt` does, as both stand in `Fn::Sub`. Undefined where it may be any text. */
export function typeOfReference(reference: string, types: ResourceTypes): HoleType | undefined {
  const pseudo = PSEUDO_PARAMETERS.get(reference);
  if (pseudo) return pseudo;
  const dot = reference.indexOf('.');
  const name = dot < 0 ? reference : reference.slice(0, dot);
  const type = types.get(name);
  const known = type === undefined ? undefined : RESOURCE_TYPES.get(type);
  if (!known) return undefined;
  const attribute = known.attribute ?? 'Arn';
  const arn: PlainValue | undefined = known.arn && (known.ref === 'arn' ? { Ref: name } : { 'Fn::GetAtt': [name, attribute] });
  const asked = dot < 0 ? undefined : reference.slice(dot + 1);
  if (asked === undefined ? known.ref === 'arn' : asked === attribute && known.arn) return { is: 'arn', of: known.of, service: known.arn!.service, region: known.arn!.region !== false, account: known.arn!.account !== false, resource: known.arn!.resource, arn: arn! };
  const is = asked === undefined ? (known.ref === 'queue-url' ? 'queue-url' : 'name') : ATTRIBUTES.get(`${type}.${asked}`);
  const ends = LAST_PARTS.has(asked === undefined ? type! : `${type}.${asked}`) ? (known.ref === 'arn' ? `\${${name}}` : `\${${name}.${attribute}}`) : undefined;
  return is && { is, of: known.of, ...(arn !== undefined && { arn }), ...(ends !== undefined && { ends }) };
}
