/** To which queues a policy in a template is attached, and what a queue's other attributes say of it. */
import { arnOfQueueUrl } from '../aws';
import { readList, typeOf, type HoleType, type Own, type OwnResource, type Value } from '../policy';
import { findMember, type Member, type ObjectNode } from '../syntax';
import { resolveIntrinsics, type TemplateNames } from './intrinsics';

/** The key of the resource that its policy is a property of. */
export function ownKey(name: string): Own {
  return { resources: [{ label: `\${${name}.Arn}` }], open: false, owner: 'deployment', misplaced: [] };
}

/**
 * The queues of an AWS::SQS::QueuePolicy, which are given by their URLs.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html (2026-11)
 */
export function ownQueues(queues: Member | undefined, names: TemplateNames, resources: ObjectNode): Own {
  const value = queues?.value && resolveIntrinsics(queues.value, names);
  if (!queues || !value) return { resources: [], open: true, owner: 'deployment', misplaced: [] };
  const list = readList({ ...queues, value });
  const found: OwnResource[] = [];
  const misplaced: { value: Value; instead?: { Ref: string } }[] = [];
  let { open } = list;
  for (const item of list.values) {
    const resource = ownQueue(item, resources);
    if (resource) found.push(resource);
    else open = true;
    const type = typeOf(item);
    if (type ? type.is !== 'queue-url' : item.text.startsWith('arn:')) misplaced.push(isQueue(type) ? { value: item, instead: { Ref: logicalName(item) } } : { value: item });
    if (!item.certain) open = true;
  }
  return { resources: found, open, owner: 'deployment', misplaced };
}

function ownQueue(item: Value, resources: ObjectNode): OwnResource | undefined {
  const type = typeOf(item);
  if (isQueue(type)) {
    const name = logicalName(item);
    const queue = findMember(resources, name)?.value;
    const properties = queue?.kind === 'object' ? findMember(queue, 'Properties')?.value : undefined;
    const queueName = properties?.kind === 'object' ? findMember(properties, 'QueueName')?.value : undefined;
    return { label: `\${${name}.Arn}`, ...(queueName?.kind === 'scalar' && queueName.type === 'string' && { name: queueName.value }) };
  }
  if (!item.known) return undefined;
  return item.text.startsWith('arn:') ? item.text : arnOfQueueUrl(item.text);
}

/** It is something of a queue: its URL, ARN or name. */
function isQueue(type: HoleType | undefined): boolean {
  return type !== undefined && 'of' in type && type.of === 'a queue';
}

/** `Orders` of `${Orders.QueueUrl}`. */
function logicalName({ text }: Value): string {
  return text.slice(2, -1).split('.')[0]!;
}

/** A queue's attributes, as SQS prints them, with the policy among them. */
export function ownOfAttributes(attributes: ObjectNode, parent: ObjectNode | undefined): Own | undefined {
  const text = (key: string): string | undefined => {
    const value = (findMember(attributes, key) ?? (parent && findMember(parent, key)))?.value;
    return value?.kind === 'scalar' && value.type === 'string' ? value.value : undefined;
  };
  const arn = text('QueueArn') ?? arnOfQueueUrl(text('QueueUrl') ?? '');
  return arn?.startsWith('arn:') ? { resources: [arn], open: false, misplaced: [] } : undefined;
}
