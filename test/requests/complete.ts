/** A request of which only a part was shown, with the rest of what every request of its kind carries, one way or another. */
import { carries } from './actions';
import { contextOf } from './context';
import type { Request } from './draw';
import { isPrincipal } from './principals';
import type { Random } from './random';
import type { Words } from './words';
import type { World } from './worlds';

const ALWAYS = ['aws:securetransport', 'aws:currenttime', 'aws:epochtime', 'aws:requestedregion', 'aws:viaawsservice', 'aws:useragent', 'aws:resourceaccount'];
const OF_ALL_CALLERS = ['aws:principalaccount', 'aws:principaltype', 'aws:userid'];
const OF_PRINCIPALS = ['aws:principalarn', 'kms:calleraccount', 'aws:principalisawsservice'];
const OF_SESSIONS = ['aws:multifactorauthpresent', 'aws:tokenissuetime'];
const OF_SERVICES = ['aws:principalisawsservice', 'aws:principalservicename', 'aws:principalservicenameslist'];
const CALLS = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'kms:viaservice'];
const NETWORK = ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip'];

export function complete(request: Request, keys: ReadonlySet<string>, words: Words, world: World, random: Random): Request {
  const { who, action } = request;
  const shown = new Map(request.context);
  const forwarded = shown.get('aws:viaawsservice')?.[0] === 'true' || CALLS.some((key) => shown.has(key));
  const drawn = contextOf({ action, who, words, world, random, keys, blind: new Set(), source: undefined, forwarded });
  const take = (list: Iterable<string>): void => {
    for (const key of list) if (!shown.has(key) && drawn.has(key)) shown.set(key, drawn.get(key)!);
  };
  // One moment, in both ways of writing it.
  const epoch = shown.get('aws:epochtime')?.[0];
  const time = shown.get('aws:currenttime')?.[0];
  if (epoch !== undefined && /^\d{1,12}$/.test(epoch) && keys.has('aws:currenttime') && time === undefined) shown.set('aws:currenttime', [new Date(Number(epoch) * 1000).toISOString()]);
  if (time !== undefined && keys.has('aws:epochtime') && epoch === undefined) shown.set('aws:epochtime', [String(Math.floor(Date.parse(time) / 1000))]);
  take(ALWAYS);
  if (who.kind !== 'service') take(OF_ALL_CALLERS);
  if (isPrincipal(who)) {
    take(OF_PRINCIPALS);
    if (who.kind === 'user') take(['aws:username']);
    if (who.kind === 'role' || who.kind === 'federated') take(OF_SESSIONS);
    if (shown.get('aws:multifactorauthpresent')?.[0] === 'true') take(['aws:multifactorauthage']);
    if (keys.has('aws:multifactorauthpresent') && shown.has('aws:multifactorauthage') && !request.context.has('aws:multifactorauthpresent')) shown.set('aws:multifactorauthpresent', ['true']);
    if (forwarded) take(CALLS);
  }
  if (who.kind === 'service') {
    take(OF_SERVICES);
    // What no document settles is as the world has it.
    take([...world.unsettled.serviceHas]);
    for (const key of ['aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:userid', 'kms:calleraccount', 'aws:sourceip']) if (!world.unsettled.serviceHas.has(key)) shown.delete(key);
  } else if (NETWORK.some((key) => shown.has(key)) || (!shown.has('aws:sourceip') && !forwarded && random.chance(0.5))) for (const key of NETWORK) takeDrawn(key);
  else takeDrawn('aws:sourceip');
  // A member of an organization carries both; of sources a service may tell the one alone.
  organization('aws:principalorgid', 'aws:principalorgpaths');
  if (carries(action, 'kms:encryptioncontext')) {
    const names = [...shown.keys()].filter((key) => key.startsWith('kms:encryptioncontext:')).map((key) => key.slice(22));
    if (keys.has('kms:encryptioncontextkeys') && names.length > 0 && !shown.has('kms:encryptioncontextkeys')) shown.set('kms:encryptioncontextkeys', names);
    for (const name of shown.get('kms:encryptioncontextkeys') ?? []) if (keys.has(`kms:encryptioncontext:${name.toLowerCase()}`)) takeDrawn(`kms:encryptioncontext:${name.toLowerCase()}`, 'some-value');
  }
  if (carries(action, 'kms:grantisforawsresource')) take(['kms:grantisforawsresource', 'kms:granteeprincipal', 'kms:grantoperations']);
  return { ...request, context: shown };

  function takeDrawn(key: string, otherwise?: string): void {
    if (!keys.has(key) || shown.has(key)) return;
    const value = drawn.get(key) ?? (otherwise !== undefined ? [otherwise] : undefined);
    // The draw may have gone through an endpoint where this request has an address, or the other way.
    shown.set(key, value ?? [key === 'aws:sourceip' ? '192.0.2.77' : key === 'aws:vpcsourceip' ? '10.1.2.3' : `${key.slice(10)}-0f1e2d3c4b5a69788`]);
  }

  function organization(id: string, path: string): void {
    if (!keys.has(id) || !keys.has(path)) return;
    const [one, other] = [shown.get(id)?.[0], shown.get(path)?.[0]];
    if (one !== undefined && other === undefined) shown.set(path, [`${one}/${random.pick(['r-ab12/', 'r-ab12/ou-ab12-11111111/', 'r-zz99/ou-zz99-22222222/'])}`]);
    if (other !== undefined && one === undefined) shown.set(id, [other.split('/')[0]!]);
  }
}
