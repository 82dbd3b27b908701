/** What the policy around the cursor tells: partition, Region, account, queue; placeholders where it tells nothing. */
import type { Location } from '../location';

/** `arn:partition:service:region:account:` */
const ARN = /\barn:(aws[a-z-]*):[a-z0-9-]+:([a-z]{2,}(?:-[a-z]+)+-\d+)?:(\d{12})?:/g;

export function partitionOf({ site }: Location): string {
  return arns(site.tree.text).map((a) => a[1]).find(Boolean) ?? 'aws';
}

export function regionOf({ site }: Location): string {
  return arns(site.tree.text).map((a) => a[2]).find(Boolean) ?? '<region>';
}

export function accountOf({ site }: Location): string {
  return site.owner.account ?? site.owner.likely ?? '<account-id>';
}

/** The queue that the statements are about, or its shape. */
export function queueArnOf(location: Location): string {
  const named = location.site.policy.statements.flatMap((s) => s.resource?.values ?? []).find((v) => v.node !== location.node && /^arn:[^:]*:sqs:/.test(v.text));
  return named?.text ?? `arn:${partitionOf(location)}:sqs:${regionOf(location)}:${accountOf(location)}:<queue-name>`;
}

function arns(text: string): RegExpExecArray[] {
  return [...text.matchAll(ARN)];
}
