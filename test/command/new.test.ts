import { describe, expect, test } from 'vitest';
import { folder } from './command';

const values: Record<string, string[]> = {
  queue: ['account=111122223333', 'region=eu-west-1', 'queue=orders', 'organization=o-a1b2c3d4e5', 'source-arn=arn:aws:sns:eu-west-1:444455556666:orders', 'admin-role=arn:aws:iam::111122223333:role/admin', 'admin-role=arn:aws:iam::111122223333:role/breakglass', 'consumer-role=arn:aws:iam::111122223333:role/worker'],
  'dead-letter-queue': ['account=111122223333', 'region=eu-west-1', 'queue=orders-dlq', 'organization=o-a1b2c3d4e5', 'admin-role=arn:aws:iam::111122223333:role/admin', 'consumer-role=arn:aws:iam::111122223333:role/worker'],
  key: ['account=111122223333', 'source-arn=arn:aws:sns:eu-west-1:111122223333:orders', 'admin-role=arn:aws:iam::111122223333:role/admin', 'consumer-role=arn:aws:iam::111122223333:role/worker'],
};
const set = (kind: string): string[] => values[kind]!.flatMap((v) => ['--set', v]);

describe.each(['queue', 'dead-letter-queue', 'key'])('new %s', (kind) => {
  test('all values given: a whole policy, nothing on standard error, and a check finds nothing above information in either profile', () => {
    const here = folder();
    const { code, out, err } = here.run(['new', kind, ...set(kind)]);
    expect([code, err]).toEqual([0, '']);
    const { Version, Statement } = JSON.parse(out);
    expect(Version).toBe('2012-10-17');
    expect(new Set(Statement.map((s: { Sid: string }) => s.Sid)).size).toBe(Statement.length);
    expect(out).not.toMatch(/<[a-z-]+>/);
    here.write('policy.json', out);
    for (const profile of ['recommended', 'strict']) {
      const { report } = here.check('policy.json', '--profile', profile);
      expect(report.files[0]!.policies[0]!.kind).toBe(kind);
      // The post leaves nobody who could send a message back from a dead-letter queue.
      const left = kind === 'queue' && profile === 'strict' ? [['no-redrive-block', 'information', 'DenyAllProducersExceptSNSFromSending']] : [];
      expect(report.files[0]!.policies[0]!.findings.map((f) => [f.rule, f.severity, f.statement?.sid])).toEqual(left);
    }
  });

  test('a missing value leaves its placeholder and is named on standard error', () => {
    const { code, out, err } = folder().run(['new', kind]);
    expect(code).toBe(0);
    for (const name of ['admin-role', 'consumer-role']) {
      expect(err).toContain(`${name} (<${name}-arn>)`);
      expect(out).toContain(`<${name}-arn>`);
    }
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(() => JSON.parse(out)).not.toThrow();
  });
});

test('repeated values are all in it', () => {
  const { out } = folder().run(['new', 'queue', ...set('queue')]);
  expect(out).toContain('role/admin"');
  expect(out).toContain('role/breakglass"');
});

test('the producer follows the source', () => {
  const { out } = folder().run(['new', 'queue', '--set', 'source-arn=arn:aws:s3:::orders-bucket', '--set', 'account=111122223333']);
  expect(out).toContain('"s3.amazonaws.com"');
});

test('a role is no source', () => {
  expect(folder().run(['new', 'queue', '--set', 'source-arn=arn:aws:iam::111122223333:role/sender'])).toMatchObject({ code: 2, out: '' });
});

test('in another partition', () => {
  const { out } = folder().run(['new', 'queue', '--set', 'partition=aws-cn', '--set', 'account=111122223333', '--set', 'region=cn-north-1', '--set', 'queue=orders']);
  expect(out).toContain('arn:aws-cn:sqs:cn-north-1:111122223333:orders');
});
