/**
 * Whether a request is a stranger's: its account, organization, source, network, endpoint and unique id are none of those that an Allow names
 * in full, nor of those that a Deny spares by name. Where the pages
 * leave it open it is not, or with `perhaps` it is.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status (2026-11)
 */
import { isShared } from './actions';
import type { Request } from './draw';
import { named, testsOf, type StatementJson } from './policy';
import { isPrincipal, userId } from './principals';
import { isInRange, readAddress, readRange } from './scalars';
import type { World } from './worlds';

export type IsStranger = (request: Request, world: World) => boolean;

export function strangersOf(allow: StatementJson, others: readonly StatementJson[], perhaps = false): IsStranger {
  const denies = perhaps ? [] : others;
  const positive = [...testsOf(allow).filter(({ operator }) => !/not|null/i.test(operator)), ...denies.flatMap(testsOf).filter(({ operator }) => /not/i.test(operator))];
  const of = (...keys: readonly string[]): string[] => positive.filter(({ key }) => keys.includes(key)).flatMap(({ values }) => values);
  const accountsIn = (texts: readonly string[]): string[] => texts.flatMap((text) => (/^\d{12}$/.test(text) ? [text] : /^\d{12}$/.test(text.split(':')[4] ?? '') ? [text.split(':')[4]!] : []));
  const callers = new Set(accountsIn([...named(allow.Principal, 'AWS'), ...denies.flatMap((deny) => named(deny.NotPrincipal, 'AWS')), ...of('aws:principalaccount', 'kms:calleraccount', 'aws:principalarn')]));
  const ids = of('aws:userid');
  const organizations = new Set([...of('aws:principalorgid'), ...of('aws:principalorgpaths').map((path) => path.split('/')[0]!)]);
  const ranges = of('aws:sourceip').flatMap((text) => readRange(text) ?? []);
  const networks = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:sourcevpcarn'];
  const network = new Set(of(...networks));
  const sources = of('aws:sourcearn');
  const sourceAccounts = new Set(accountsIn([...sources, ...of('aws:sourceaccount')]));
  // Of an ARN with an account that is the one whose it is, of a bucket its name.
  const buckets = new Set(sources.filter((arn) => /^arn:[^:]*:s3:/.test(arn) || arn.split(':')[4] === '').map((arn) => arn.split(':').slice(5).join(':')).filter((rest) => !/[*?$]/.test(rest)));
  const sourceOrganizations = new Set([...of('aws:sourceorgid'), ...of('aws:sourceorgpaths').map((path) => path.split('/')[0]!)]);
  const spared = new Set(denies.flatMap((deny) => named(deny.NotPrincipal, 'Service')));
  const openToServices = (allow.NotPrincipal !== undefined || named(allow.Principal, 'AWS').includes('*')) && of('aws:principalservicename', 'aws:principalservicenameslist').every((name) => perhaps && /[*?]/.test(name));

  return ({ action, who, context, source }, world) => {
    const address = context.get('aws:sourceip')?.map(readAddress)[0];
    if (address && ranges.some((range) => isInRange(address, range))) return false;
    if (networks.some((key) => context.get(key)?.some((value) => network.has(value)))) return false;
    if (who.kind === 'anonymous') return !ids.includes('anonymous') && !callers.has('anonymous');
    if (isPrincipal(who)) {
      const id = userId(who);
      const whole = ids.some((text) => text === id || text.split(':')[0] === who.unique || text.split(':')[0] === who.account);
      const organization = context.get('aws:principalorgid')?.[0] ?? context.get('aws:principalorgpaths')?.[0]?.split('/')[0];
      return who.account !== world.owner && !callers.has(who.account) && !whole && !(organization !== undefined && organizations.has(organization));
    }
    // What only the owner's account can do no service does for strangers.
    if (!openToServices || !source || (!perhaps && !isShared(action)) || (who.kind === 'service' && spared.has(who.name))) return false;
    return source.account !== world.owner && !sourceAccounts.has(source.account) && !buckets.has(source.arn.split(':').slice(5).join(':')) && !sourceOrganizations.has(source.organization);
  };
}
