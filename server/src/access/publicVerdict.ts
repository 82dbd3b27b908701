/**
 * Whether a stranger gets in. A policy is not public where every Allow names its principals, or holds `*` by a key whose value is fixed, or
 * where the Denies keep strangers out.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * (2026-11), and https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html for kms:CallerAccount.
 */
import { facts } from '../aws';
import { hasUnits, hasVariable, isEffectUnknown, numberOf, withUnits, type ConditionTest, type Hole, type Policy, type Statement, type Value } from '../policy';
import { isText, outOf, textDemand, type Alternatives, type ValueConstraint } from './constraints';
import type { EvaluateOptions } from './evaluate';
import { everybodyIn } from './principal';
import { withEffect } from './questions';
import type { AccessRequest } from './request';
import { satisfiable, type Satisfiable } from './satisfiable';

/** What an Allow says to strangers. */
export type PublicStatement =
  /** It names its principals. */
  | { readonly is: 'named' }
  /** Its `*` is held by a test with fixed values. */
  | { readonly is: 'limited'; readonly by: ConditionTest }
  /** Denies stop every stranger. */
  | { readonly is: 'denied'; readonly by: readonly Statement[] }
  | { readonly is: 'public'; readonly principal: Value; readonly witness: AccessRequest }
  | { readonly is: 'depends'; readonly on: readonly Hole[] };

export type PublicVerdict =
  | { readonly is: 'yes'; readonly statement: Statement; readonly witness: AccessRequest }
  /** `key`: the condition key that keeps strangers out, and the statement that tests it; absent where every Allow names its principals. */
  | { readonly is: 'no'; readonly key?: string; readonly statement?: Statement }
  | { readonly is: 'depends'; readonly on: readonly Hole[] };

export function publicVerdict(policy: Policy, options: EvaluateOptions): PublicVerdict {
  const holes: Hole[] = [];
  let unsure = policy.open;
  let because: { readonly key: string; readonly statement: Statement } | undefined;
  for (const statement of policy.statements) {
    const effect = statement.effect?.value;
    if (isEffectUnknown(statement)) {
      unsure = true;
      if (effect) holes.push({ label: effect.text, node: effect.node });
    }
    if (effect?.text !== 'Allow') continue;
    if (statement.open && !statement.principal && !statement.notPrincipal) {
      unsure = true;
      holes.push({ label: 'Principal', node: statement.node });
    }
    const found = publicStatement(policy, statement, options);
    if (found.is === 'public') return { is: 'yes', statement, witness: found.witness };
    if (found.is === 'depends') {
      unsure = true;
      holes.push(...found.on);
    } else if (found.is === 'limited') because ??= { key: found.by.key.text, statement };
    else if (found.is === 'denied') {
      const test = found.by.flatMap((deny) => deny.condition?.tests ?? []).find(({ operator }) => facts.parseOperator(operator.text).operator?.negated);
      const deny = found.by.find(({ condition }) => test && condition?.tests.includes(test));
      if (test && deny) because ??= { key: test.key.text, statement: deny };
    }
  }
  return unsure ? { is: 'depends', on: [...policy.holes, ...holes] } : { is: 'no', ...because };
}

/**
 * Public is a request that gets in though its account, organization, source, network, endpoint and unique id are none of those that fixed
 * values name. A service that acts for a source which nobody named counts.
 */
export function publicStatement(policy: Policy, allow: Statement, options: EvaluateOptions): PublicStatement {
  const principal = everybodyIn(allow);
  if (!principal) return perhapsPublic(policy, allow, options);
  const answer = strangersRequest(policy, allow, options);
  if (answer.is === 'yes') {
    const on = unheardOf(allow, answer.witness);
    return on.length > 0 ? { is: 'depends', on } : { is: 'public', principal, witness: answer.witness };
  }
  if (answer.is === 'depends') return { is: 'depends', on: answer.on };
  const denies = withEffect(policy, 'Deny');
  const by = (allow.condition?.tests ?? []).find((test) => fixedValues(test, false).length > 0);
  if (by && (denies.length === 0 || strangersRequest(policy, allow, options, []).is === 'no')) return { is: 'limited', by };
  return { is: 'denied', by: denies };
}

/** Keys of the request of which no page says that any request carries them. */
function unheardOf({ condition }: Statement, { context }: AccessRequest): Hole[] {
  return (condition?.tests ?? []).filter(({ key }) => context.get(key.text.toLowerCase()) !== undefined && !facts.findConditionKey(key.text)).map(({ key }) => ({ label: key.text, node: key.node }));
}

/** A principal that is still to be filled in, or one side of a choice, may be `*`. */
function perhapsPublic(policy: Policy, allow: Statement, options: EvaluateOptions): PublicStatement {
  const on = perhapsEverybody(allow);
  if (on.length === 0) return { is: 'named' };
  // An Allow to all but nobody.
  const everybody: Statement = { ...allow, principal: undefined, notPrincipal: { member: allow.principal!.member, entries: [], open: false, holes: [] } };
  return strangersRequest(policy, everybody, options).is === 'no' ? { is: 'named' } : { is: 'depends', on };
}

function perhapsEverybody({ principal }: Statement): Hole[] {
  const lists = [...(principal?.bare ? [principal.bare] : []), ...(principal?.entries ?? []).flatMap(({ type, list }) => (type === 'AWS' ? [list] : []))];
  return lists.flatMap(({ values, holes }) => [...holes, ...values.flatMap((value) => (value.text === '*' || isWholeHole(value) ? [{ label: value.text, node: value.node }] : []))]);
}

