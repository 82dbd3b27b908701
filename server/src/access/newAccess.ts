/**
 * What one version of a policy grants that another does not. Access has levels: none; by the caller's own IAM policies (a queue of the own
 * account that no Deny keeps from it, a key whose policy leaves the decision to the account); by this policy itself. A request is new where
 * its level rises, and each is asked of the evaluator in both versions before it is told.
 */
import type { Policy, Statement } from '../policy';
import { candidatesOf, canUse, STRANGER, type Candidate } from './callers';
import { evaluate, type EvaluateOptions } from './evaluate';
import { withEffect } from './questions';
import type { AccessAnswer, AccessRequest } from './request';
import { satisfiable } from './satisfiable';
import { actionGroups } from './statementParts';

export interface NewAccess {
  /** One for each caller and each action that the versions tell apart. */
  readonly witnesses: readonly AccessRequest[];
  /** Whether more may be new, by what is still to be filled in. */
  readonly depends: boolean;
}

export function newAccess(old: Policy, current: Policy, options: EvaluateOptions): NewAccess {
  const statements = [...old.statements, ...current.statements];
  const candidates = [...candidatesOf(statements, options)].sort((a, b) => rank(a) - rank(b));
  const denies = withEffect(current, 'Deny');
  const oldDenies = withEffect(old, 'Deny');
  const allows = withEffect(current, 'Allow');
  const oldAllows = withEffect(old, 'Allow');
  const groups = actionGroups(statements, options.kind);
  const witnesses: AccessRequest[] = [];
  let depends = false;
  const told = new Set<string>();
  for (const candidate of candidates)
    for (const group of groups) {
      const actions = group.filter((action) => canUse(candidate, action, options.owner));
      const [first] = actions;
      if (!first) continue;
      // A role of the account, its root user and a forwarded call tell the same; so does everybody.
      const names = [...(isEverybody(candidate) ? ['*'] : []), whose(candidate)];
      if (['*', ...names, ...(candidate.caller.kind === 'principal' ? [candidate.caller.account] : [])].some((name) => told.has(`${name} ${first.name}`))) continue;
      const own = candidate.caller.kind === 'principal' && (options.owner === undefined ? candidate.kind === 'ownAccount' : candidate.caller.account === options.owner);
      const questions = questionsOf({ allows, denies, oldAllows, oldDenies }, options.kind, own, candidate);
      for (const { require, forbid } of questions) {
        const answer = satisfiable({ policy: current, require, forbid, actions: [first], candidates, callers: (one) => one === candidate }, options);
        if (answer.is === 'depends') depends = true;
        if (answer.is !== 'yes') continue;
        const before = evaluate(old, answer.witness, options);
        if (before.decision === 'depends') depends = true;
        if (before.decision === 'depends' || levelOf(evaluate(current, answer.witness, options)) <= levelOf(before)) continue;
        for (const action of actions) witnesses.push({ ...answer.witness, action: action.name });
        for (const name of names) told.add(`${name} ${first.name}`);
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
function questionsOf({ allows, denies, oldAllows, oldDenies }: Versions, kind: EvaluateOptions['kind'], own: boolean, { caller }: Candidate): readonly Sides[] {
  const rises = (now: readonly Statement[], before: readonly Statement[]): Sides[] => now.flatMap((allow) => [{ require: [allow], forbid: [...denies, ...before] }, ...oldDenies.map((deny) => ({ require: [allow, deny], forbid: denies }))]);
  const questions = rises(allows, oldAllows);
  if (!own || caller.kind !== 'principal') return questions;
  // An Allow to the account leaves the decision to IAM policies; one that names the caller does not.
  const named = caller.arn.endsWith(':root') ? [] : rises(byName(allows), byName(oldAllows));
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

function rank({ caller, freeName, kind }: Candidate): number {
  return caller.kind === 'anonymous' ? 0 : caller.kind === 'principal' && caller.account === STRANGER ? 1 : kind === 'onBehalf' ? 4 : freeName !== undefined ? 2 : 3;
}

/** Whoever stands for everybody. */
function isEverybody({ caller, freeName }: Candidate): boolean {
  return caller.kind === 'anonymous' || (caller.kind === 'principal' && caller.account === STRANGER && freeName !== undefined);
}

/** A service; an account, or one of its roles by name. */
function whose({ caller, freeName }: Candidate): string {
  switch (caller.kind) {
    case 'anonymous':
      return '*';
    case 'service':
      return caller.name;
    case 'principal':
      return freeName !== undefined || caller.arn.endsWith(':root') ? caller.account : caller.arn;
  }
}
