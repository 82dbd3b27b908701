/** What AWS documents is no fault: no rule speaks above information about it. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { ruleMetas, rules } from '../../server/src/rules';
import type { Profile, Severity } from '../../server/src/rules/rule';
import { runRules } from '../../server/src/rules/runner';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { documented, pending, threads, type DocumentedPolicy } from '../fixtures/documented';
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

const LOUDNESS: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

describe.each(['recommended', 'strict'] as const)('threads about other tools, %s', (profile) => {
  const shown = threads.filter((thread) => !pending[profile].includes(thread.name));
  test.each(shown.map((thread) => [thread.name, thread] as const))('%s', (_, thread) => {
    const said = findings(thread, profile).filter((f) => profile === 'recommended' || f.rule.category !== 'least-privilege');
    const limit = LOUDNESS.indexOf(thread.loudest ?? 'information');
    const wrong = said.filter((f) => thread.quiet.includes(f.rule.id) || LOUDNESS.indexOf(f.severity) > limit);
    expect(wrong.map((f) => `${f.severity} ${f.rule.id}: ${f.message}`)).toEqual([]);
  });
});

test('the rules that threads name exist', () => {
  const ids = new Set(ruleMetas.map((meta) => meta.id));
  const named = [...threads.flatMap((thread) => thread.quiet), ...documented.flatMap((policy) => Object.keys(policy.rightly ?? {}))];
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

test('fixtures have names of their own, and pending ones exist', () => {
  const names = [...documented, ...threads].map((policy) => policy.name);
  expect(new Set(names).size).toBe(names.length);
  expect([...pending.recommended, ...pending.strict].filter((name) => !names.includes(name))).toEqual([]);
});
