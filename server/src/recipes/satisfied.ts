/**
 * Does a policy have what a recipe gives? Decided by what its statements do, not by Sid or spelling: over all requests of a caller that no
 * policy names, or of one that it does.
 */
import { circumstancesOf, satisfiable, speaksOf, withEffect, type Caller, type Given, type Who } from '../access';
import { facts, type ActionFact } from '../aws';
import { all, any, depends, derive, hasHole, hasVariable, isEffectUnknown, NO, not, withText, YES, type Hole, type Policy, type Statement, type Truth } from '../policy';
import type { Known } from './fromPolicy';
import type { Achievement, Recipe } from './recipe';

const NOBODY = 'a-role-that-no-policy-names';

export function satisfied({ achieves }: Recipe, policy: Policy, known: Known): Truth {
  switch (achieves.kind) {
    case 'denies-others':
      return deniesOthers(achieves, policy, known);
    case 'denies-unless':
      return deniesUnless(achieves, policy, known);
    case 'allows-named':
      return allowsNamed(achieves, policy, known);
    case 'allows-account':
      return allowsAccount(achieves, policy, known);
  }
}

type Of<Kind extends Achievement['kind']> = Extract<Achievement, { readonly kind: Kind }>;

/** A stranger's source, whatever the service. */
const STRANGE_SOURCE: Given = {
  values: new Map<string, readonly string[] | undefined>([
    ['aws:sourcearn', ['arn:aws:sns:eu-west-1:999988887777:strange']],
    ['aws:sourceaccount', ['999988887777']],
    ['aws:sourceowner', undefined],
    ['aws:sourceorgid', undefined],
    ['aws:sourceorgpaths', undefined],
  ]),
};

function deniesOthers({ actions, services }: Of<'denies-others'>, policy: Policy, known: Known): Truth {
  const asked = { actions: factsOf(actions) };
  const nobodys = not(exists(policy, known, { ...asked, who: nobody(known), given: PLAIN, sameAs: 'nobody' }));
  if (!services || nobodys.is === 'no') return nobodys;
  const service = strangeService(policy);
  return all([nobodys, not(exists(policy, known, { ...asked, who: { kinds: ['service'], services: [service] }, given: STRANGE_SOURCE, sameAs: `strange ${service}` }))]);
}

/** Denies that together bite whenever the key has the outside's value, each of which spares somebody who has the inside's: what denies both is another boundary. */
function deniesUnless({ actions, key, outside, inside: fixed }: Of<'denies-unless'>, policy: Policy, known: Known): Truth {
  const inside = fixed ?? testedValues(policy).get(key);
  if (inside === undefined) return NO;
  const who = nobody(known);
  const asked = (value: string) => ({ who, given: { values: new Map([[key, [value]]]), plain: true }, sameAs: `nobody ${key}=${value}` });
  const testing = [...withEffect(policy, 'Deny'), ...unsureOf(policy)].filter(({ condition }) => condition?.tests.some((test) => test.key.text.toLowerCase() === key));
  const spares = (deny: Statement): Truth => (inside === UNKNOWN ? YES : exists(policy, known, { denies: [deny], actions: factsOf(actions).filter((action) => speaksOf(deny, action)), ...asked(inside) }));
  const sure: Statement[] = [];
  const perhaps: Statement[] = [];
  const holes: Hole[] = [];
  for (const deny of testing) {
    const is = spares(deny);
    if (is.is !== 'no') perhaps.push(deny);
    if (is.is === 'yes') sure.push(deny);
    if (is.is === 'depends') holes.push(...is.on);
  }
  const bites = (denies: readonly Statement[]): Truth => (denies.length === 0 ? NO : not(exists(policy, known, { denies, actions: factsOf(actions), ...asked(outside) })));
  const surely = bites(sure);
  if (surely.is !== 'no' || perhaps.length === sure.length) return surely;
  return bites(perhaps).is === 'no' ? NO : depends(holes);
}

/**
 * One caller that may do it all will do; the statements that let it in may be several. Denies are left aside: where they stop the caller, the
 * statement is there, and that it does nothing is told by the rules about reach.
 */
function allowsNamed({ actions, caller: wanted }: Of<'allows-named'>, policy: Policy, known: Known): Truth {
  const allows = withEffect(policy, 'Allow');
  const tried = new Set<string>();
  const truths: Truth[] = [];
  for (const inviting of allows)
    for (const caller of invited(inviting)) {
      const name = caller.kind === 'principal' ? caller.arn : caller.kind === 'service' ? caller.name : '';
      if (!isNamed(caller, wanted, known) || tried.has(name)) continue;
      tried.add(name);
      const who = itself(caller);
      const is = all(factsOf(actions).map((action) => any(whileNotYes(allows, (allow) => letsIn(policy, known, allow, { denies: [], actions: [action], who, sameAs: name })))));
      if (is.is === 'yes') return YES;
      truths.push(is);
    }
  const hole = holePrincipal(policy, actions, wanted);
  return any([...truths, ...(hole ? [depends([hole])] : [])]);
}

