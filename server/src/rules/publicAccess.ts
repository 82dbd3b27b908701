/** Whether a stranger gets in by an Allow whose principal is `*`. */
import type { Satisfiable } from '../access';
import type { Policy, Statement, Value } from '../policy';
import { ask, withEffect } from './reach';
import type { RuleContext } from './rule';

/** The `*` among the principals. */
export function everybodyIn(statement: Statement): Value | undefined {
  const principal = statement.principal;
  const values = [...(principal?.bare?.values ?? []), ...(principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []))];
  return values.find((v) => v.text === '*' && v.certain);
}

/** A request of an anonymous caller, or of some role of another account, that this statement lets through and no Deny stops. */
export function strangersRequest(policy: Policy, statement: Statement, context: RuleContext): Satisfiable {
  const service = context.kind === 'key' ? 'kms' : 'sqs';
  return ask(policy, context, {
    require: [statement],
    forbid: withEffect(policy, 'Deny'),
    // A stranger is in none of the organizations that the policy speaks of.
    outside: organizationsIn(policy),
    // What no other account can do anyway is no access.
    actions: context.facts.actions(service).filter((action) => action.crossAccount && action.inResourcePolicy === 'effective'),
    callers: ({ caller, kind, freeName }) => caller.kind === 'anonymous' || (kind === 'otherAccount' && freeName !== undefined) || (kind === 'onBehalf' && freeName !== undefined && caller.kind === 'principal' && caller.account !== context.owner.account),
  });
}

function organizationsIn(policy: Policy): readonly string[] {
  const values = policy.statements.flatMap((s) => (s.condition?.tests ?? []).filter((test) => /^aws:principalorg(id|paths)$/i.test(test.key.text)).flatMap((test) => test.list.values));
  return [...new Set(values.flatMap((value) => /^o-[a-z0-9]+/.exec(value.text)?.[0] ?? []))];
}
