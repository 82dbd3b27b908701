/** Does a policy have what a recipe gives? Decided by probe requests, not by Sid or spelling. */
import { contextOf, evaluate, type AccessRequest, type Caller } from '../access';
import { facts } from '../aws';
import { all, any, depends, NO, truth, YES, type Hole, type Policy, type Statement, type Truth } from '../policy';
import type { Known } from './fromPolicy';
import type { Recipe } from './recipe';

/** Nobody's account, for policies that do not tell theirs. */
const SOME_ACCOUNT = '555566667777';
const NOBODY = 'a-role-that-no-policy-names';

export function satisfied(recipe: Recipe, policy: Policy, known: Known): Truth {
  const { achieves } = recipe;
  switch (achieves.kind) {
    case 'denies-others': {
      const callers: Caller[] = [fresh(known)];
      const base = passing(policy, undefined);
      const requests = achieves.actions.flatMap((action) => callers.map((caller): AccessRequest => ({ action, caller, context: withContext(caller, base) })));
      if (achieves.services) {
        const caller: Caller = { kind: 'service', name: strangeService(policy) };
        requests.push(...achieves.actions.map((action): AccessRequest => ({ action, caller, context: contextOf(caller, { 'aws:sourcearn': ['arn:aws:sns:eu-west-1:999988887777:strange'], 'aws:sourceaccount': ['999988887777'] }) })));
      }
      return all(requests.map((request) => denied(policy, request, known)));
    }
    case 'denies-unless': {
      const caller = fresh(known);
      const base = passing(policy, achieves.key);
      const inside = achieves.inside ?? testedValue(policy, achieves.key);
      if (inside === undefined) return NO;
      const context = (value: string | typeof UNKNOWN): AccessRequest['context'] => withContext(caller, new Map([...base, [achieves.key, value === UNKNOWN ? undefined : [value]]]));
      return all(
        achieves.actions.map((action) => {
          const outside = evaluate(policy, { action, caller, context: context(achieves.outside) }, known);
          const within = evaluate(policy, { action, caller, context: context(inside) }, known);
          // A Deny that bites outside and not inside: what denies both is another boundary.
          return any(
            outside.statements.map((out, i): Truth => {
              if (out.statement.effect?.value?.text !== 'Deny' || out.matched.is === 'no') return NO;
              const inner = within.statements[i]!.matched;
              if (inner.is === 'yes') return NO;
              return out.matched.is === 'yes' && (inner.is === 'no' || inside === UNKNOWN) ? YES : depends(holesOf(out.matched, inner));
            }),
          );
        }),
      );
    }
    case 'allows-named': {
      const callers = policy.statements.flatMap((statement) => (statement.effect?.value?.text === 'Allow' ? invited(statement, policy) : [])).filter(({ caller }) => isNamed(caller, achieves.caller, known));
      // One caller that may do it all will do; the statements that let it in may be several.
      const byCaller = new Map<string, Invited[]>();
      for (const one of callers) byCaller.set(JSON.stringify(one.caller), [...(byCaller.get(JSON.stringify(one.caller)) ?? []), one]);
      const hole = holePrincipal(policy, achieves.actions, achieves.caller);
      return any([
        ...[...byCaller.values()].map((ways) => all(achieves.actions.map((action) => any(ways.map(({ caller, context }) => allowed(policy, { action, caller, context }, known)))))),
        ...(hole ? [depends([hole])] : []),
      ]);
    }
    case 'allows-account': {
      const accounts = known.owner ? [known.owner] : rootsOf(policy);
      const hole = holePrincipal(policy, achieves.actions, 'principal', true);
      if (accounts.length === 0) return hole ? depends([hole]) : NO;
      return any(
        accounts.map((account) =>
          all(
            achieves.actions.map((action) => {
              const caller: Caller = { kind: 'principal', arn: `arn:aws:iam::${account}:role/${NOBODY}`, account };
              return any(evaluate(policy, { action, caller, context: contextOf(caller) }, known).statements.map((s) => (s.statement.effect?.value?.text === 'Allow' ? s.matched : NO)));
            }),
          ),
        ),
      );
    }
  }
}

