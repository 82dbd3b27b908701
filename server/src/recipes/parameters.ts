/** The parameters of recipes: what a person is asked for, and what stands in its place until then. */
import type { PlainValue } from '../syntax';

export type ParameterName = 'partition' | 'account' | 'region' | 'queue' | 'organization' | 'source-arn' | 'source-account' | 'admin-role' | 'consumer-role' | 'vpc-endpoint';

export interface Parameter {
  readonly name: ParameterName;
  /** What to ask for. */
  readonly title: string;
  readonly placeholder: string;
  readonly default?: string;
  readonly repeatable: boolean;
  /** The whole value, when it is concrete. */
  readonly pattern: RegExp;
  readonly example: string;
}

const roleArn = /^arn:[a-z-]+:iam::\d{12}:(role|user)\/.+$/;

export const parameters: readonly Parameter[] = [
  { name: 'partition', title: 'Partition', placeholder: '<partition>', default: 'aws', repeatable: false, pattern: /^aws(-[a-z]+)*$/, example: 'aws' },
  { name: 'account', title: 'Account id', placeholder: '<account-id>', repeatable: false, pattern: /^\d{12}$/, example: '111122223333' },
  { name: 'region', title: 'Region', placeholder: '<region>', repeatable: false, pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, example: 'eu-west-1' },
  { name: 'queue', title: 'Queue name', placeholder: '<queue-name>', repeatable: false, pattern: /^[A-Za-z0-9_-]{1,80}$|^[A-Za-z0-9_-]{1,75}\.fifo$/, example: 'orders' },
  { name: 'organization', title: 'Organization id', placeholder: '<organization-id>', repeatable: false, pattern: /^o-[a-z0-9]{10,32}$/, example: 'o-a1b2c3d4e5' },
  { name: 'source-arn', title: 'ARN of the topic, bucket or rule that sends', placeholder: '<source-arn>', repeatable: false, pattern: /^arn:[a-z-]+:(?!iam:|sts:)[a-z0-9-]+:[^:]*:[^:]*:.+$/, example: 'arn:aws:sns:eu-west-1:111122223333:orders' },
  { name: 'source-account', title: 'Account that owns the source', placeholder: '<account-id>', repeatable: false, pattern: /^\d{12}$/, example: '111122223333' },
  { name: 'admin-role', title: 'ARN of an administrator role', placeholder: '<admin-role-arn>', repeatable: true, pattern: roleArn, example: 'arn:aws:iam::111122223333:role/admin' },
  { name: 'consumer-role', title: 'ARN of a consumer’s role', placeholder: '<consumer-role-arn>', repeatable: true, pattern: roleArn, example: 'arn:aws:iam::111122223333:role/consumer' },
  { name: 'vpc-endpoint', title: 'VPC endpoint id', placeholder: '<vpc-endpoint-id>', repeatable: false, pattern: /^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/, example: 'vpce-0a1b2c3d4e5f60718' },
];

export function findParameter(name: string): Parameter | undefined {
  return parameters.find((p) => p.name === name);
}

/** What is given for a recipe. Repeatable ones are lists; a value may be an intrinsic of the host. */
export interface Values {
  readonly partition?: string;
  readonly account?: string;
  readonly region?: string;
  readonly queue?: string;
  readonly organization?: string;
  readonly 'source-arn'?: PlainValue;
  readonly 'source-account'?: string;
  readonly 'admin-role'?: readonly PlainValue[];
  readonly 'consumer-role'?: readonly PlainValue[];
  readonly 'vpc-endpoint'?: string;
  /** The Resource of queue statements, where the policy tells it. */
  readonly resource?: PlainValue;
  /** Conditions that exempt the producers which a policy already allows: operator -> key -> values, for a Deny. */
  readonly producers?: Readonly<Record<string, Readonly<Record<string, PlainValue>>>>;
  /** Services that the policy lets receive or manage the queue: a Deny of that spares them. */
  readonly services?: readonly PlainValue[];
  /** What aws:PrincipalArn has for those to whom the policy names sqs:PurgeQueue. */
  readonly purgers?: readonly PlainValue[];
}

/** A value, or the placeholder that stands for it. */
export function given(values: Values, name: Exclude<ParameterName, 'admin-role' | 'consumer-role' | 'source-arn'>): string {
  const parameter = findParameter(name)!;
  if (name === 'source-account') return values['source-account'] ?? values.account ?? parameter.placeholder;
  return values[name] ?? parameter.default ?? parameter.placeholder;
}

export function givenList(values: Values, name: 'admin-role' | 'consumer-role'): readonly PlainValue[] {
  const list = values[name];
  return list && list.length > 0 ? list : [findParameter(name)!.placeholder];
}

/**
 * What a Deny adds to its negated tests so that it spares the services which the policy lets in: their requests never carry the keys of a
 * principal or a network. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalservicename (2026-11)
 */
export function sparedServices({ services = [] }: Values): Readonly<Record<string, PlainValue>> {
  return services.length === 0 ? {} : { 'aws:PrincipalServiceName': services.length === 1 ? services[0]! : services };
}

/** `arn:aws:sqs:REGION:ACCOUNT:NAME`, placeholders for what is missing. */
export function queueArn(values: Values): PlainValue {
  return values.resource ?? `arn:${given(values, 'partition')}:sqs:${given(values, 'region')}:${given(values, 'account')}:${given(values, 'queue')}`;
}
