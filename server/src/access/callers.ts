/** The callers worth asking about: those that policies name, and one of each kind that they do not. */
import { facts, type ActionFact, type CallerKind } from '../aws';
import { derive, hasHole, type PolicyKind, type Statement } from '../policy';
import type { Names } from './principal';
import type { Caller } from './request';

/** An account that is nobody's here, and one that stands for the owner's where it is not known. */
export const STRANGER = '999988887777';
const UNNAMED_OWNER = '000000000000';

/** A caller, or any role of an account: then its name is free, but for those that policies name. */
export interface Candidate {
  readonly caller: Caller;
  /** The caller's ARN may be any that begins so. */
  readonly freeName?: string;
  /** The account that owns the source for which a service calls; absent: any. */
  readonly source?: string;
  readonly kind: CallerKind;
}

export interface CandidateOptions {
  readonly kind: PolicyKind;
  readonly owner?: string | undefined;
}

/** Whether a policy of the queue or key itself can let the caller do it at all: some actions are for the own account alone, some for IAM policies. */
export function canUse({ caller }: Candidate, action: ActionFact, owner: string | undefined): boolean {
  const foreign = caller.kind === 'anonymous' || (caller.kind === 'principal' && (caller.account === STRANGER || (owner !== undefined && caller.account !== owner)));
  return action.inResourcePolicy === 'effective' && (action.crossAccount || !foreign);
}

/** Keys that tell a forwarded call from a direct one. */
const FORWARDED = /^(kms:viaservice|aws:viaawsservice|aws:calledvia.*)$/;

/** An account that a pattern of accounts, or of ARNs, takes: `1*`, `arn:aws:iam::1???55556666:role/*`. */
function patternsAccount(text: string): string | undefined {
  const pattern = text.startsWith('arn:') ? text.split(':')[4] : text;
  if (!pattern || !/^[\d*?]{1,12}$/.test(pattern) || !/\d/.test(pattern)) return undefined;
  const filled = pattern.replace(/\?/g, '0').replace('*', '0'.repeat(12 - pattern.replace(/\*/g, '').length)).replace(/\*/g, '');
  return /^\d{12}$/.test(filled) ? filled : undefined;
}

/** What a statement tells of callers, in the order in which it tells it. */
interface Mentions {
  readonly services: readonly string[];
  /** ARNs with their accounts. */
  readonly arns: readonly (readonly [arn: string, account: string])[];
  readonly accounts: readonly string[];
  /** Accounts that own a source. */
  readonly sources: readonly string[];
  readonly partition: string | undefined;
  /** It tests a key that tells a forwarded call from a direct one. */
  readonly forwarded: boolean;
  readonly testsSourceArn: boolean;
  readonly testsSourceAccount: boolean;
}

/** The same statements are asked about over and over. */
const mentionsOf = derive(readMentions);

const CALLER_KEY = /^(aws:principal(arn|account)|kms:calleraccount|aws:source(account|owner)|aws:resourceaccount)$/;

function readMentions(statement: Statement): Mentions {
  const services: string[] = [];
  const arns: [string, string][] = [];
  const accounts: string[] = [];
  const sources: string[] = [];
  let partition: string | undefined;
  let forwarded = false;
  let testsSourceArn = false;
  let testsSourceAccount = false;
  const note = (text: string): void => {
    const [, found, , account, resource] = /^arn:([^:*?]+):(iam|sts)::(\d{12}):(.+)$/.exec(text) ?? [];
    const plain = account ?? /^\d{12}$/.exec(text)?.[0] ?? patternsAccount(text);
    if (found) partition = found;
    if (plain) accounts.push(plain);
    if (account && resource && !/[*?]/.test(resource)) arns.push([text, account]);
  };
  for (const element of [statement.principal, statement.notPrincipal])
    for (const entry of element?.entries ?? [])
      for (const value of entry.list.values) {
        if (hasHole(value) || value.text === '*') continue;
        if (entry.type === 'Service') services.push(value.text);
        else note(value.text);
      }
  for (const test of statement.condition?.tests ?? []) {
    const key = test.key.text.toLowerCase();
    const { values } = test.list;
    forwarded ||= FORWARDED.test(key);
    testsSourceArn ||= key === 'aws:sourcearn';
    testsSourceAccount ||= key === 'aws:sourceaccount';
    if (key === 'aws:sourcearn') for (const value of values) sources.push(/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value.text)?.[1] ?? STRANGER);
    if (key === 'aws:sourceaccount') for (const value of values) if (/^\d{12}$/.test(value.text)) sources.push(value.text);
    if (CALLER_KEY.test(key)) for (const value of values) note(value.text);
    if (key === 'aws:principalservicename' || key === 'aws:principalservicenameslist') for (const value of values) if (facts.findServicePrincipal(value.text)) services.push(value.text);
  }
  return { services, arns, accounts, sources, partition, forwarded, testsSourceArn, testsSourceAccount };
}

