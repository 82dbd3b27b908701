/// <reference types="vite/client" />
/**
 * All that is said of one policy agrees: findings, the headline, who has access, what new access there is, and each witness as a request by
 * itself. Over every case of every rule.
 */
import { describe, expect, test } from 'vitest';
import { circumstancesOf, evaluate, newAccess, publicStatement, publicVerdict, withEffect } from '../../server/src/access';
import { facts } from '../../server/src/aws';
import { findPolicies, type PolicySite } from '../../server/src/documents';
import { defaultWorkspace } from '../../server/src/service';
import { validate } from '../../server/src/service/validate';
import { whoHasAccess } from '../../server/src/service/verdict';
import { unmark, type RuleCases } from '../rules/harness';

const modules = import.meta.glob<{ readonly cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });
const ZONE = { accounts: ['444455556666'], organizations: ['o-a1b2c3d4e5'] };

interface Sample {
  readonly name: string;
  readonly site: PolicySite;
  readonly document: ReturnType<typeof findPolicies>;
}

function samplesOf(id: string): Sample[] {
  const { invalid, valid } = modules[`../fixtures/rules/${id}/cases.ts`]!.cases;
  return [...invalid, ...valid].flatMap((one) =>
    [undefined, '111122223333'].flatMap((account) => {
      const document = findPolicies(unmark(one.policy).text, { name: 'policy.json', kind: one.kind ?? 'queue', ...(account !== undefined && { account }) });
      return document.policies.filter(({ kind }) => kind === 'queue' || kind === 'dead-letter-queue' || kind === 'key').map((site) => ({ name: `${id}: ${one.name}${account === undefined ? '' : ', owner known'}`, site, document }));
    }),
  );
}

/** What contradicts what. */
function contradictions({ site, document }: Sample): string[] {
  const { policy } = site;
  const options = circumstancesOf(site.kind, site.owner, site.own);
  const verdict = publicVerdict(policy, options);
  const { text, report } = whoHasAccess(site, { ...options, zone: ZONE });
  if (!report) return [];
  const found: string[] = [];
  const says = (isSo: boolean, what: string): void => {
    if (isSo) found.push(`${what}: ${text}`);
  };
  const { findings = [], undecided = [] } = validate(document, { ...defaultWorkspace, zone: ZONE }, facts).find((one) => one.site === site) ?? {};
  const open = withEffect(policy, 'Allow').map((allow) => publicStatement(policy, allow, options).is);
  says(report.public !== verdict.is, 'the report and the verdict');
  says((verdict.is === 'yes') !== open.includes('public'), 'the verdict and the statements');
  says(verdict.is === 'no' && open.includes('depends'), 'no, and a statement that depends');
  says(text.startsWith('Public:') !== (verdict.is === 'yes') || text.startsWith('Not public') !== (verdict.is === 'no'), 'the headline');
  says(findings.some(({ rule }) => rule.id === 'no-public-access') && verdict.is !== 'yes', 'a finding of no-public-access');
  says(verdict.is === 'yes' && !findings.some(({ severity }) => severity === 'error') && !undecided.some(({ rule }) => rule.id === 'no-public-access'), 'public without an error');
  says(report.external === 'no' && report.findings.some(({ outside }) => outside), 'nobody outside, and somebody outside');
  says(report.external === 'no' && verdict.is === 'yes', 'nobody outside, and public');
  for (const { witness, caller } of report.findings) {
    const { decision, identityPolicy } = evaluate(policy, witness, options);
    says(decision === 'explicit-deny' || (decision === 'implicit-deny' && identityPolicy === 'irrelevant'), `${caller.kind} ${caller.principal} has access, and by itself is denied (${decision})`);
  }
  for (const { rule, statement, range } of findings) {
    if (!statement || !/^(no-dead-allow|no-shadowed-allow)$/.test(rule.id)) continue;
    // What is said of one principal or one action is not said of the statement.
    const whole = rule.id === 'no-dead-allow' && statement.condition && range.start >= site.tree.locate(statement.condition.member.key.range).start;
    says(whole === true && report.findings.some(({ statements }) => statements.includes(statement)), `${rule.id} of statement ${statement.index + 1}, which gives access`);
  }
  says(newAccess(policy, policy, options).witnesses.length > 0, 'new access of a policy beside itself');
  return found;
}

describe('what is said of one policy agrees', () => {
  test.each(Object.keys(modules).map((path) => path.split('/').at(-2)!))('%s', (id) => {
    const samples = samplesOf(id);
    expect(samples.flatMap((sample) => contradictions(sample).map((what) => `${sample.name}: ${what}`))).toEqual([]);
  });
});
