/** What the rules about statements together share: questions to the access engine, and statements taken apart. */
import { circumstancesOf, satisfiable, type EvaluateOptions, type Satisfiable, type Who } from '../access';
import type { ActionFact } from '../aws';
import type { ConditionTest, Policy, Statement } from '../policy';
import { missing } from './causes';
import type { Part, RuleContext } from './rule';

/** Whether some request is covered by all of `require` and by none of `forbid`. */
export function ask(policy: Policy, context: RuleContext, question: { readonly require: readonly Statement[]; readonly forbid?: readonly Statement[]; readonly actions?: readonly ActionFact[]; readonly who?: Who; readonly sameAs?: string }): Satisfiable {
  return satisfiable({ policy, forbid: [], ...question }, optionsOf(context));
}

export { withEffect } from '../access';

/** Thrown where a rule would ask the engine about a policy that is too large for questions: the runner tells what was left out. */
export class NotAsked {}

/** What the engine is to know of the policy. Every question of a rule's comes by here. */
export function optionsOf({ kind, owner, own, budget, memory, extent = 'everything' }: RuleContext): EvaluateOptions {
  if (extent !== 'everything') throw new NotAsked();
  return { ...circumstancesOf(kind, owner, own), budget, memory };
}

/** The statement with these tests alone. */
export function withTests(statement: Statement, tests: readonly ConditionTest[]): Statement {
  if (!statement.condition) return statement;
  return { ...statement, condition: { ...statement.condition, tests, open: false } };
}

/** The fewest tests that no request meets together: one, or two that contradict each other; undefined where it takes more. */
export function culprits(policy: Policy, context: RuleContext, statement: Statement): readonly ConditionTest[] | undefined {
  const tests = statement.condition?.tests ?? [];
  const dead = (some: readonly ConditionTest[]): boolean => ask(policy, context, { require: [withTests(statement, some)] }).is === 'no';
  const one = tests.find((test) => dead([test]));
  if (one) return [one];
  for (const [i, first] of tests.entries()) for (const second of tests.slice(i + 1)) if (dead([first, second])) return [first, second];
  return undefined;
}

/** A name for a statement in a message. */
export function nameOf({ sid, index }: Statement): string {
  return `statement ${sid?.value?.text || index + 1}`;
}

/** The same where a sentence begins. */
export function nameAtStart({ sid, index }: Statement): string {
  return `Statement ${sid?.value?.text || index + 1}`;
}

/** What decides whom a Deny hits: a slip there may be the reason that it hits too many. */
export function partsOfDeny({ node, condition, notPrincipal }: Statement): readonly Part[] {
  return [condition?.member ?? missing(node, 'Condition'), ...(notPrincipal ? [notPrincipal.member] : [])];
}

/** The tests of an Allow on keys that the Denies test too: where the two are at odds, the slip may be in either. */
export function testsAgainst(denies: readonly Statement[], allow: Statement): readonly Part[] {
  const keys = new Set(denies.flatMap((deny) => (deny.condition?.tests ?? []).map(({ key }) => key.text.toLowerCase())));
  return (allow.condition?.tests ?? []).filter(({ key }) => keys.has(key.text.toLowerCase())).map(({ keyMember }) => keyMember);
}

/** Rules that tell of a slip in a condition, for which it holds never or always. */
export const CONDITION_FAULTS = [
  'valid-json', 'known-element', 'valid-element-type', 'known-condition-operator', 'known-condition-key', 'valid-condition-value', 'require-set-operator',
  'no-wildcard-in-exact-operator', 'valid-variable', 'valid-arn', 'no-mixed-partition', 'private-ip', 'valid-source-arn', 'matching-source-account', 'no-session-arn',
] as const;

/** The same, and those that speak less loudly. */
export const QUIETER_CONDITION_FAULTS = [...CONDITION_FAULTS, 'no-empty-element', 'matching-condition-operator', 'no-set-operator', 'no-unusable-condition-key'] as const;