/** A `<placeholder>` says what stands there. */
function isWholeHole(value: Value): boolean {
  const [only, ...others] = value.known ? [] : value.pieces;
  return only?.kind === 'hole' && others.length === 0 && only.type === undefined && !only.text.startsWith('<');
}

/** A request of a stranger, or for a stranger's source, that this statement lets through and no Deny stops. */
export function strangersRequest(policy: Policy, statement: Statement, options: EvaluateOptions, forbid: readonly Statement[] = withEffect(policy, 'Deny')): Satisfiable {
  const { kind, owner } = options;
  const named = namedValues(statement, forbid);
  return satisfiable(
    {
      policy,
      require: [statement],
      forbid,
      // What no other account can do anyway is no access.
      actions: facts.actions(kind === 'key' ? 'kms' : 'sqs').filter((action) => action.crossAccount && action.inResourcePolicy === 'effective'),
      who: { ...(owner !== undefined && { but: [owner] }), ...(namesServices(statement) && { kinds: ['anonymous', 'role', 'user', 'root', 'federated', 'reference'] }) },
      also: ({ kind: caller }) => [...[...named].map(([key, demands]) => [{ key }, { key, present: demands }]), ...(caller === 'service' ? [ofStrangers(owner)] : [])],
      keys: [...named.keys()],
      constants: true,
      sameAs: `stranger to ${forbid.map(numberOf).join()}`,
    },
    options,
  );
}

/** A service that is named by its key under `*` is as one that is a principal. */
function namesServices({ condition }: Statement): boolean {
  return condition?.tests.some(({ key, operator, list, certain }) => certain && /^aws:principalservicenameslist$/i.test(key.text) && /^ForAnyValue:String(Equals|Like)$/.test(operator.text) && list.values.every(({ text }) => nameOf(text))) === true;
}

/** A service says for whose account it calls, or does not say. */
function ofStrangers(owner: string | undefined): Alternatives {
  const key = 'aws:sourceaccount';
  return [owner === undefined ? { key, present: [] } : textDemand(key, true, [{ text: owner, mode: 'exact' }]), { key }];
}

/** By key: none of the fixed values that the Allow asks for, and that Denies spare. */
function namedValues(allow: Statement, denies: readonly Statement[]): ReadonlyMap<string, readonly ValueConstraint[]> {
  const found = new Map<string, ValueConstraint[]>();
  for (const [statements, negated] of [[[allow], false], [denies, true]] as const)
    for (const { condition } of statements)
      for (const test of condition?.tests ?? []) {
        const values = fixedValues(test, negated);
        if (values.length === 0) continue;
        const key = test.key.text.toLowerCase();
        const constraint = outOf(values, facts.parseOperator(test.operator.text).operator!);
        const known = found.get(key);
        if (known) known.push(constraint);
        else found.set(key, [constraint]);
      }
  return found;
}

/** The values of a test that say whose the request is. */
function fixedValues(test: ConditionTest, negated: boolean): readonly Value[] {
  const isFixed = FIXED.get(test.key.text.toLowerCase());
  const { operator } = facts.parseOperator(test.operator.text);
  if (!isFixed || !operator || operator.negated !== negated || operator.family === 'null') return [];
  return test.list.values.filter((value) => !hasVariable(value) && (isText(operator) || operator.family === 'ip') && isFixed(operator.wildcard ? withUnits(value) : withUnits(value).replace(/[*?]/g, 'x')));
}

const nameOf = (value: string): boolean => !/[*?]/.test(value);
/** Anonymous callers are of no account. */
const accountOf = (value: string): boolean => nameOf(value) && value !== 'anonymous';
const pathOf = (value: string): boolean => /^[^*?/]+\//.test(value);

/** The keys whose fixed value names somebody. */
const FIXED: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['aws:sourcearn', fixedArn],
  ['aws:sourceaccount', nameOf],
  ['aws:sourceowner', nameOf],
  ['aws:sourceorgid', nameOf],
  ['aws:sourceorgpaths', pathOf],
  ['aws:sourceip', narrowAddress],
  ['aws:sourcevpc', nameOf],
  ['aws:sourcevpce', nameOf],
  ['aws:vpceaccount', nameOf],
  ['aws:vpceorgid', nameOf],
  ['aws:vpceorgpaths', pathOf],
  ['aws:principalarn', fixedArn],
  ['aws:principalaccount', accountOf],
  ['aws:principalorgid', nameOf],
  ['aws:principalorgpaths', pathOf],
  ['aws:principalservicename', nameOf],
  // The unique id, or the account, stands before the first colon.
  ['aws:userid', (value) => value !== 'anonymous' && /^[^*?:]+(:|$)/.test(value)],
  ['kms:calleraccount', nameOf],
]);

/** The account, or for a bucket its name, has no wildcard in it. */
function fixedArn(value: string): boolean {
  const segments = value.split(':');
  if (segments.length < 6) return nameOf(value);
  const [, , service, , account, ...resource] = segments;
  return (account !== '' && nameOf(account!)) || ((account === '' || account === '*') && service === 's3' && nameOf(resource.join(':').split('/')[0]!));
}

/** Not wider than /8, for IPv6 /32. */
function narrowAddress(value: string): boolean {
  const [address, bits] = value.split('/');
  if (!hasUnits(value) && !/^[0-9a-f.:*?]+$/i.test(address!)) return false;
  if (/[*?]/.test(address!)) return /^(\d{1,3}\.|([0-9a-f]{1,4}:){2})/i.test(address!);
  return bits === undefined || Number(bits) >= (address!.includes(':') ? 32 : 8);
}