function allowsAccount({ actions }: Of<'allows-account'>, policy: Policy, known: Known): Truth {
  const accounts = known.owner ? [known.owner] : rootsOf(policy);
  const hole = holePrincipal(policy, actions, 'principal', true);
  if (accounts.length === 0) return hole ? depends([hole]) : NO;
  return any(accounts.map((account) => all(factsOf(actions).map((action) => any(whileNotYes(withEffect(policy, 'Allow'), (allow) => exists(policy, known, { require: allow, actions: [action], who: nobody({ ...known, owner: account }), given: PLAIN, sameAs: `nobody ${account}` })))))));
}

/** An Allow that can let nobody in is there all the same: what is wrong with it is told by other rules. */
function letsIn(policy: Policy, known: Known, allow: Statement, asked: Omit<Asked, 'require'>): Truth {
  const is = exists(policy, known, { ...asked, require: allow });
  if (is.is !== 'no' || exists(policy, known, { require: allow, denies: [], actions: facts.actions(known.kind === 'key' ? 'kms' : 'sqs') }).is !== 'no') return is;
  const { condition: _, notResource: __, resource, ...rest } = allow;
  return exists(policy, known, { ...asked, require: { ...rest, ...(resource && { resource: { ...resource, open: false, values: resource.values.slice(0, 1).map((value) => withText(value, '*')) } }) } });
}

/** What is true of each, until one is yes. */
function* whileNotYes(statements: readonly Statement[], truthOf: (statement: Statement) => Truth): Iterable<Truth> {
  for (const statement of statements) {
    const is = truthOf(statement);
    yield is;
    if (is.is === 'yes') return;
  }
}

interface Asked {
  /** An Allow that covers the request. */
  readonly require?: Statement;
  /** Denies that do not; absent: none of the policy's does. */
  readonly denies?: readonly Statement[];
  readonly actions: readonly ActionFact[];
  readonly who?: Who;
  readonly given?: Given;
  /** A name for the two. */
  readonly sameAs?: string;
}

/** Whether there is such a request. */
function exists(policy: Policy, known: Known, { require, denies, ...asked }: Asked): Truth {
  const ask = (forbid: readonly Statement[]): Truth => {
    // Anybody may ask, and nobody is stopped.
    if (!require && forbid.length === 0) return YES;
    const answer = satisfiable({ policy, require: require ? [require] : [], forbid, ...asked }, { ...whereabouts(known), budget: known.budget, memory: known.memory });
    return answer.is === 'yes' ? YES : answer.is === 'no' ? NO : depends(answer.on);
  };
  if (denies) return ask(denies);
  const sure = withEffect(policy, 'Deny');
  const unsure = unsureOf(policy);
  if (unsure.length === 0) return ask(sure);
  // A statement whose Effect is still to be chosen may be a Deny.
  const strict = ask([...sure, ...unsure]);
  if (strict.is === 'yes') return strict;
  return ask(sure).is === 'no' ? NO : depends(unsure.map(({ node }) => ({ label: 'Effect', node })));
}

const unsureOf = derive((policy: Policy): readonly Statement[] => policy.statements.filter(isEffectUnknown));

/** By the list of a recipe. */
const actionFacts = new Map<readonly string[], readonly ActionFact[]>();

function factsOf(actions: readonly string[]): readonly ActionFact[] {
  let found = actionFacts.get(actions);
  if (!found) actionFacts.set(actions, (found = actions.map((name) => facts.findAction(name)!)));
  return found;
}

/** Without tags or a session, so that no boundary that goes by them spares it. */
const PLAIN: Given = { values: new Map(), plain: true };

function whereabouts({ kind, owner, own }: Known): ReturnType<typeof circumstancesOf> {
  return circumstancesOf(kind, owner === undefined ? { account: undefined, reason: '' } : { account: owner, reason: '' }, own);
}

/** Of whatever kind: a boundary for roles alone is none for users. */
function nobody(known: Known): Who {
  const { owner } = whereabouts(known);
  return { kinds: ['role', 'user', 'federated'], name: NOBODY, ...(owner !== undefined && { among: [owner] }) };
}

/** An account as a whole is whoever it lets call. */
function itself(caller: Caller): Who {
  if (caller.kind === 'service') return { kinds: ['service'], services: [caller.name] };
  if (caller.kind === 'anonymous') return { kinds: ['anonymous'] };
  return caller.arn.endsWith(':root') ? { kinds: ['role', 'user', 'root', 'federated'], among: [caller.account] } : { kinds: ['role', 'user', 'federated'], principal: caller.arn };
}

/** A service that the policy lets in for no source whatever: a boundary spares by name the ones that it does, and they are another rule's affair. */
const strangeService = derive((policy: Policy): string => {
  const pinned = /^aws:source(arn|account|orgid|orgpaths)$/i;
  const open = new Set(
    policy.statements
      .filter((s) => s.effect?.value?.text === 'Allow' && !s.condition?.tests.some((t) => pinned.test(t.key.text)))
      .flatMap((s) => s.principal?.entries ?? [])
      .flatMap((e) => (e.type === 'Service' ? e.list.values.map((v) => v.text) : [])),
  );
  return [...SERVICE_OF_SOURCE.values()].find((name) => !open.has(name)) ?? SERVICE_OF_SOURCE.get('sns')!;
});

