/**
 * A rule that is asked about a new statement alone asks the access engine nothing: all rules share its steps, and what one takes would depend
 * on what was typed before.
 */
import { expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { rules } from '../../server/src/rules';
import type { Rule } from '../../server/src/rules/rule';
import { read, unmark, type RuleCases } from './harness';

const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });
const cases = Object.values(modules).flatMap(({ cases: { valid, invalid } }) => [...valid, ...invalid]);

/** Whether it looks at the steps that are left in any case of any rule. */
function takesSteps(rule: Rule): boolean {
  let looked = false;
  const budget = {
    get left(): number {
      looked = true;
      return 2_000;
    },
    set left(_: number) {
      looked = true;
    },
  };
  for (const theCase of cases)
    for (const { policy, kind, owner } of read(unmark(theCase.policy).text, theCase).policies) {
      if (!rule.meta.kinds.includes(kind)) continue;
      for (const _ of rule.check(policy, { facts, kind, owner, zone: { accounts: [], organizations: [] }, profile: 'strict', template: false, budget }));
    }
  return looked;
}

test.each(rules.filter(({ meta }) => meta.scope === 'statement').map((rule) => [rule.meta.id, rule] as const))('%s', (_, rule) => {
  expect(takesSteps(rule)).toBe(false);
});

test('the harness can fail: a rule that asks is found', () => {
  expect(takesSteps(rules.find(({ meta }) => meta.id === 'no-dead-allow')!)).toBe(true);
});
