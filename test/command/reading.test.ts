/** What is read, and what is said of the rest: nothing makes the command wait, and nothing that it was asked about is passed over in silence. */
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { error, folder, json, policy, publicStatement, type Folder } from './command';

const found = ({ report }: ReturnType<Folder['check']>): string[] => report.files.filter((file) => file.policies.some((p) => p.findings.some((f) => f.rule === 'no-public-access'))).map((file) => file.path);

/** What is no file, made at a path. */
const SPECIAL: readonly (readonly [name: string, make: (path: string) => void])[] = [
  ['a link to a device', (path) => symlinkSync('/dev/zero', path)],
  ['a link to standard input', (path) => symlinkSync('/dev/stdin', path)],
  ['a pipe', (path) => void spawnSync('mkfifo', [path])],
  ['a link that leads nowhere', (path) => symlinkSync('gone', path)],
  ['a link that leads to itself', (path) => symlinkSync(path, path)],
];

if (process.platform !== 'win32')
  describe.each(SPECIAL)('%s', (_, make) => {
    test('found by a search is passed over', () => {
      const here = folder({ 'queue.json': error });
      make(join(here.path, 'z.json'));
      const checked = here.check('.');
      expect([found(checked), checked.err]).toEqual([['queue.json'], '']);
    });

    test.each([['check'], ['access'], ['simulate', '--action', 'sqs:SendMessage', '--principal', 'anonymous'], ['diff', 'queue.json']])('named to %s is an error in one line', (command, ...more) => {
      const here = folder({ 'queue.json': error });
      make(join(here.path, 'z.json'));
      const { code, err } = here.run([command!, ...more, 'z.json']);
      expect([code, err.split('\n').length]).toEqual([2, 2]);
      expect(err).toMatch(/^sqs-kms-policy: z\.json: (it is a device, a pipe or a socket, not a file|there is no such file|its links lead round in a circle)\n$/);
    });

    test('as the configuration is an error, and the policies are checked', () => {
      const here = folder({ 'queue.json': error });
      make(join(here.path, '.sqs-kms-policy.json'));
      const checked = here.check('.');
      expect([found(checked), checked.code]).toEqual([['queue.json'], 2]);
      expect(checked.err).toMatch(/^sqs-kms-policy: \.sqs-kms-policy\.json: [^\n]+\n$/);
    });
  });

if (process.platform === 'linux') describe('a stream that a shell names', () => {
  test('is read: diff <(…) queue.json', () => {
    const here = folder({ 'old.json': json(policy({ ...publicStatement, Principal: { AWS: 'arn:aws:iam::111122223333:role/sender' } })), 'queue.json': error });
    const { stdout, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${resolve('server/bin/sqs-kms-policy.js')}" diff <(cat old.json) queue.json`], { cwd: here.path, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toContain('New access:\n  anybody, without signing in');
  });
});

describe('another syntax', () => {
  const yaml = 'Resources:\n  A:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n      PolicyDocument: {"Version":"2012-10-17","Statement":[]}\n';
  const terraform = `resource "aws_sqs_queue_policy" "a" {\n  policy = jsonencode(${JSON.stringify(policy(publicStatement))})\n}\n`;

  test.each([
    ['queue.yaml', yaml, 'YAML is not read yet, only JSON is'],
    ['queue.yml', error, 'YAML is not read yet, only JSON is'],
    ['main.tf', terraform, 'Terraform is not read yet, only JSON is'],
    ['live.hcl', terraform, 'HCL is not read yet, only JSON is'],
    ['queue-policy.json', yaml, 'YAML is not read yet, only JSON is'],
    ['policy', terraform, 'Terraform is not read yet, only JSON is'],
    ['NOTES.md', `# Notes\n\n${error}`, 'this is not JSON, and only JSON is read'],
  ])('%s, named: exit code 2, one line, no finding, and --fix leaves it as it is', (name, text, says) => {
    const here = folder({ [name]: text, 'queue.json': error });
    for (const command of [['check'], ['check', '--fix=repair'], ['check', '--profile', 'strict'], ['access'], ['simulate', '--action', 'sqs:SendMessage', '--principal', 'anonymous']]) {
      const { code, out, err } = here.run([...command, name]);
      expect([code, err], command.join(' ')).toEqual([2, `sqs-kms-policy: ${name}: ${says}\n`]);
      expect(out).not.toMatch(/error|warning/);
    }
    expect(here.read(name)).toBe(text);
    // The others are checked all the same.
    expect(found(here.check(name, 'queue.json'))).toEqual(['queue.json']);
  });

  test('Terraform in JSON is JSON', () => {
    const here = folder({ 'main.tf.json': json({ resource: { aws_sqs_queue_policy: { a: { policy: error } } } }) });
    expect(found(here.check('main.tf.json'))).toEqual(['main.tf.json']);
  });

  test('met by a search or a glob, it is told where it may be a policy, and fails nothing', () => {
    const here = folder({ 'queue.template': yaml, 'other.template': 'Parameters:\n  Statement: a\n', 'notes.md': 'sqs:SendMessage', 'values.yaml': 'policy: a' });
    expect(here.run(['check'])).toMatchObject({ code: 0, err: 'sqs-kms-policy: queue.template: YAML is not read yet, only JSON is\n' });
    expect(here.run(['check', '*.{template,yaml}'])).toMatchObject({ code: 0, err: 'sqs-kms-policy: queue.template: YAML is not read yet, only JSON is\n' });
  });

  test('on standard input', () => {
    expect(folder().run(['check', '-'], { input: yaml })).toMatchObject({ code: 2, err: 'sqs-kms-policy: -: YAML is not read yet, only JSON is\n' });
  });
});

describe('what a search does not get to', () => {
  test('a file with a policy that is larger than what is read is told', () => {
    const here = folder({ 'queue.json': error, 'large.json': error.replace('"Statement"', `${' '.repeat(9 * 1024 * 1024)}"Statement"`) });
    const checked = here.check('.');
    expect([found(checked), checked.code, checked.err]).toEqual([['queue.json'], 2, 'sqs-kms-policy: large.json: it is too large to be read\n']);
  });

  test('so is one that is not even looked into', () => {
    const here = folder({ 'queue.json': error });
    writeFileSync(join(here.path, 'large.json'), Buffer.alloc(25 * 1024 * 1024, 0x20));
    expect(here.check('.')).toMatchObject({ code: 2, err: 'sqs-kms-policy: large.json: it is too large to be read\n' });
  });

  test('a file with no policy in it is passed over, however large', () => {
    const here = folder({ 'queue.json': error, 'data.json': `{"version": [${'"orders",'.repeat(1_100_000)}1]}` });
    expect(here.check('.')).toMatchObject({ code: 1, err: '' });
  });

  test('folders are searched as deep as they go', () => {
    const deep = `${'a/'.repeat(90)}queue.json`;
    const here = folder({ [deep]: error });
    expect(found(here.check('.'))).toEqual([deep]);
  });

  test('keys that are written with escapes', () => {
    const here = folder({ 'queue.json': error.replace('"Statement"', '"\\u0053tatement"').replace('"Effect"', '"Effec\\u0074"').replace('"Version"', '"\\u0056ersion"') });
    expect(found(here.check('.'))).toEqual(['queue.json']);
  });
});
