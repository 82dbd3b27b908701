/**
 * `https://sqs.eu-west-1.amazonaws.com/111122223333/orders`, and the older form with the Region first, as the queue's ARN.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html (2026-11)
 */
import { partitionOfRegion } from './regions';

const QUEUE_URL = /^https?:\/\/(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?\/(\d{12})\/([\w.-]+)$/;

/** Undefined where it is no such URL. */
export function arnOfQueueUrl(url: string): string | undefined {
  const [, current, older, account, name] = QUEUE_URL.exec(url) ?? [];
  const region = current ?? older;
  return region && `arn:${partitionOfRegion(region) ?? 'aws'}:sqs:${region}:${account}:${name}`;
}
