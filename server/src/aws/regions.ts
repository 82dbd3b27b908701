/** Partitions and Regions. New Regions appear: an unlisted name of the right form is unknown, not wrong. */
import type { PartitionFact, Provenance, RegionFact } from './facts';
import { onlyNearest } from './nearest';

const partitionPage: Provenance = { source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html', date: '2026-11' };
const regionPage: Provenance = { source: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html', date: '2026-11' };

export const partitions: readonly PartitionFact[] = (
  [
    ['aws', 'amazonaws.com', 'AWS'],
    ['aws-cn', 'amazonaws.com.cn', 'AWS China'],
    ['aws-us-gov', 'amazonaws.com', 'AWS GovCloud (US)'],
    ['aws-eusc', 'amazonaws.eu', 'AWS European Sovereign Cloud'],
    ['aws-iso', 'c2s.ic.gov', 'AWS ISO (US)'],
    ['aws-iso-b', 'sc2s.sgov.gov', 'AWS ISOB (US)'],
    ['aws-iso-e', 'cloud.adc-e.uk', 'AWS ISOE (Europe)'],
    ['aws-iso-f', 'csp.hci.ic.gov', 'AWS ISOF'],
  ] as const
).map(([name, domain, title]) => ({ name, domain, title, ...partitionPage }));

/** Enabled in every account. */
const standing = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2',
  'eu-west-3', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
];
const optedIn = [
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6',
  'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1',
];
const elsewhere: readonly (readonly [partition: string, regions: readonly string[]])[] = [
  ['aws-cn', ['cn-north-1', 'cn-northwest-1']],
  ['aws-us-gov', ['us-gov-east-1', 'us-gov-west-1']],
  ['aws-eusc', ['eusc-de-east-1']],
  ['aws-iso', ['us-iso-east-1', 'us-iso-west-1']],
  ['aws-iso-b', ['us-isob-east-1', 'us-isob-west-1']],
  ['aws-iso-e', ['eu-isoe-west-1']],
  ['aws-iso-f', ['us-isof-east-1', 'us-isof-south-1']],
];

export const regions: readonly RegionFact[] = [
  ...standing.map((name) => ({ name, partition: 'aws', optIn: false, ...regionPage })),
  ...optedIn.map((name) => ({ name, partition: 'aws', optIn: true, ...regionPage })),
  ...elsewhere.flatMap(([partition, names]) => names.map((name) => ({ name, partition, optIn: false, ...regionPage }))),
];

/** SNS's guide counts it among the Regions to opt in to; AWS's list of Regions does not. */
const unsettledForSns = 'ap-northeast-3';

/**
 * The principal as which a topic's Region delivers to a queue (or uses a key) of another: the plain one, unless one of the two is to be opted in to. Undefined
 * where that is not known, and between two such Regions, where SNS does not deliver.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html (2026-11)
 */
export function snsPrincipal(topicRegion: string, targetRegion: string): string | undefined {
  if (topicRegion === targetRegion) return 'sns.amazonaws.com';
  const ends = [topicRegion, targetRegion].map((name) => regions.find((region) => region.name === name));
  const [topic, target] = ends;
  if (!topic || !target || topic.partition !== target.partition || ends.some((end) => end?.name === unsettledForSns)) return undefined;
  if (!topic.optIn && !target.optIn) return 'sns.amazonaws.com';
  return topic.optIn && target.optIn ? undefined : `sns.${topic.optIn ? topicRegion : targetRegion}.amazonaws.com`;
}

/** `eu-central-1`, also of Regions that are not listed yet. */
export function isRegionShaped(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]{2,5})?-[a-z]{4,9}-\d{1,2}$/.test(text);
}

/** The partition of a Region, also of one that is not listed yet but lies where others do: `cn-east-1`. */
export function partitionOfRegion(name: string): string | undefined {
  return isRegionShaped(name) ? regions.find((region) => areaOf(region.name) === areaOf(name))?.partition : undefined;
}

/** `us-gov` of `us-gov-west-1`. */
function areaOf(region: string): string {
  return region.replace(/-[a-z]+-\d+$/, '');
}

/** What partitions are called, but not named in an ARN. */
const calledOtherwise: ReadonlyMap<string, string> = new Map([
  ...['aws-gov', 'aws-usgov', 'aws-gov-us', 'aws-govcloud', 'aws-us-govcloud', 'govcloud'].map((name) => [name, 'aws-us-gov'] as const),
  ...['aws-china', 'china'].map((name) => [name, 'aws-cn'] as const),
]);

/** `aws-cn`, also of partitions that are not listed yet; not `aws-gov`, which is aws-us-gov. */
export function isPartitionShaped(text: string): boolean {
  return /^aws(-[a-z]+)*$/.test(text) && !calledOtherwise.has(text);
}

/** The partition of which a text is a misspelling: `aws_cn`, `AWS`. Undefined where it resembles none, or several alike. */
export function partitionMeant(text: string): string | undefined {
  const name = text.trim().toLowerCase().replace(/[\s_.]+/g, '-');
  return calledOtherwise.get(name) ?? onlyNearest(name, partitions.map((partition) => partition.name), 1);
}
