/** What AWS documents is no fault: no rule speaks above information about it. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { rules } from '../../server/src/rules';
import type { Profile } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/runner';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { documented, pending, type DocumentedPolicy } from '../fixtures/documented';
import { read } from './harness';

function findings({ kind, owner, policy }: Pick<DocumentedPolicy, 'kind' | 'owner' | 'policy'>, profile: Profile) {
  const document = read(policy, { kind, ...(owner !== undefined && { owner }) });
  const site = document.policies[0];
  if (!site) throw new Error('no policy was found');
  return runRules(rules, site.policy, {
    facts,
    kind: site.kind,
    owner: site.owner,
    zone: defaultWorkspace.zone,
    profile,
    syntaxReportedElsewhere: false,
    template: document.template,
    onError: (_, error) => {
      throw error;
    },
  }).findings;
}

const loud = (policy: DocumentedPolicy, profile: Profile) => findings(policy, profile).filter((f) => f.severity === 'error' || f.severity === 'warning');

describe.each(['recommended', 'strict'] as const)('documented policies, %s', (profile) => {
  const shown = documented.filter((policy) => !pending[profile].includes(policy.name));
  test.each(shown.map((policy) => [policy.name, policy] as const))('%s', (_, policy) => {
    // strict asks for more than AWS documents: its own wishes for boundaries are no claim that the policy is wrong.
    const said = loud(policy, profile).filter((f) => profile === 'recommended' || f.rule.category !== 'least-privilege');
    expect(said.filter((f) => policy.rightly?.[f.rule.id] === undefined).map((f) => `${f.rule.id}: ${f.message}`)).toEqual([]);
    if (profile === 'recommended') expect(Object.keys(policy.rightly ?? {}).filter((id) => !said.some((f) => f.rule.id === id))).toEqual([]);
  });
});

test('fixtures have names of their own, and pending ones exist', () => {
  const names = documented.map((policy) => policy.name);
  expect(new Set(names).size).toBe(names.length);
  expect([...pending.recommended, ...pending.strict].filter((name) => !names.includes(name))).toEqual([]);
});