/** A service that the policy lets in for no source whatever: a boundary spares by name the ones that it does, and they are another rule's affair. */
function strangeService(policy: Policy): string {
  const pinned = /^aws:source(arn|account|orgid|orgpaths)$/i;
  const open = new Set(
    policy.statements
      .filter((s) => s.effect?.value?.text === 'Allow' && !s.condition?.tests.some((t) => pinned.test(t.key.text)))
      .flatMap((s) => s.principal?.entries ?? [])
      .flatMap((e) => (e.type === 'Service' ? e.list.values.map((v) => v.text) : [])),
  );
  return Object.values(SERVICE_OF_SOURCE).find((name) => !open.has(name)) ?? SERVICE_OF_SOURCE['sns']!;
}

interface Invited {
  readonly caller: Caller;
  readonly context: AccessRequest['context'];
}

const SERVICE_OF_SOURCE: Readonly<Record<string, string>> = { sns: 'sns.amazonaws.com', s3: 's3.amazonaws.com', events: 'events.amazonaws.com' };

/** The callers that an Allow names, each carrying what its conditions ask for. */
function invited(statement: Statement, policy: Policy): Invited[] {
  const extra = passing(policy, undefined);
  const callers: Caller[] = [];
  for (const test of statement.condition?.tests ?? []) {
    const { operator } = facts.parseOperator(test.operator.text);
    const key = test.key.text.toLowerCase();
    if (!operator || operator.negated || operator.family === 'null' || key.startsWith('aws:principal')) continue;
    const value = test.list.values[0];
    const concrete = value && value.pieces.every((p) => p.kind === 'text') ? value.text.replace(/[*?]/g, 'x') : undefined;
    extra.set(key, concrete === undefined ? undefined : [operator.family === 'ip' ? concrete.split('/')[0]! : concrete]);
  }
  for (const entry of statement.principal?.entries ?? [])
    for (const value of entry.list.values) {
      if (value.pieces.some((p) => p.kind !== 'text')) continue;
      const account = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(value.text)?.[1];
      if (entry.type === 'Service') callers.push({ kind: 'service', name: value.text });
      else if (entry.type === 'AWS' && account) callers.push({ kind: 'principal', arn: /^\d+$/.test(value.text) ? `arn:aws:iam::${account}:root` : value.text, account });
    }
  const everybody = [...(statement.principal?.bare?.values ?? []), ...(statement.principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []))].some((v) => v.text === '*');
  if (everybody) {
    // The older way to name a source: anybody, held by a condition that only one caller can meet.
    const source = statement.condition?.tests.find((t) => t.key.text.toLowerCase() === 'aws:sourcearn')?.list.values[0];
    // A source that is still to be filled in whole may be a topic: then it depends.
    const service = source && (source.text.startsWith('arn:') ? SERVICE_OF_SOURCE[source.text.split(':')[2] ?? ''] : source.pieces[0]?.kind === 'text' ? undefined : 'sns.amazonaws.com');
    if (service) callers.push({ kind: 'service', name: service });
    const role = statement.condition?.tests.find((t) => t.key.text.toLowerCase() === 'aws:principalarn')?.list.values[0]?.text;
    const account = role === undefined ? undefined : /^arn:[^:]+:iam::(\d{12}):/.exec(role)?.[1];
    if (role !== undefined && account) callers.push({ kind: 'principal', arn: role.replace(/[*?]/g, 'x'), account });
  }
  return callers.map((caller) => ({ caller, context: new Map([...contextOf(caller), ...[...extra].filter(([key]) => (caller.kind === 'service' ? !SURROUNDINGS.includes(key) : !/^aws:source(arn|account|org)/.test(key)))]) }));
}

const UNKNOWN = Symbol('a value that is still to be filled in');

function fresh(known: Known): Caller & { kind: 'principal' } {
  const account = known.owner ?? SOME_ACCOUNT;
  return { kind: 'principal', arn: `arn:aws:iam::${account}:role/${NOBODY}`, account };
}

function denied(policy: Policy, request: AccessRequest, known: Known): Truth {
  const answer = evaluate(policy, request, known);
  if (answer.decision === 'explicit-deny') return YES;
  return answer.decision === 'depends' ? any(answer.statements.map((s) => (s.statement.effect?.value?.text === 'Deny' ? s.matched : NO))) : NO;
}

