/**
 * Service principals. AWS publishes no list; this one is collected from its services' own pages and grows by need. An unlisted name is
 * unknown, not wrong.
 */
import type { Provenance, ServicePrincipalFact, ServicePrincipalMatch } from './facts';
import { keyUsers } from './keyUsers';
import { queueSenders } from './queueSenders';
import { servicePrincipalNames } from './servicePrincipalNames';
import { regions } from './regions';

const principalPage: Provenance = {
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services',
  date: '2026-11',
};

/** Services whose principal also has, or only has, a name with the Region in it. The others' regional names, if any, are of no use here. */
const regional: Readonly<Record<string, ServicePrincipalFact['regional']>> = {
  // A topic of an opt-in Region, towards a queue of another Region: https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
  sns: 'also',
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  logs: 'also',
  states: 'also',
  codedeploy: 'also',
  guardduty: 'also',
  config: 'also',
  ssm: 'also',
  'vpc-lattice': 'also',
};

/**
 * Services that keep their name in China. SQS refuses sqs.amazonaws.com.cn and events.amazonaws.com.cn
 * (https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2932, 2024-02); the guides for China print the plain names of the others, too.
 * https://docs.amazonaws.cn/en_us/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html (2026-11)
 */
const sameInChina: ReadonlySet<string> = new Set(['sqs', 'events', 'sns', 's3']);

export const servicePrincipals: readonly ServicePrincipalFact[] = servicePrincipalNames.map(([bare, title]) => ({
  name: `${bare}.amazonaws.com`,
  title,
  regional: regional[bare] ?? 'no',
  sameInChina: sameInChina.has(bare),
  ...(queueSenders[bare] === undefined ? {} : { sender: queueSenders[bare] }),
  ...(keyUsers[bare] === undefined ? {} : { keyUser: keyUsers[bare] }),
  ...principalPage,
}));

const byName = new Map(servicePrincipals.map((principal) => [principal.name, principal]));
const regionNames = new Set(regions.map(({ name }) => name));
const domains = ['amazonaws.com.cn', 'amazonaws.com'] as const;

/** Letter case counts. The Region in a regional name must be a known one, so that `logs.region.amazonaws.com` is not found. */
export function findServicePrincipal(name: string): ServicePrincipalMatch | undefined {
  const domain = domains.find((suffix) => name.endsWith(`.${suffix}`));
  if (domain === undefined) return undefined;
  const bare = name.slice(0, -domain.length - 1);
  const plain = byName.get(`${bare}.amazonaws.com`);
  if (plain !== undefined) return plain.regional === 'only' ? undefined : { fact: plain, domain };
  const dot = bare.lastIndexOf('.');
  const region = bare.slice(dot + 1);
  const fact = dot < 0 || !regionNames.has(region) ? undefined : byName.get(`${bare.slice(0, dot)}.amazonaws.com`);
  return fact === undefined || fact.regional === 'no' ? undefined : { fact, region, domain };
}
