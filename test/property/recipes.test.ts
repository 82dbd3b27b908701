/** A least-privilege statement that is inserted, wherever and into whatever policy, makes no statement dead, blocked, shadowed or redundant, and locks nobody out. */
import { expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies, type PolicySite } from '../../server/src/documents';
import { instantiate, parameters, recipes, satisfied, valuesOf, type Values } from '../../server/src/recipes';
import { rules } from '../../server/src/rules';
import { runRules } from '../../server/src/rules/runner';
import { fixtures } from './policies';

/** That the new statement holds an old one is no fault of it: the old one can go. */
const reach = rules.filter(({ meta }) => meta.category === 'reach' && !meta.id.startsWith('no-redundant-'));

function findings(site: PolicySite): string[] {
  return runRules(reach, site.policy, { facts, kind: site.kind, owner: site.owner, zone: { accounts: [], organizations: [] }, profile: 'recommended', syntaxReportedElsewhere: false, template: false }).findings.map(({ rule }) => rule.id).sort();
}

function read(policy: unknown, { kind, owner }: Pick<PolicySite, 'kind'> & { readonly owner?: string | undefined }): PolicySite {
  return findPolicies(JSON.stringify(policy), { name: 'policy.json', kind, ...(owner !== undefined && { account: owner }) }).policies[0]!;
}

/** Without values, as an editor inserts it; with the examples, as a person fills it in. */
const filled = Object.fromEntries(parameters.filter(({ name }) => name !== 'source-arn').map(({ name, example, repeatable }) => [name, repeatable ? [example] : example])) as Values;

/** Administrators and consumers live where the queue does. */
function inPartition(values: Values, partition = 'aws'): Values {
  return JSON.parse(JSON.stringify(values).replaceAll('"arn:aws:', `"arn:${partition}:`)) as Values;
}

function withStatement(policy: { readonly Statement: readonly unknown[] }, statement: unknown, at: number): unknown {
  const list = [...policy.Statement];
  list.splice(at, 0, statement);
  return { ...policy, Statement: list };
}

/** Whether AWS would take the policy, and nothing is amiss with it yet. A Deny that was there may stop what comes: to tell that is what these rules are for. */
function isSound(site: PolicySite): boolean {
  const { findings: found } = runRules(rules, site.policy, { facts, kind: site.kind, owner: site.owner, zone: { accounts: [], organizations: [] }, profile: 'recommended', syntaxReportedElsewhere: false, template: false });
  // Who is allowed over plain HTTP alone is meant to be stopped.
  if (site.policy.statements.some(({ condition }) => condition?.tests.some(({ key, list }) => /^aws:securetransport$/i.test(key.text) && list.values.some(({ text: value }) => /^false$/i.test(value))))) return false;
  return found.every(({ severity, rule }) => ((severity !== 'error' && rule.id !== 'valid-principal') || rule.id === 'no-public-access') && rule.category !== 'reach') && site.policy.statements.every((statement) => statement.effect?.value?.text === 'Allow');
}

test('in every sound fixture of the rules, first, last and in between', () => {
  let inserted = 0;
  const faults: string[] = [];
  for (const { text, kind: told } of fixtures) {
    // Of whom SQS knows nothing no boundary can spare.
    if (text.includes('cloudfront:user')) continue;
    let policy: { readonly Statement: readonly unknown[] };
    try {
      policy = JSON.parse(text) as typeof policy;
    } catch {
      continue;
    }
    if (!Array.isArray(policy.Statement) || policy.Statement.length === 0) continue;
    const kind = told ?? 'queue';
    const site = read(policy, { kind, owner: '111122223333' });
    if (!site || !['queue', 'dead-letter-queue', 'key'].includes(site.kind)) continue;
    if (!isSound(site)) continue;
    const known = { kind: site.kind, owner: site.owner.account };
    const before = findings(site);
    for (const recipe of recipes) {
      if (!recipe.kinds.includes(site.kind) || satisfied(recipe, site.policy, known).is === 'yes') continue;
      // What the policy tells already nobody fills in.
      const told = valuesOf(site.policy, known);
      for (const values of [{}, inPartition(Object.fromEntries(Object.entries(filled).filter(([name]) => !(name in told))), told.partition)]) {
        const statement = instantiate(recipe, site.policy, values, known);
        const at = inserted % (policy.Statement.length + 1);
        inserted++;
        const after = findings(read(withStatement(policy, statement, at), { kind: site.kind, owner: site.owner.account }));
        const more = [...after];
        for (const id of before) if (more.includes(id)) more.splice(more.indexOf(id), 1);
        if (more.length > 0) faults.push(`${recipe.id} at ${at}${Object.keys(values).length > 0 ? ', filled in,' : ''} gives ${more.join(', ')} in ${text}: ${JSON.stringify(statement)}`);
      }
    }
  }
  expect(inserted).toBeGreaterThan(1000);
  expect(faults.slice(0, 10), `${faults.length} of ${inserted}`).toEqual([]);
});

test('the harness can fail: a boundary that spares nobody blocks the service', () => {
  const sns = { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' } } };
  const policy = { Version: '2012-10-17', Statement: [sns] };
  const boundary = { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
  expect([findings(read(policy, { kind: 'queue' })), findings(read(withStatement(policy, boundary, 1), { kind: 'queue' }))]).toEqual([[], ['no-blocked-service']]);
});
