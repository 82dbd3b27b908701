/** On whose behalf a service calls: the source's ARN, its account where the ARN has one, its organization. */
import type { Blind } from './draw';
import { fill, fillAccount } from './patterns';
import type { Random } from './random';
import type { Words } from './words';
import type { World } from './worlds';

export interface Source {
  readonly arn: string;
  readonly account: string;
  readonly organization: string;
  readonly path: string;
}

const PLAIN = ['sns:eu-west-1:A:orders', 's3:::uploads', 'events:us-east-1:A:rule/nightly', 'events:eu-west-1:A:rule/bus/nightly', 'logs:eu-west-1:A:log-group:a:b', 'budgets::A:budget/x', 'apigateway:eu-west-1::/restapis/a'];

export function drawSource(words: Words, all: Words, world: World, random: Random, blind: Blind): Source {
  const accounts = words.accounts.length > 0 ? words.accounts : all.accounts;
  const account = (): string => (random.chance(0.3) ? world.owner : (fillAccount(random.oneOf(accounts, () => '*', 0.8), random) ?? random.digits(12)));
  const near = words.sources.length > 0 ? words.sources : all.sources;
  let whose = account();
  const arn = near.length > 0 && random.chance(0.8) ? fillSource(random.pick(near), whose, world, random) : `arn:${world.partition}:${random.pick(PLAIN).replace(':A:', `:${whose}:`)}`;
  const inArn = arn.split(':')[4]!;
  // The account of an ARN that has one is the source's; a bucket's ARN has none.
  if (inArn !== '' && !blind.has('source-ties')) whose = inArn;
  const organizations = words.values.get('aws:sourceorgid') ?? [];
  const paths = words.values.get('aws:sourceorgpaths') ?? [];
  return { arn, account: whose, ...drawOrganization(organizations, paths, random, blind) };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An organization and a path in it: the path begins with the organization. */
export function drawOrganization(ids: readonly string[], paths: readonly string[], random: Random, blind: Blind): { readonly organization: string; readonly path: string } {
  const wanted = paths.length > 0 && random.chance(0.7) ? random.pick(paths) : `${random.oneOf(ids, () => `o-${random.text(LETTERS, 10)}`)}/r-ab12/ou-ab12-${random.text(LETTERS, 8)}/`;
  const [id = '', ...rest] = wanted.split('/');
  const tail = rest.join('/').replace(/\*/g, random.pick(['', 'r-ab12/', 'r-ab12/ou-ab12-abcdefgh/', `ou-ab12-${random.text(LETTERS, 8)}/`])).replace(/\?/g, 'a');
  const organization = /^o-[a-z0-9]{10,32}$/.test(id) ? id : fillId(id, random);
  const path = `${organization}/${tail === '' ? 'r-ab12/' : tail.endsWith('/') ? tail : `${tail}/`}`;
  if (blind.has('organization-ties') && ids.length > 0) return { organization: fillId(random.pick(ids), random), path };
  return { organization, path };
}

function fillId(pattern: string, random: Random): string {
  const plain = pattern.replace(/\*/g, () => random.text(LETTERS, random.below(10))).replace(/\?/g, 'a');
  const id = plain.startsWith('o-') ? plain : `o-${random.text(LETTERS, 10)}`;
  return id.length < 12 ? id + random.text(LETTERS, 12 - id.length) : id;
}

function fillSource(pattern: string, account: string, world: World, random: Random): string {
  const parts = pattern.split(':');
  if (parts.length < 6) return `arn:${world.partition}:${random.pick(PLAIN).replace(':A:', `:${account}:`)}`;
  const word = (part: string, otherwise: readonly string[]): string => (part === '*' ? random.pick(otherwise) : fill(part, random));
  const service = word(parts[2]!, ['sns', 's3', 'events']);
  const region = parts[3] === '' ? '' : word(parts[3]!, ['eu-west-1', 'us-east-1', '']);
  const whose = !/[*?]/.test(parts[4]!) ? parts[4]! : parts[4] === '*' ? (random.chance(0.2) ? '' : account) : (fillAccount(parts[4]!, random) ?? account);
  const rest = fill(parts.slice(5).join(':'), random);
  return `arn:${/[*?]/.test(parts[1]!) ? world.partition : parts[1]!}:${service}:${region}:${whose}:${rest === '' ? 'x' : rest}`;
}
