/** Does a policy have what a recipe gives? Decided by probe requests, not by Sid or spelling. */
import { contextOf, evaluate, requestsFor, type AccessRequest, type Caller } from '../access';
import { all, any, depends, NO, truth, YES, type Hole, type Policy, type Truth } from '../policy';
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
        const caller: Caller = { kind: 'service', name: 'sns.amazonaws.com' };
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
      const requests = requestsFor([policy], { kind: known.kind, owner: known.owner, actions: achieves.actions, rounds: ['all', 'each'], limit: 600 }).filter((r) => isNamed(r.caller, achieves.caller, known));
      const byCaller = new Map<string, Map<string, Truth[]>>();
      for (const request of requests) {
        const key = JSON.stringify(request.caller);
        const actions = byCaller.get(key) ?? new Map<string, Truth[]>();
        byCaller.set(key, actions);
        actions.set(request.action, [...(actions.get(request.action) ?? []), allowed(policy, request, known)]);
      }
      const hole = holePrincipal(policy, achieves.actions, achieves.caller);
      return any([...[...byCaller.values()].map((actions) => all([...actions.values()].map((truths) => any(truths)))), ...(hole ? [depends([hole])] : [])]);
    }
    case 'allows-account': {
      const accounts = known.owner ? [known.owner] : rootsOf(policy);
      if (accounts.length === 0) return NO;
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

function testedValue(policy: Policy, key: string): string | typeof UNKNOWN | undefined {
  for (const statement of policy.statements)
    for (const test of statement.condition?.tests ?? []) {
      if (test.key.text.toLowerCase() !== key) continue;
      const value = test.list.values[0];
      if (!value) return UNKNOWN;
      if (value.pieces.some((p) => p.kind !== 'text')) return UNKNOWN;
      return value.text.replace(/\*/g, 'x').split('/')[0];
    }
  return undefined;
}

function withContext(caller: Caller, extra: ReadonlyMap<string, readonly string[] | undefined>): AccessRequest['context'] {
  return new Map<string, readonly string[] | undefined>([...contextOf(caller), ...extra]);
}

/** Named in the policy: not the stranger, not the account as a whole, not somebody of it. */
function isNamed(caller: Caller, wanted: 'principal' | 'service' | 'any', known: Known): boolean {
  if (caller.kind === 'service') return wanted !== 'principal';
  if (caller.kind !== 'principal' || wanted === 'service') return false;
  if (caller.account === '999988887777' || /:role\/somebody$/.test(caller.arn)) return false;
  return !(/:root$/.test(caller.arn) && (known.owner === undefined || caller.account === known.owner));
}

/** An Allow of the actions to a principal that is still to be filled in. */
function holePrincipal(policy: Policy, actions: readonly string[], wanted: 'principal' | 'service' | 'any'): Hole | undefined {
  for (const statement of policy.statements) {
    if (statement.effect?.value?.text !== 'Allow' || !statement.principal) continue;
    const covers = actions.every((a) => (statement.action?.values ?? []).some((v) => new RegExp(`^${v.text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i').test(a))) || statement.action?.open;
    if (!covers) continue;
    for (const entry of statement.principal.entries) {
      if (entry.type === 'Service' ? wanted === 'principal' : wanted === 'service') continue;
      const value = entry.list.values.find((v) => v.pieces.some((p) => p.kind === 'hole') && !/:root$/.test(v.text));
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