function allowed(policy: Policy, request: AccessRequest, known: Known): Truth {
  const answer = evaluate(policy, request, known);
  return answer.decision === 'depends' ? depends(answer.statements.flatMap((s) => (s.matched.is === 'depends' ? s.matched.on : []))) : truth(answer.decision === 'allowed');
}

/** Keys of the surroundings, as whoever belongs there carries them: other boundaries are not to answer for this one. */
const SURROUNDINGS = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:sourcevpce', 'aws:sourcevpc', 'aws:vpceorgid', 'aws:vpceaccount', 'aws:sourceip'];

function passing(policy: Policy, except: string | undefined): Map<string, readonly string[] | undefined> {
  const context = new Map<string, readonly string[] | undefined>();
  for (const key of SURROUNDINGS) {
    const value = key === except ? undefined : testedValue(policy, key);
    if (value !== undefined) context.set(key, value === UNKNOWN ? undefined : [value]);
  }
  return context;
}

/** The first value that a policy tests each key for, wildcards filled in. Policies do not change, so it is found once for each. */
const testedValues = new WeakMap<Policy, ReadonlyMap<string, string | typeof UNKNOWN>>();

function testedValue(policy: Policy, key: string): string | typeof UNKNOWN | undefined {
  let values = testedValues.get(policy);
  if (!values) testedValues.set(policy, (values = findTestedValues(policy)));
  return values.get(key);
}

function findTestedValues(policy: Policy): Map<string, string | typeof UNKNOWN> {
  const values = new Map<string, string | typeof UNKNOWN>();
  for (const statement of policy.statements)
    for (const test of statement.condition?.tests ?? []) {
      const key = test.key.text.toLowerCase();
      if (values.has(key)) continue;
      const value = test.list.values[0];
      values.set(key, !value || value.pieces.some((p) => p.kind !== 'text') ? UNKNOWN : value.text.replace(/\*/g, 'x').split('/')[0]!);
    }
  return values;
}

function withContext(caller: Caller, extra: ReadonlyMap<string, readonly string[] | undefined>): AccessRequest['context'] {
  return new Map<string, readonly string[] | undefined>([...contextOf(caller), ...extra]);
}

/** The own account as a whole is nobody in particular. */
function isNamed(caller: Caller, wanted: 'principal' | 'service' | 'any', known: Known): boolean {
  // A service that uses the key for something else does not write to the queue.
  if (caller.kind === 'service') return wanted !== 'principal' && (known.kind !== 'key' || facts.findServicePrincipal(caller.name)?.fact.sender?.kind === 'policy');
  if (caller.kind !== 'principal' || wanted === 'service') return false;
  return !(caller.arn.endsWith(':root') && (known.owner === undefined || caller.account === known.owner));
}

/** An Allow of the actions to a principal that is still to be filled in. */
function holePrincipal(policy: Policy, actions: readonly string[], wanted: 'principal' | 'service' | 'any', wholeAccount = false): Hole | undefined {
  for (const statement of policy.statements) {
    if (statement.effect?.value?.text !== 'Allow' || !statement.principal) continue;
    const covers = actions.every((a) => (statement.action?.values ?? []).some((v) => new RegExp(`^${v.text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i').test(a))) || statement.action?.open;
    if (!covers) continue;
    for (const entry of statement.principal.entries) {
      if (entry.type === 'Service' ? wanted === 'principal' : wanted === 'service') continue;
      const value = entry.list.values.find((v) => v.pieces.some((p) => p.kind === 'hole') && (wholeAccount || !v.text.endsWith(':root')));
      if (value) return { label: value.text, node: value.node };
      if (entry.list.holes[0]) return entry.list.holes[0];
    }
    if (statement.principal.open) return statement.principal.holes[0] ?? { label: 'Principal', node: statement.principal.member.key };
  }
  return undefined;
}

function rootsOf(policy: Policy): string[] {
  return policy.statements.flatMap((s) => (s.principal?.entries ?? []).flatMap((e) => e.list.values.flatMap((v) => /^arn:[^:]+:iam::(\d{12}):root$/.exec(v.text)?.[1] ?? [])));
}

function holesOf(...truths: readonly Truth[]): Hole[] {
  return truths.flatMap((t) => (t.is === 'depends' ? t.on : []));
}
