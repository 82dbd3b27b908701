/** The fix of no-blocked-service is a decision, so its class proves nothing: here it is shown to let the service in, and nobody but services. */
import { describe, expect, test } from 'vitest';
import { blockedService, newAccess } from '../../server/src/access';
import { rules } from '../../server/src/rules';
import { applyChanges } from '../apply';
import { cases } from '../fixtures/rules/no-blocked-service/cases';
import { read, run, unmark } from './harness';

const rule = rules.find(({ meta }) => meta.id === 'no-blocked-service')!;

describe('exempting AWS services', () => {
  test.each(cases.invalid.map((theCase) => [theCase.name, theCase] as const))('%s', (_, theCase) => {
    const { text } = unmark(theCase.policy);
    const site = read(text, theCase).policies[0]!;
    const [finding] = run(rule, read(text, theCase), site, theCase).findings;
    const fix = finding!.fixes.find(({ title }) => title === 'Exempt AWS services from this Deny');
    if (!fix) return;
    const after = read(applyChanges(text, site.tree.write(fix.edits())), theCase).policies[0]!;
    const options = { kind: site.kind, owner: site.owner.account };
    const stopped = (of: typeof site): boolean => of.policy.statements.some((allow) => (allow.principal?.entries ?? []).some((entry) => entry.type === 'Service' && entry.list.values.some(({ text: name }) => allow.effect?.value?.text === 'Allow' && blockedService(of.policy, allow, name, options).is === 'yes')));
    expect([stopped(site), stopped(after)]).toEqual([true, false]);
    const { witnesses } = newAccess(site.policy, after.policy, options);
    expect(witnesses.length).toBeGreaterThan(0);
    expect(witnesses.filter(({ caller }) => caller.kind !== 'service')).toEqual([]);
  });

  test('most cases have the fix', () => {
    expect(cases.invalid.filter(({ fixes }) => fixes?.length !== 0).length).toBeGreaterThan(4);
  });
});
