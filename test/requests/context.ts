/**
 * What a request carries: which condition keys are there for whom, and what is in them. Everything is made from the caller's record, or from
 * one choice that several keys share, never key by key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (2026-11)
 */
import { carries } from './actions';
import type { Blind } from './draw';
import { fill } from './patterns';
import { isPrincipal, principalArn, TYPES, userId, type Who } from './principals';
import type { Random } from './random';
import { drawOrganization, type Source } from './sources';
import { drawAddress, drawMoment, drawNumber } from './scalars';
import type { Words } from './words';
import type { World } from './worlds';

export interface Circumstances {
  readonly action: string;
  readonly who: Who;
  readonly words: Words;
  readonly world: World;
  readonly random: Random;
  /** The keys that the policy asks for: no others need to be filled in. */
  readonly keys: ReadonlySet<string>;
  readonly blind: Blind;
  readonly source: Source | undefined;
  readonly forwarded: boolean;
}

const NETWORK = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:sourcevpcarn', 'aws:vpceorgpaths'];
/** Of a role's credentials, whatever it calls. */
const OF_ROLES = ['aws:federatedprovider', 'aws:sourceidentity', 'ec2:sourceinstancearn', 'lambda:sourcefunctionarn', 'aws:ec2instancesourcevpc', 'glue:roleassumedby'];

export function contextOf(circumstances: Circumstances): ReadonlyMap<string, readonly string[]> {
  const { who, words, world, random, keys, forwarded, blind, action } = circumstances;
  const context = new Map<string, readonly string[]>();
  const put = (key: string, ...values: readonly string[]): void => void (keys.has(key) && context.set(key, values));
  const drawn = (key: string, otherwise: string): string => fill(random.oneOf(words.values.get(key) ?? [], () => otherwise, 0.75), random) || otherwise;

  if (who.kind === 'anonymous') for (const key of ['aws:principalaccount', 'aws:userid']) put(key, 'anonymous');
  if (who.kind === 'anonymous') put('aws:principaltype', 'Anonymous');
  if (who.kind === 'service') ofService(who.name, circumstances, put);
  if (isPrincipal(who)) {
    put('aws:principalarn', principalArn(who));
    put('aws:principalaccount', who.account);
    if (world.kind === 'key') put('kms:calleraccount', who.account);
    put('aws:principaltype', blind.has('types') ? 'AssumedRole' : TYPES[who.kind]);
    put('aws:userid', userId(who));
    if (who.kind === 'user' || (who.kind === 'role' && blind.has('role-names'))) put('aws:username', who.name);
    put('aws:principalisawsservice', 'false');
    // A tagged session of the root user there is none.
    if (who.kind !== 'root') for (const key of keys) if (key.startsWith('aws:principaltag/') && random.chance(0.75)) put(key, drawn(key, random.pick(['red', 'blue', 'a.b'])));
    const own = who.account === world.owner;
    if (own ? world.organization !== undefined : random.chance(0.75)) {
      const { organization, path } = drawOrganization(words.values.get('aws:principalorgid') ?? [], words.values.get('aws:principalorgpaths') ?? [], random, blind);
      put('aws:principalorgid', own ? world.organization! : organization);
      put('aws:principalorgpaths', own ? `${world.organization}/${path.slice(path.indexOf('/') + 1)}` : path);
    }
    const temporary = who.kind === 'role' || who.kind === 'federated';
    const factor = temporary || random.chance(0.5) ? random.chance(0.5) : undefined;
    if (factor !== undefined) put('aws:multifactorauthpresent', String(factor));
    if (factor) put('aws:multifactorauthage', drawNumber(words.values.get('aws:multifactorauthage') ?? [], random));
    if (temporary) put('aws:tokenissuetime', drawMoment(words.values.get('aws:tokenissuetime') ?? [], random).text);
    if (who.kind === 'role') for (const key of OF_ROLES) if (keys.has(key) && random.chance(0.6)) put(key, drawn(key, 'x'));
    if (forwarded) {
      const via = drawn('kms:viaservice', `sqs.${world.region}.amazonaws.com`).split('.')[0]!;
      if (world.kind === 'key') put('kms:viaservice', `${via}.${world.region}.amazonaws.com`);
      // Only some services tell that they forwarded a call, and the page has a list of them.
      const callers = [...(words.values.get('aws:calledvia') ?? []).filter((name) => !/[*?]/.test(name)), 'cloudformation.amazonaws.com', 'athena.amazonaws.com', 'dynamodb.amazonaws.com'];
      const [first, last] = [random.pick(callers), random.pick(callers)];
      put('aws:calledvia', ...new Set([first, last]));
      put('aws:calledviafirst', first);
      put('aws:calledvialast', last);
    }
  }
  put('aws:viaawsservice', String(forwarded));

  if (who.kind !== 'service') {
    if (!forwarded && random.chance(0.4)) network(circumstances, put, drawn);
    else put('aws:sourceip', drawAddress(words.values.get('aws:sourceip') ?? [], random));
  }
  put('aws:securetransport', who.kind === 'service' ? 'true' : String(random.chance(0.5)));
  const moment = drawMoment([...(words.values.get('aws:currenttime') ?? []), ...(words.values.get('aws:epochtime') ?? [])], random);
  put('aws:currenttime', moment.text);
  put('aws:epochtime', String(moment.seconds));
  put('aws:requestedregion', world.region);
  put('aws:useragent', drawn('aws:useragent', 'aws-cli/2'));
  if (random.chance(0.5)) put('aws:referer', drawn('aws:referer', 'https://example.com/'));
  put('aws:resourceaccount', world.owner);
  if (world.organization !== undefined) put('aws:resourceorgid', world.organization);
  if (world.kind === 'key') ofKey(action, circumstances, put, drawn);
  return context;
}

