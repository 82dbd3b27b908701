import { expect, test } from 'vitest';
import { folder, json, policy } from './command';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const allow = (principal: unknown, action: unknown, condition?: unknown) => ({ Sid: 'A', Effect: 'Allow', Principal: principal, Action: action, Resource: QUEUE, ...(condition !== undefined && { Condition: condition }) });
const organization = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };

test('the documented shape, whose witness simulate lets in', () => {
  const here = folder({ 'queue-policy.json': json(policy(allow('*', 'sqs:SendMessage', organization))) });
  const { code, out, err } = here.run(['access', 'queue-policy.json', '--format', 'json']);
  expect([code, err]).toEqual([0, '']);
  const report = JSON.parse(out);
  expect(report).toEqual({
    version: 1,
    policies: [
      {
        path: 'queue-policy.json',
        address: '$',
        kind: 'queue',
        public: 'no',
        external: 'yes',
        findings: [{ caller: { kind: 'organization', principal: 'o-a1b2c3d4e5' }, actions: ['sqs:SendMessage'], statements: [{ index: 0, sid: 'A' }], public: false, witness: expect.anything() }],
      },
    ],
  });
  const { action, principal, resource, context } = report.policies[0].findings[0].witness;
  expect([action, resource, context['aws:PrincipalOrgID']]).toEqual(['sqs:SendMessage', QUEUE, 'o-a1b2c3d4e5']);
  const contexts = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${String(value)}`]);
  expect(JSON.parse(here.run(['simulate', 'queue-policy.json', '--action', action, '--principal', principal, '--resource', resource, ...contexts, '--format', 'json']).out).decision).toBe('allowed');
});

test('the zone of trust, by flags and by configuration', () => {
  const here = folder({ 'queue-policy.json': json(policy(allow('*', 'sqs:SendMessage', organization), allow({ AWS: '444455556666' }, 'sqs:SendMessage'))) });
  const external = (...flags: string[]): string => JSON.parse(here.run(['access', 'queue-policy.json', '--format', 'json', ...flags]).out).policies[0].external;
  expect(external()).toBe('yes');
  expect(external('--organization', 'o-a1b2c3d4e5')).toBe('yes');
  expect(external('--organization', 'o-a1b2c3d4e5', '--trust', '444455556666')).toBe('no');
  here.write('.sqs-kms-policy.json', json({ zoneOfTrust: { accounts: ['444455556666'], organizations: ['o-a1b2c3d4e5'] } }));
  expect(external()).toBe('no');
});

test('in plain words', () => {
  const here = folder({ 'queue-policy.json': json(policy(allow('*', 'sqs:SendMessage'), allow({ AWS: '<role-arn>' }, 'sqs:ReceiveMessage'))) });
  expect(here.run(['access', 'queue-policy.json']).out).toBe(
    [
      'queue-policy.json (queue)',
      '  Public: anybody can call sqs:SendMessage (statement A) · 1 caller outside the zone of trust',
      '  anybody, without signing in, outside the zone of trust',
      '    sqs:SendMessage',
      '    by statement 1 (A)',
      '  Who else gets in depends on what is not known.',
      '',
    ].join('\n'),
  );
});

test('every policy of a folder; files without one are passed over', () => {
  const here = folder({ 'a/queue-policy.json': json(policy(allow({ AWS: '444455556666' }, 'sqs:SendMessage'))), 'b/package.json': '{"name": "b"}' });
  const { code, out } = here.run(['access', '.', '--format', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(out).policies.map((p: { path: string }) => p.path)).toEqual(['a/queue-policy.json']);
});

test.each<[name: string, args: string[], message: string]>([
  ['no file', [], 'files, folders or globs'],
  ['an account of no form', ['p.json', '--trust', '12'], '--trust'],
  ['an organization of no form', ['p.json', '--organization', 'mine'], '--organization'],
  ['a file that is not there', ['gone.json'], 'gone.json: there is no such file'],
  ['a file without policy', ['empty.json'], 'holds no queue or key policy'],
])('wrong usage: %s', (_, args, message) => {
  const { code, err } = folder({ 'p.json': json(policy(allow('*', 'sqs:SendMessage'))), 'empty.json': '{}' }).run(['access', ...args]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
