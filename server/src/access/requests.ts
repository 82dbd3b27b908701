/**
 * Concrete requests from the vocabulary of policies: their principals, actions and condition values, and strangers beside them. The same
 * policies give the same requests. Used to ask "can anybody…" by example, and to hold a fix's class against before and after.
 */
import { holesOf, type Policy, type PolicyKind } from '../policy';
import { contextOf } from './callerContext';
import type { AccessRequest, Caller } from './request';

const STRANGER_ACCOUNT = '999988887777';
const SERVICES = ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com', 'lambda.amazonaws.com'];
const SOURCES: Readonly<Record<string, string>> = { 'sns.amazonaws.com': `arn:aws:sns:eu-west-1:${STRANGER_ACCOUNT}:strange`, 's3.amazonaws.com': 'arn:aws:s3:::strange', 'events.amazonaws.com': `arn:aws:events:eu-west-1:${STRANGER_ACCOUNT}:rule/strange` };

export interface Vocabulary {
  readonly callers: readonly Caller[];
  readonly actions: readonly string[];
  /** By condition key in lower case: the values that policies test for, wildcards filled in; undefined for one that is still to be filled in. */
  readonly values: ReadonlyMap<string, readonly (string | undefined)[]>;
}

export function vocabularyOf(policies: readonly Policy[], kind: PolicyKind, owner?: string): Vocabulary {
  const callers = new Map<string, Caller>();
  const actions = new Set<string>();
  const values = new Map<string, Set<string | undefined>>();
  const add = (caller: Caller): void => void callers.set(JSON.stringify(caller), caller);
  const principal = (text: string): void => {
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
    if (account) {
      add({ kind: 'principal', arn: `arn:aws:iam::${account}:root`, account });
      add({ kind: 'principal', arn: `arn:aws:iam::${account}:role/somebody`, account });
      return;
    }
    const named = /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(text);
    if (!named) return;
    const [, partition, , own, resource] = named;
    const role = /^role\/(?:.*\/)?([^/]+)$/.exec(resource!)?.[1];
    add({ kind: 'principal', arn: text, account: own! });
    if (role) add({ kind: 'principal', arn: `arn:${partition}:sts::${own}:assumed-role/${role}/session`, account: own!, roleArn: text });
  };
  for (const policy of policies)
    for (const statement of policy.statements) {
      for (const element of [statement.principal, statement.notPrincipal])
        for (const entry of element?.entries ?? [])
          for (const value of entry.list.values) {
            if (holesOf(value).length > 0 || value.text === '*') continue;
            if (entry.type === 'Service') add({ kind: 'service', name: value.text });
            else principal(value.text);
          }
      for (const value of [...(statement.action?.values ?? []), ...(statement.notAction?.values ?? [])]) if (holesOf(value).length === 0) actions.add(value.text);
      for (const test of statement.condition?.tests ?? []) {
        const key = test.key.text.toLowerCase();
        const known = values.get(key) ?? new Set<string | undefined>();
        values.set(key, known);
        for (const value of test.list.values) {
          if (holesOf(value).length > 0) {
            known.add(undefined);
            continue;
          }
          const filled = value.text.replace(/\$\{[^{}]*\}/g, 'x').replace(/\*/g, 'x').replace(/\?/g, 'x');
          known.add(key === 'aws:sourceip' ? filled.split('/')[0]! : filled);
          if (key === 'aws:principalarn') principal(filled);
        }
      }
    }
  add({ kind: 'principal', arn: `arn:aws:iam::${STRANGER_ACCOUNT}:role/stranger`, account: STRANGER_ACCOUNT });
  if (owner) {
    add({ kind: 'principal', arn: `arn:aws:iam::${owner}:role/somebody`, account: owner });
    add({ kind: 'principal', arn: `arn:aws:iam::${owner}:root`, account: owner });
  }
  for (const name of SERVICES) add({ kind: 'service', name });
  if (kind !== 'key') add({ kind: 'anonymous' });
  const probes = kind === 'key' ? ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:PutKeyPolicy', 'kms:DescribeKey'] : ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteQueue', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'];
  const concrete = [...actions].filter((a) => !/[*?]/.test(a) && a.includes(':'));
  return { callers: [...callers.values()], actions: [...new Set([...probes, ...concrete])], values: new Map([...values].map(([k, v]) => [k, [...v]])) };
}

/** How the tested keys are filled: as the policies want them, not at all, otherwise, or each value in turn. */
export type Round = 'all' | 'none' | 'odd' | 'each';

export interface RequestOptions {
  readonly kind: PolicyKind;
  readonly owner?: string | undefined;
  readonly limit?: number;
  readonly actions?: readonly string[];
  readonly rounds?: readonly Round[];
}

/** At most `limit` requests, the plain ones first. */
export function requestsFor(policies: readonly Policy[], options: RequestOptions): AccessRequest[] {
  const { callers, values, ...vocabulary } = vocabularyOf(policies, options.kind, options.owner);
  const actions = options.actions ?? vocabulary.actions;
  const requests: AccessRequest[] = [];
  const limit = options.limit ?? 4000;
  const own = new Set(['aws:principalarn', 'aws:principalaccount', 'aws:principalisawsservice', 'aws:principalservicename', 'aws:principaltype', 'kms:calleraccount']);
  const tested = [...values].filter(([key]) => !own.has(key));
  for (const round of options.rounds ?? (['all', 'none', 'odd', 'each'] as const))
    for (const caller of callers)
      for (const action of actions) {
        const contexts = contextsFor(caller, tested, round);
        for (const extra of contexts) {
          if (requests.length >= limit) return requests;
          requests.push({ action, caller, context: new Map([...contextOf(caller), ...Object.entries(extra)]) });
        }
      }
  return requests;
}

/** Keys that only services send, and keys that services never send. */
const SOURCE = /^aws:source(arn|account|org)/;
const NEVER_FOR_SERVICES = /^aws:(principal|sourcevpc|vpce|sourceip|userid|username|multifactor)/;

function contextsFor(caller: Caller, tested: readonly (readonly [string, readonly (string | undefined)[]])[], round: Round): Record<string, readonly string[] | undefined>[] {
  const carried = tested.filter(([key]) => (caller.kind === 'service' ? !NEVER_FOR_SERVICES.test(key) : !SOURCE.test(key)) && !(caller.kind === 'anonymous' && key.startsWith('aws:principal')));
  const one = (value: string | undefined): readonly string[] | undefined => (value === undefined ? undefined : [value]);
  const strange: Record<string, readonly string[]> = caller.kind === 'service' && Object.hasOwn(SOURCES, caller.name) ? { 'aws:sourcearn': [SOURCES[caller.name]!], 'aws:sourceaccount': [STRANGER_ACCOUNT] } : {};
  switch (round) {
    case 'all':
      return [Object.fromEntries(carried.filter(([, v]) => v.length > 0).map(([key, v]) => [key, one(v[0])]))];
    case 'none':
      return [strange];
    case 'odd':
      return [{ ...Object.fromEntries(carried.map(([key, v]) => [key, [v.includes('false') ? 'true' : v.includes('true') ? 'false' : `${v[0] ?? ''}-other`]])), ...strange }];
    case 'each':
      return carried.flatMap(([key, v]) => v.map((value) => ({ ...Object.fromEntries(carried.filter(([k, w]) => k !== key && w.length > 0).map(([k, w]) => [k, one(w[0])])), [key]: one(value) })));
  }
}