const SERVICE_OF_SOURCE: ReadonlyMap<string, string> = new Map([['sns', 'sns.amazonaws.com'], ['s3', 's3.amazonaws.com'], ['events', 'events.amazonaws.com']]);

/** The callers that an Allow names. */
const invited = derive((statement: Statement): readonly Caller[] => {
  const callers: Caller[] = [];
  let everybody = statement.principal?.bare?.values.some(({ text }) => text === '*') === true;
  for (const { type, list } of statement.principal?.entries ?? [])
    for (const value of list.values) {
      const { text } = value;
      if (hasHole(value) || hasVariable(value)) continue;
      if (type === 'Service') callers.push({ kind: 'service', name: text });
      if (type !== 'AWS') continue;
      if (text === '*') everybody = true;
      const account = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(text)?.[1];
      if (account) callers.push({ kind: 'principal', arn: /^\d+$/.test(text) ? `arn:aws:iam::${account}:root` : text, account });
    }
  if (everybody) callers.push(...toldByCondition(statement));
  return callers;
});

/** The older way to name a source or a role: anybody, held by a condition that only one caller can meet. */
function toldByCondition({ condition }: Statement): readonly Caller[] {
  const tested = (key: string) => condition?.tests.find((t) => t.key.text.toLowerCase() === key)?.list.values[0];
  const source = tested('aws:sourcearn');
  // A source that is still to be filled in whole may be a topic: then it depends.
  const service = source && (source.text.startsWith('arn:') ? SERVICE_OF_SOURCE.get(source.text.split(':')[2] ?? '') : source.pieces[0]?.kind === 'text' ? undefined : 'sns.amazonaws.com');
  const role = tested('aws:principalarn')?.text;
  const account = role === undefined ? undefined : /^arn:[^:]+:iam::(\d{12}):/.exec(role)?.[1];
  return [...(service ? [{ kind: 'service' as const, name: service }] : []), ...(role !== undefined && account ? [{ kind: 'principal' as const, arn: role.replace(/[*?]/g, 'x'), account }] : [])];
}

const UNKNOWN = Symbol('a value that is still to be filled in');

/** The first value that a policy tests each key for, wildcards filled in. */
const testedValues = derive((policy: Policy): ReadonlyMap<string, string | typeof UNKNOWN> => {
  const values = new Map<string, string | typeof UNKNOWN>();
  for (const statement of policy.statements)
    for (const test of statement.condition?.tests ?? []) {
      const key = test.key.text.toLowerCase();
      if (values.has(key)) continue;
      const value = test.list.values[0];
      values.set(key, !value || hasHole(value) || hasVariable(value) ? UNKNOWN : value.text.replace(/\*/g, 'x').split('/')[0]!);
    }
  return values;
});

/** The own account as a whole is nobody in particular. */
function isNamed(caller: Caller, wanted: 'principal' | 'service' | 'any', known: Known): boolean {
  // A service that uses the key for something else does not write to the queue.
  if (caller.kind === 'service') return wanted !== 'principal' && (known.kind !== 'key' || facts.findServicePrincipal(caller.name)?.fact.sender?.kind === 'policy');
  if (caller.kind !== 'principal' || wanted === 'service') return false;
  return !(caller.arn.endsWith(':root') && (known.owner === undefined || caller.account === known.owner));
}

/** An Allow of the actions to a principal that is still to be filled in. */
function holePrincipal(policy: Policy, actions: readonly string[], wanted: 'principal' | 'service' | 'any', wholeAccount = false): Hole | undefined {
  for (const statement of withEffect(policy, 'Allow')) {
    if (!statement.principal) continue;
    const hole = statement.principal.open ? (statement.principal.holes[0] ?? { label: 'Principal', node: statement.principal.member.key }) : undefined;
    for (const entry of statement.principal.entries) {
      if (entry.type === 'Service' ? wanted === 'principal' : wanted === 'service') continue;
      const value = entry.list.values.find((v) => hasHole(v) && (wholeAccount || !v.text.endsWith(':root')));
      const found = value ? { label: value.text, node: value.node } : entry.list.holes[0];
      if (found && covers(statement, actions)) return found;
    }
    if (hole && covers(statement, actions)) return hole;
  }
  return undefined;
}

function covers(statement: Statement, actions: readonly string[]): boolean {
  return statement.action?.open === true || actions.every((name) => (statement.action?.values ?? []).some(({ text }) => facts.expandAction(text).some((action) => action.name === name)));
}

function rootsOf(policy: Policy): string[] {
  return policy.statements.flatMap((s) => (s.principal?.entries ?? []).flatMap((e) => e.list.values.flatMap((v) => /^arn:[^:]+:iam::(\d{12}):root$/.exec(v.text)?.[1] ?? [])));
}
