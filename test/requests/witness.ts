/** Whether a request that somebody shows is one that exists: what belongs together does, and nothing is in it that its caller never carries. */
import { carries } from './actions';
import type { Request } from './draw';
import type { Kind } from './policy';
import { isPrincipal, principalArn, readArn, readUserId, TYPES, userId, type Principal, type Who } from './principals';
import { readAddress } from './scalars';

/** As the engine writes a request. */
export interface Shown {
  readonly action: string;
  readonly resource?: string | undefined;
  readonly caller: { readonly kind: 'anonymous' } | { readonly kind: 'service'; readonly name: string } | { readonly kind: 'principal'; readonly arn: string; readonly account: string; readonly roleArn?: string };
  readonly context: ReadonlyMap<string, readonly string[] | undefined>;
}

export interface Examined {
  readonly faults: readonly string[];
  /** The same request in our words: more than one where a session's name is left open. */
  readonly requests: readonly Request[];
}

const OF_SOURCES = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];
const OF_SERVICES = ['aws:principalservicename', 'aws:principalservicenameslist', ...OF_SOURCES];
const OF_CALLS = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'kms:viaservice'];
const OF_PRINCIPALS = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:tokenissuetime', 'aws:sourceidentity', 'aws:federatedprovider'];
const OF_ENDPOINTS = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip'];
const TRUTHS = ['aws:securetransport', 'aws:viaawsservice', 'aws:principalisawsservice', 'aws:multifactorauthpresent', 'kms:grantisforawsresource'];
const CARRIED = /^(aws:|kms:|ec2:sourceinstancearn$|lambda:sourcefunctionarn$|ssm:sourceinstancearn$|ec2:roledelivery$|glue:|identitystore:userid$)/;

