/**
 * Whether a stranger gets in. A policy is not public where every Allow names its principals, or holds `*` by a key whose value is fixed, or
 * where the Denies keep strangers out.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * (2026-11), and https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html for kms:CallerAccount.
 */
import { facts } from '../aws';
import { holesOf, type ConditionTest, type Hole, type Policy, type Statement, type Value } from '../policy';
import type { Candidate } from './callers';
import type { EvaluateOptions } from './evaluate';
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
  | { readonly is: 'depends'; readonly principal: Value; readonly on: readonly Hole[] };

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
    const effect = statement.effect?.value?.text;
    if (effect === undefined && statement.effect) unsure = true;
    if (effect !== 'Allow') continue;
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

export function publicStatement(policy: Policy, allow: Statement, options: EvaluateOptions): PublicStatement {
  const principal = everybodyIn(allow);
  if (!principal) return { is: 'named' };
  const guards = (allow.condition?.tests ?? []).filter(limits);
  const sure = guards.find((test) => test.certain);
  if (sure) return { is: 'limited', by: sure };
  const { condition } = allow;
  if (condition?.open || guards.length > 0 || !allow.certain || (allow.open && !condition)) return { is: 'depends', principal, on: condition && condition.holes.length > 0 ? condition.holes : [{ label: 'Condition', node: principal.node }] };
  const answer = strangersRequest(policy, allow, options);
  if (answer.is === 'yes') return { is: 'public', principal, witness: answer.witness };
  if (answer.is === 'depends') return { is: 'depends', principal, on: answer.on };
  return { is: 'denied', by: policy.statements.filter((s) => s.effect?.value?.text === 'Deny') };
}

/** The `*` among the principals. */
export function everybodyIn({ principal }: Statement): Value | undefined {
  const isEverybody = ({ text, certain }: Value): boolean => text === '*' && certain;
  const bare = principal?.bare?.values.find(isEverybody);
  if (bare || !principal) return bare;
  for (const { type, list } of principal.entries) {
    const value = type === 'AWS' ? list.values.find(isEverybody) : undefined;
    if (value) return value;
  }
  return undefined;
}

/** A request of an anonymous caller, or of some role of another account, that this statement lets through and no Deny stops. */
export function strangersRequest(policy: Policy, statement: Statement, options: EvaluateOptions): Satisfiable {
  const { kind, owner: account } = options;
  const callers = ({ caller, kind: callerKind, freeName }: Candidate): boolean =>
    caller.kind === 'anonymous' || (callerKind === 'otherAccount' && freeName !== undefined) || (callerKind === 'onBehalf' && freeName !== undefined && caller.kind === 'principal' && caller.account !== account);
  return satisfiable(
    {
      policy,
      require: [statement],
      forbid: policy.statements.filter((s) => s.effect?.value?.text === 'Deny'),
      // A stranger is in none of the organizations that the policy speaks of.
      outside: organizationsIn(policy),
      // What no other account can do anyway is no access.
      actions: facts.actions(kind === 'key' ? 'kms' : 'sqs').filter((action) => action.crossAccount && action.inResourcePolicy === 'effective'),
      callers,
    },
    options,
  );
}

function organizationsIn(policy: Policy): readonly string[] {
  const values = policy.statements.flatMap((s) => (s.condition?.tests ?? []).filter((test) => /^aws:principalorg(id|paths)$/i.test(test.key.text)).flatMap((test) => test.list.values));
  return [...new Set(values.flatMap((value) => /^o-[a-z0-9]+/.exec(value.text)?.[0] ?? []))];
}

/** The keys whose fixed value makes a policy non-public. */
const FIXED: Readonly<Record<string, (value: string) => boolean>> = {
  'aws:sourcearn': fixedArn,
  'aws:sourceaccount': fixed,
  'aws:sourceowner': fixed,
  'aws:sourceorgid': fixed,
  'aws:sourceorgpaths': (v) => /^o-[^*?/]+\//.test(v),
  'aws:sourceip': narrowAddress,
  'aws:vpcsourceip': narrowAddress,
  'aws:sourcevpc': fixed,
  'aws:sourcevpce': fixed,
  'aws:vpceaccount': fixed,
  'aws:vpceorgid': fixed,
  'aws:vpceorgpaths': (v) => /^o-[^*?/]+\//.test(v),
  'aws:principalarn': fixedArn,
  'aws:principalaccount': fixed,
  'aws:principalorgid': fixed,
  'aws:principalorgpaths': (v) => /^o-[^*?/]+\//.test(v),
  'aws:userid': (v) => !/^\*|^A[A-Z]{3}\*/.test(v),
  'kms:calleraccount': fixed,
};

/** A positive test that fails for whoever lacks the key, all of whose values are fixed. Holes are values that a person fills in. */
function limits(test: ConditionTest): boolean {
  const isFixed = FIXED[test.key.text.toLowerCase()];
  const { operator, ifExists, set } = facts.parseOperator(test.operator.text);
  if (!isFixed || !operator || operator.negated || operator.family === 'null' || ifExists || set === 'ForAllValues') return false;
  if (test.list.open) return true;
  return test.list.values.every((v) => holesOf(v).length > 0 || (operator.wildcard ? isFixed(v.text.replace(/\$\{[^{}]*\}/g, '*')) : operator.family === 'ip' ? isFixed(v.text) : !v.text.includes('${')));
}

function fixed(value: string): boolean {
  return !/[*?]/.test(value);
}

/** The account, or for a bucket its name, has no wildcard in it. */
function fixedArn(value: string): boolean {
  const segments = value.split(':');
  if (segments.length < 6) return !/[*?]/.test(value);
  const [, , service, , account, ...resource] = segments;
  return /^\d{12}$/.test(account!) || (service === 's3' && !/^[*?]/.test(resource.join(':')));
}

/** Not wider than /8, for IPv6 /32. */
function narrowAddress(value: string): boolean {
  const [address, bits] = value.split('/');
  return bits === undefined || Number(bits) >= (address!.includes(':') ? 32 : 8);
}