type Put = (key: string, ...values: readonly string[]) => void;

function ofService(name: string, { words, world, random, source, blind }: Circumstances, put: Put): void {
  put('aws:principalisawsservice', 'true');
  put('aws:principalservicename', name);
  // Whether other names of its family are in the list is as it is with this service.
  const family = name.split('.')[0]!;
  const others = [...world.family].map((other) => (other === 'global' ? `${family}.amazonaws.com` : other === 'regional' ? `${family}.${world.region}.amazonaws.com` : other)).filter((other) => other.split('.')[0] === family);
  put('aws:principalservicenameslist', name, ...(blind.has('families') ? [] : others.filter((other, i) => other !== name && others.indexOf(other) === i)));
  // No document says what these would hold: a name that is nobody's.
  for (const key of world.unsettled.serviceHas) if (key !== 'kms:calleraccount' || world.kind === 'key') put(key, key === 'aws:sourceip' ? drawAddress(words.values.get(key) ?? [], random) : `service:${name}`);
  if (!source) return;
  if (random.chance(0.85)) put('aws:sourcearn', source.arn);
  if (random.chance(0.85)) put('aws:sourceaccount', source.account);
  if (random.chance(0.75)) {
    put('aws:sourceorgid', source.account === world.owner && world.organization !== undefined ? world.organization : source.organization);
    put('aws:sourceorgpaths', source.account === world.owner && world.organization !== undefined ? `${world.organization}/${source.path.slice(source.path.indexOf('/') + 1)}` : source.path);
  }
}

/** Through an endpoint: then all of these, and no address of the internet. */
function network({ words, random, keys }: Circumstances, put: Put, drawn: (key: string, otherwise: string) => string): void {
  for (const key of NETWORK) {
    if (!keys.has(key)) continue;
    if (key === 'aws:vpcsourceip') put(key, drawAddress([...(words.values.get(key) ?? []), '10.0.0.0/8'], random));
    else if (key === 'aws:vpceaccount') put(key, drawn(key, random.digits(12)));
    else put(key, drawn(key, { 'aws:sourcevpce': 'vpce-0a1b2c3d4e5f60718', 'aws:sourcevpc': 'vpc-0a1b2c3d4e5f60718' }[key] ?? 'o-x1x2x3x4x5'));
  }
}

function ofKey(action: string, { words, random, keys, who }: Circumstances, put: Put, drawn: (key: string, otherwise: string) => string): void {
  if (carries(action, 'kms:encryptioncontext')) {
    const names = new Map<string, string>();
    for (const key of keys) if (key.startsWith('kms:encryptioncontext:') && random.chance(0.75)) names.set(key.slice(22), random.chance(0.7) ? writtenAs(key.slice(22), words, random) : key.slice(22).toUpperCase());
    for (const key of names.keys()) put(`kms:encryptioncontext:${key}`, drawn(`kms:encryptioncontext:${key}`, 'some-value'));
    const more = random.chance(0.3) ? [drawn('kms:encryptioncontextkeys', 'other')] : [];
    const all = [...names.values(), ...more.filter((name) => !names.has(name.toLowerCase()) && !keys.has(`kms:encryptioncontext:${name.toLowerCase()}`))];
    if (all.length > 0) put('kms:encryptioncontextkeys', ...all);
  }
  if (carries(action, 'kms:grantisforawsresource') && who.kind !== 'anonymous') put('kms:grantisforawsresource', String(random.chance(0.5)));
  if (carries(action, 'kms:granteeprincipal')) put('kms:granteeprincipal', drawn('kms:granteeprincipal', 'arn:aws:iam::555566667777:role/x'));
  if (carries(action, 'kms:grantoperations')) put('kms:grantoperations', drawn('kms:grantoperations', 'Decrypt'));
}

/** In the letter case in which the policy tests for it among the keys, if it does. */
function writtenAs(name: string, words: Words, random: Random): string {
  const known = (words.values.get('kms:encryptioncontextkeys') ?? []).filter((tested) => tested.toLowerCase() === name);
  return random.oneOf(known, () => name, 0.8);
}
