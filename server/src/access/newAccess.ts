/**
 * What one version of a policy grants that another does not. Access has levels: none; by the caller's own IAM policies (a queue of the own
 * account that no Deny keeps from it, a key whose policy leaves the decision to the account); by this policy itself. A request is new where
 * its level rises, and each is asked of the evaluator in both versions before it is told.
 */
import type { Policy, Statement } from '../policy';
import { callerClasses, canUse, type CallerClass } from './callerClasses';
import { evaluate, type EvaluateOptions } from './evaluate';
import { ownedWorlds, type OwnedWorld } from './owners';
import { withEffect } from './questions';
import type { AccessAnswer, AccessRequest } from './request';
import { satisfiable } from './satisfiable';
import { actionGroups } from './statementParts';

export interface NewRequest extends AccessRequest {
  /** Whom the caller stands for: everybody, any principal of its account, or itself alone. */
  readonly standsFor: 'everybody' | 'account' | 'itself';
  /** It is new only if this is the queue or key that the policy belongs to, or the account that owns it. */
  readonly onlyIf?: { readonly resource: string | undefined; readonly owner: string };
}

export interface NewAccess {
  /** One for each caller and each action that the versions tell apart. */
  readonly witnesses: readonly NewRequest[];
  /** Whether more may be new, by what is not known. */
  readonly depends: boolean;
}

/** What is new in some world is told: a Deny that is gone for the queue that may be the own one must not go unseen. */
export function newAccess(old: Policy, current: Policy, options: EvaluateOptions): NewAccess {
  const worlds = ownedWorlds(current, { ...options, beside: [old, current] });
  if (worlds === 'too many') return { witnesses: [], depends: true };
  const witnesses = new Map<string, NewRequest[]>();
  let depends = false;
  const isNew = new Map<string, number>();
  for (const owned of worlds) {
    const found = newIn(owned, old, current, options);
    depends ||= found.depends;
    for (const witness of found.witnesses) {
      const key = `${nameOf(witness, owned.owner)} ${witness.action}`;
      isNew.set(key, (isNew.get(key) ?? 0) + 1);
      if (!witnesses.has(key)) witnesses.set(key, [{ ...witness, onlyIf: { resource: owned.world.own.arn, owner: owned.owner } }]);
    }
  }
  const everywhere = (key: string, [witness]: readonly NewRequest[]): NewRequest => {
    const { onlyIf, ...request } = witness!;
    return isNew.get(key) === worlds.length ? request : { ...request, onlyIf: onlyIf! };
  };
  return { witnesses: [...witnesses].map(([key, found]) => everywhere(key, found)), depends };
}

/** Whoever stands for the owner's account is the same whatever account that is. */
function nameOf({ caller, standsFor }: NewRequest, owner: string): string {
  if (caller.kind === 'anonymous') return '*';
  if (caller.kind === 'service') return caller.name;
  return standsFor === 'everybody' ? 'everybody' : standsFor === 'account' ? (caller.account === owner ? 'owner' : caller.account) : caller.arn;
}

function newIn({ world, owner }: OwnedWorld, old: Policy, current: Policy, options: EvaluateOptions): { readonly witnesses: readonly NewRequest[]; readonly depends: boolean } {
  const statements = [...old.statements, ...current.statements];
  const inWorld: EvaluateOptions = { ...options, world, owner, beside: [old, current] };
  const denies = withEffect(current, 'Deny');
  const oldDenies = withEffect(old, 'Deny');
  const allows = withEffect(current, 'Allow');
  const oldAllows = withEffect(old, 'Allow');
  const groups = actionGroups(statements, options.kind);
  const witnesses: NewRequest[] = [];
  let depends = false;
  const told = new Set<string>();
  for (const one of callerClasses([old, current], owner))
    for (const group of groups) {
      const actions = group.filter((action) => canUse(one, action, owner));
      const [first] = actions;
      if (!first) continue;
      const account = one.kind === 'account' ? one.name! : one.kind === 'principal' ? /:(\d{12}):/.exec(one.name!)?.[1] : undefined;
      const name = one.name ?? one.kind;
      // What everybody may do is not told again of each caller, nor what an account may of each role.
      if (['anonymous', 'stranger', name, account].some((other) => told.has(`${other} ${first.name}`))) continue;
      const questions = questionsOf({ allows, denies, oldAllows, oldDenies }, options.kind, account === owner, one);
      for (const { require, forbid } of questions) {
        const answer = satisfiable({ policy: current, require, forbid, actions: [first], who: one.who }, inWorld);
        if (answer.is === 'depends') depends = true;
        if (answer.is !== 'yes') continue;
        const before = evaluate(old, answer.witness, inWorld);
        if (before.decision === 'depends') depends = true;
        if (before.decision === 'depends' || levelOf(evaluate(current, answer.witness, inWorld)) <= levelOf(before)) continue;
        for (const action of actions) witnesses.push({ ...answer.witness, action: action.name, standsFor: one.kind === 'account' ? 'account' : one.kind === 'principal' || one.name !== undefined ? 'itself' : 'everybody' });
        told.add(`${name} ${first.name}`);
        break;
      }
    }
  return { witnesses, depends };
}

interface Versions {
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
  readonly oldAllows: readonly Statement[];
  readonly oldDenies: readonly Statement[];
}

interface Sides {
  readonly require: readonly Statement[];
  readonly forbid: readonly Statement[];
}

/** Allowed now, and not allowed or denied before. */
function questionsOf({ allows, denies, oldAllows, oldDenies }: Versions, kind: EvaluateOptions['kind'], own: boolean, { kind: callers }: CallerClass): readonly Sides[] {
  const rises = (now: readonly Statement[], before: readonly Statement[]): Sides[] => now.flatMap((allow) => [{ require: [allow], forbid: [...denies, ...before] }, ...oldDenies.map((deny) => ({ require: [allow, deny], forbid: denies }))]);
  const questions = rises(allows, oldAllows);
  if (!own || (callers !== 'account' && callers !== 'principal')) return questions;
  // An Allow to the account leaves the decision to IAM policies; one that names the caller does not.
  const named = rises(byName(allows), byName(oldAllows));
  // Without a Deny an IAM policy of the own account is enough for a queue.
  const left = kind === 'key' ? [] : oldDenies.map((deny) => ({ require: [deny], forbid: denies }));
  return [...named, ...questions, ...left];
}

const ACCOUNT = /^(?:arn:[^:]+:iam::)?\d{12}(?::root)?$/;

/** The statements without principals that stand for a whole account. */
function byName(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) => {
    const { principal } = statement;
    if (!principal || !principal.entries.some((entry) => entry.type === 'AWS' && entry.list.values.some((value) => ACCOUNT.test(value.text)))) return [statement];
    const entries = principal.entries.map((entry) => (entry.type === 'AWS' ? { ...entry, list: { ...entry.list, values: entry.list.values.filter((value) => !ACCOUNT.test(value.text)) } } : entry));
    return [{ ...statement, principal: { ...principal, entries } }];
  });
}

function levelOf({ decision, identityPolicy }: AccessAnswer): number {
  if (decision === 'allowed') return 2;
  return decision === 'implicit-deny' && identityPolicy === 'couldAllow' ? 1 : 0;
}
