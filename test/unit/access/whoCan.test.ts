import { describe, expect, test } from 'vitest';
import { evaluate, whoCan, type Zone } from '../../../server/src/access';
import type { PolicyKind } from '../../../server/src/policy';
import { allow, deny, options, OWNER, policyOf, role, SNS, TOPIC } from './policies';

const nobody: Zone = { accounts: [], organizations: [] };
const ORG = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };

function ask(statements: unknown[], { kind = 'queue', zone = nobody }: { kind?: PolicyKind; zone?: Zone } = {}) {
  const policy = policyOf(statements, kind);
  const report = whoCan(policy, { ...options(kind), zone });
  // Each is shown by a request that the policy lets in, or leaves to the account's IAM policies.
  for (const { witness } of report.findings) expect(evaluate(policy, witness, options(kind))).toSatisfy((a: ReturnType<typeof evaluate>) => a.decision === 'allowed' || a.identityPolicy === 'couldAllow' || a.identityPolicy === 'alsoNeeded');
  return { ...report, callers: report.findings.map(({ caller, actions, public: open, outside }) => `${caller.kind} ${caller.principal}: ${actions.map((a) => a.split(':')[1]).join(' ')}${open ? ' public' : ''}${outside ? ' outside' : ''}`) };
}

describe('callers of a queue', () => {
  test.each<[name: string, statements: unknown[], callers: string[], verdicts: [open: string, external: string]]>([
    ['a role', [allow({ AWS: role('a') }, 'sqs:SendMessage')], [`own-account ${role('a')}: SendMessage`], ['no', 'no']],
    ['another account', [allow({ AWS: '444455556666' }, 'sqs:SendMessage')], ['external-account 444455556666: SendMessage outside'], ['no', 'yes']],
    ['a role of another account', [allow({ AWS: role('a', '444455556666') }, 'sqs:SendMessage')], [`external-account ${role('a', '444455556666')}: SendMessage outside`], ['no', 'yes']],
    ['what another account may never do', [allow({ AWS: '444455556666' }, ['sqs:SetQueueAttributes', 'sqs:SendMessage'])], ['external-account 444455556666: SendMessage outside'], ['no', 'yes']],
    ['a service', [allow(SNS, 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } })], ['service sns.amazonaws.com: SendMessage'], ['no', 'no']],
    ['a topic under *', [allow('*', 'sqs:SendMessage', { ArnLike: { 'aws:SourceArn': TOPIC } })], ['service *: SendMessage'], ['no', 'no']],
    ['everybody', [allow('*', 'sqs:SendMessage')], ['anonymous *: SendMessage public outside'], ['yes', 'yes']],
    ['an organization', [allow('*', 'sqs:SendMessage', ORG)], ['organization o-a1b2c3d4e5: SendMessage outside'], ['no', 'yes']],
    ['an organization that a Deny keeps', [allow('*', 'sqs:SendMessage'), deny('sqs:*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })], ['organization o-a1b2c3d4e5: SendMessage outside'], ['no', 'yes']],
    ['roles by a pattern', [allow('*', 'sqs:SendMessage', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWNER}:role/team-*` } })], [`own-account arn:aws:iam::${OWNER}:role/team-*: SendMessage`], ['no', 'no']],
    ['whom a Deny stops is not among them', [allow({ AWS: [role('a'), role('b')] }, 'sqs:SendMessage'), deny('sqs:SendMessage', { ArnNotEquals: { 'aws:PrincipalArn': role('a') } })], [`own-account ${role('a')}: SendMessage`], ['no', 'no']],
    ['two statements of one caller', [allow({ AWS: role('a') }, 'sqs:SendMessage'), allow({ AWS: role('a') }, 'sqs:ReceiveMessage')], [`own-account ${role('a')}: SendMessage ReceiveMessage`], ['no', 'no']],
  ])('%s', (_, statements, callers, [open, external]) => {
    const report = ask(statements);
    expect(report.callers).toEqual(callers);
    expect([report.public, report.external, report.depends]).toEqual([open, external, false]);
  });
});

test('a key knows no anonymous callers', () => {
  expect(ask([allow('*', 'kms:Decrypt')], { kind: 'key' }).callers).toEqual(['external-account *: Decrypt public outside']);
});

test('the calls that SQS forwards for the account', () => {
  const report = ask([allow('*', 'kms:Decrypt', { StringEquals: { 'kms:CallerAccount': OWNER, 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } })], { kind: 'key' });
  expect(report.callers).toEqual([`own-account ${OWNER}: Decrypt`]);
});

test('the zone of trust', () => {
  const statements = [allow({ AWS: '444455556666' }, 'sqs:SendMessage'), allow('*', 'sqs:ReceiveMessage', ORG)];
  expect(ask(statements, { zone: { accounts: ['444455556666'], organizations: ['o-a1b2c3d4e5'] } })).toMatchObject({ external: 'no', callers: ['external-account 444455556666: SendMessage', 'organization o-a1b2c3d4e5: ReceiveMessage'] });
  expect(ask(statements, { zone: { accounts: ['444455556666'], organizations: [] } }).external).toBe('yes');
});

test('what is still to be filled in', () => {
  expect(ask([allow({ AWS: 'arn:aws:iam::<account>:role/a' }, 'sqs:SendMessage')])).toMatchObject({ callers: [], depends: true, external: 'depends' });
  expect(whoCan(policyOf([allow({ AWS: '444455556666' }, 'sqs:SendMessage')]), { kind: 'queue', zone: nobody }).external).toBe('depends');
});
