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

export const servicePrincipals: readonly ServicePrincipalFact[] = servicePrincipalNames.map(([bare, title]) => ({
  name: `${bare}.amazonaws.com`,
  title,
  regional: regional[bare] ?? 'no',
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