const ALWAYS_TRIED = ['sns.amazonaws.com', 'another-service.amazonaws.com'] as const;

/** Of each kind the plain ones first. `among`: the principals of a statement that is to name them; those that it does not are left out. */
export function candidatesOf(statements: readonly Statement[], { kind, owner }: CandidateOptions, among?: Names): readonly Candidate[] {
  const own = owner ?? UNNAMED_OWNER;
  const anybody = !among || among.everybody;
  const found: Candidate[] = [];
  if (kind !== 'key' && anybody) found.push({ caller: { kind: 'anonymous' }, kind: 'anonymous' });
  const mentions = statements.map(mentionsOf);
  if (anybody || among.accounts.size > 0 || among.arns.size > 0) found.push(...principalsOf(mentions, own, among));
  if (anybody || among.services.size > 0) found.push(...servicesOf(mentions, own, among));
  return found;
}

function principalsOf(mentions: readonly Mentions[], own: string, among: Names | undefined): Candidate[] {
  const anybody = !among || among.everybody;
  const accounts = new Set<string>([own]);
  const arns = new Map<string, string>();
  let partition = 'aws';
  for (const one of mentions) {
    for (const [arn, account] of one.arns) if (anybody || among.arns.has(arn) || among.accounts.has(account)) arns.set(arn, account);
    for (const account of one.accounts) accounts.add(account);
    partition = one.partition ?? partition;
  }
  accounts.add(STRANGER);
  const principal = (account: string, arn: string, freeName?: string): Candidate => ({ caller: { kind: 'principal', arn, account }, kind: account === own ? 'ownAccount' : 'otherAccount', ...(freeName !== undefined && { freeName }) });
  const found: Candidate[] = [];
  const named = (account: string): boolean => anybody || among.accounts.has(account);
  for (const account of accounts) if (named(account)) found.push(principal(account, `arn:${partition}:iam::${account}:role/somebody`, `arn:${partition}:iam::${account}:role/`));
  for (const [arn, account] of arns) found.push(principal(account, arn));
  for (const account of accounts) if (named(account)) found.push(principal(account, `arn:${partition}:iam::${account}:root`));
  // An AWS service that forwards a principal's call, such as SQS using the key for a consumer.
  if (mentions.some(({ forwarded }) => forwarded)) found.push(...found.map((candidate): Candidate => ({ ...candidate, kind: 'onBehalf' })));
  return found;
}

function servicesOf(mentions: readonly Mentions[], own: string, among: Names | undefined): Candidate[] {
  const services = new Set<string>();
  for (const one of mentions) for (const service of one.services) services.add(service);
  for (const name of ALWAYS_TRIED) services.add(name);
  // The two are one choice: where an ARN names its account, that is the source's account.
  let sources: Set<string> | undefined;
  if (mentions.some(({ testsSourceArn }) => testsSourceArn) && mentions.some(({ testsSourceAccount }) => testsSourceAccount)) {
    sources = new Set();
    // What is asked for is most likely to be had.
    for (const one of mentions) for (const source of one.sources) if (source !== STRANGER) sources.add(source);
    sources.add(own).add(STRANGER);
  }
  const found: Candidate[] = [];
  for (const name of services) {
    if (among && !among.everybody && !among.services.has(name)) continue;
    const caller: Caller = { kind: 'service', name };
    if (sources) for (const source of sources) found.push({ caller, kind: 'service', source });
    else found.push({ caller, kind: 'service' });
  }
  return found;
}