/** What must be there and is not shown is no fault: `complete.ts` fills it in. `sessions`: names to try where none is told. */
export function examine(shown: Shown, kind: Kind, sessions: readonly string[], paths: ReadonlyMap<string, string>): Examined {
  const faults: string[] = [];
  const context = new Map<string, readonly string[]>();
  for (const [key, values] of shown.context) if (values !== undefined && values.length > 0) context.set(key.toLowerCase(), values);
  const who = whoOf(shown, context);
  if (who === undefined) return { faults: [`no such caller: ${JSON.stringify(shown.caller)}`], requests: [] };
  const value = (key: string): string | undefined => context.get(key)?.[0];
  const has = (...names: readonly string[]): boolean => names.every((key) => context.has(key));
  const check = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  const is = (key: string, wanted: string): void => check(!context.has(key) || value(key) === wanted, `another value: ${key} is ${value(key)}, not ${wanted}`);
  const never = (list: readonly string[]): void => list.forEach((key) => check(!context.has(key), `a key that the caller never has: ${who.kind} with ${key}`));

  for (const key of context.keys()) {
    check(CARRIED.test(key), `a key that no request has: ${key}`);
    check(carries(shown.action, key), `a key of other actions: ${key} with ${shown.action}`);
  }
  check(who.kind !== 'anonymous' || kind === 'queue', 'no such caller: anonymous of a key');
  for (const key of TRUTHS) check(!has(key) || /^(true|false)$/.test(value(key)!), `no such value: ${key} ${value(key)}`);
  check(!has('aws:epochtime') || /^\d+$/.test(value('aws:epochtime')!), `no such value: aws:EpochTime ${value('aws:epochtime')}`);
  check(!has('aws:sourceip') || readAddress(value('aws:sourceip')!) !== undefined, `no such value: aws:SourceIp ${value('aws:sourceip')}`);
  if (isPrincipal(who)) ofPrincipal(who);
  else {
    never([...OF_PRINCIPALS, ...OF_CALLS, 'aws:username', ...[...context.keys()].filter((key) => key.startsWith('aws:principaltag/'))]);
    is('aws:viaawsservice', 'false');
  }
  if (who.kind === 'anonymous') {
    never([...OF_SERVICES, 'aws:principalarn', 'kms:calleraccount', 'aws:principalisawsservice']);
    is('aws:principalaccount', 'anonymous');
    is('aws:principaltype', 'Anonymous');
    is('aws:userid', 'anonymous');
  }
  if (who.kind === 'service') ofService(who.name);
  together();
  const open = isPrincipal(who) && who.kind === 'role' && who.session === '';
  const all = open ? [...new Set(['some-session', ...sessions])].map((session) => ({ ...who, session })) : [who];
  // For whom a service calls that does not say so is for somebody whom nobody named.
  const account = value('aws:sourceaccount') ?? (value('aws:sourcearn')?.split(':')[4] || '987650123498');
  const organization = value('aws:sourceorgid') ?? value('aws:sourceorgpaths')?.split('/')[0] ?? 'o-q9q9q9q9q9';
  const source = who.kind === 'service' ? { arn: value('aws:sourcearn') ?? `arn:aws:sns:eu-west-1:${account}:some-topic`, account, organization, path: `${organization}/r-ab12/` } : undefined;
  return { faults, requests: all.map((one) => ({ action: shown.action, who: one, context, source })) };

  function ofPrincipal(one: Principal): void {
    never(OF_SERVICES);
    is('aws:principalarn', principalArn(one));
    is('aws:principalaccount', one.account);
    is('kms:calleraccount', one.account);
    is('aws:principaltype', TYPES[one.kind]);
    is('aws:principalisawsservice', 'false');
    if (one.kind === 'user') is('aws:username', one.name);
    else never(['aws:username']);
    const id = value('aws:userid');
    if (id !== undefined) {
      const read = readUserId(id);
      check(read?.kind === one.kind && (one.kind === 'role' || one.kind === 'user' || id === userId(one)), `userid: ${one.kind} with ${id}`);
      if (one.kind === 'role' && one.session !== '') check(read?.session === one.session, `userid: session ${one.session} with ${id}`);
    }
    check(!has('aws:multifactorauthage') || (value('aws:multifactorauthpresent') ?? 'true') === 'true', 'factor: the age of none');
    const path = paths.get(`${one.account}/${one.name}`);
    check(one.kind !== 'role' || path === undefined || path === one.path, `a second role of that name: ${one.name}, with path "${one.path}"`);
  }

  function ofService(name: string): void {
    is('aws:principalisawsservice', 'true');
    is('aws:principalservicename', name);
    is('aws:securetransport', 'true');
    const list = context.get('aws:principalservicenameslist');
    if (list) check(list.includes(name) && list.every((other) => other.split('.')[0] === name.split('.')[0]), `names list: ${name} with ${list.join()}`);
    for (const key of ['aws:principalarn', 'aws:principalaccount', 'kms:calleraccount', 'aws:userid']) check(!/^arn:[^:]+:iam|^\d{12}$|^A[RI][OD]A/.test(value(key) ?? ''), `another value: a service with ${key} ${value(key)}`);
    never(OF_ENDPOINTS);
    const arn = value('aws:sourcearn');
    const account = value('aws:sourceaccount');
    if (account !== undefined) check(/^\d{12}$/.test(account), `source account: ${account}`);
    if (arn === undefined) return;
    const parts = arn.split(':');
    check(parts.length >= 6 && parts[0] === 'arn' && parts[2] !== '' && /^(\d{12})?$/.test(parts[4]!) && parts.slice(5).join(':') !== '', `source ARN: ${arn}`);
    check(account === undefined || !parts[4] || parts[4] === account, `source ARN: ${arn} of account ${account}`);
  }

  function together(): void {
    for (const [id, path] of [['aws:principalorgid', 'aws:principalorgpaths'], ['aws:sourceorgid', 'aws:sourceorgpaths']] as const) {
      const organization = value(id);
      if (organization !== undefined) check((context.get(path) ?? []).every((one) => one.startsWith(`${organization}/`)), `organization: ${id} ${organization} with ${context.get(path)?.join()}`);
    }
    if (has('aws:currenttime', 'aws:epochtime')) check(Math.floor(Date.parse(value('aws:currenttime') ?? '') / 1000) === Number(value('aws:epochtime')), `time: ${value('aws:currenttime')} with epoch ${value('aws:epochtime')}`);
    check(!has('aws:sourceip') || !OF_ENDPOINTS.some((key) => has(key)), 'network: an endpoint and an address');
    if (OF_CALLS.some((key) => has(key))) is('aws:viaawsservice', 'true');
    const region = value('aws:requestedregion') ?? shown.resource?.split(':')[3];
    const service = value('kms:viaservice');
    if (service !== undefined) check(/^[a-z0-9.-]+\.[a-z0-9-]+\.amazonaws\.com$/.test(service) && (!region || service.split('.').at(-3) === region), `ViaService: ${service} in ${region}`);
    if (shown.resource && value('aws:requestedregion')) check(shown.resource.split(':')[3] === value('aws:requestedregion'), `Region: ${shown.resource} called in ${value('aws:requestedregion')}`);
    const names = context.get('kms:encryptioncontextkeys')?.map((name) => name.toLowerCase());
    if (names) for (const key of context.keys()) if (key.startsWith('kms:encryptioncontext:')) check(names.includes(key.slice(22)), `encryption context: ${key} is not among the keys`);
  }
}

function whoOf({ caller }: Shown, context: ReadonlyMap<string, readonly string[]>): Who | undefined {
  if (caller.kind === 'anonymous') return caller;
  if (caller.kind === 'service') return caller.name.includes('.amazonaws.com') ? caller : undefined;
  const read = readArn(caller.arn);
  if (read?.kind === undefined || read.account !== caller.account) return undefined;
  const whole = readArn(caller.roleArn ?? (read.session === undefined ? caller.arn : (context.get('aws:principalarn')?.[0] ?? '')));
  const id = context.get('aws:userid')?.[0] ?? '';
  return { kind: read.kind, partition: read.partition!, account: read.account, path: whole?.path ?? read.path ?? '', name: read.name ?? '', unique: id.split(':')[0]!, session: read.session ?? (read.kind === 'role' ? (id.split(':')[1] ?? '') : '') };
}
