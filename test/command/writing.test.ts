/** What `--fix` leaves of a file, whatever happens: the old text or the new one, with the file's mode, and nothing outside of what was searched. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, linkSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, json, policy, type Folder } from './command';

const statement = (action: unknown): unknown => ({ Sid: 'Use', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/consumer' }, Action: action, Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' });
const twice = json(policy(statement(['sqs:ReceiveMessage', 'sqs:ReceiveMessage'])));
const once = json(policy(statement(['sqs:ReceiveMessage'])));
/** Under Windows there are neither these modes nor links without a permission of their own. */
const posix = (name: string, tests: () => void): void => {
  if (process.platform !== 'win32') describe(name, tests);
};

const rulesOf = ({ report }: ReturnType<Folder['check']>): string[] => report.files.flatMap((file) => file.policies.flatMap((p) => p.findings.map((f) => f.rule)));

posix('the file that is written', () => {
  test.each([0o644, 0o640, 0o600, 0o755])('keeps its mode %o, and nothing is left beside it', (mode) => {
    const here = folder({ 'queue.json': twice });
    chmodSync(join(here.path, 'queue.json'), mode);
    here.check('--fix');
    expect(here.read('queue.json')).toBe(once);
    expect(statSync(join(here.path, 'queue.json')).mode & 0o7777).toBe(mode);
    expect(readdirSync(here.path)).toEqual(['queue.json']);
  });

  test('is the one behind a link of the same folder, and the link stays', () => {
    const here = folder({ 'real/queue.json': twice });
    symlinkSync('real/queue.json', join(here.path, 'link.json'));
    expect(here.check('--fix').err).toBe('');
    expect(here.read('real/queue.json')).toBe(once);
    expect(lstatSync(join(here.path, 'link.json')).isSymbolicLink()).toBe(true);
  });

  test('is the one behind a link that was named itself', () => {
    const here = folder({ 'real/queue.json': twice, 'work/a': '' });
    symlinkSync('../real/queue.json', join(here.path, 'work/link.json'));
    expect(here.run(['check', '--fix', 'link.json'], { cwd: 'work' }).err).toBe('');
    expect(here.read('real/queue.json')).toBe(once);
    expect(lstatSync(join(here.path, 'work/link.json')).isSymbolicLink()).toBe(true);
  });

  test.each([['a search', ['.']], ['a folder', ['../work']], ['a glob', ['*.json']]])('is none outside of the folder: %s', (_, operands) => {
    const here = folder({ 'other/queue.json': twice, 'work/own.json': twice });
    symlinkSync('../other/queue.json', join(here.path, 'work/link.json'));
    symlinkSync('../other', join(here.path, 'work/folder'));
    const { code, err, out } = here.run(['check', '--fix', ...operands], { cwd: 'work' });
    expect(here.read('other/queue.json')).toBe(twice);
    expect(here.read('work/own.json')).toBe(once);
    expect([code, err]).toEqual([2, 'sqs-kms-policy: link.json: the fixes are not written: it is a link that leads out of the folder\n']);
    expect(out).toContain('link.json:12:9 hint');
  });

  test('is none that has another name as well', () => {
    const here = folder({ 'queue.json': twice });
    linkSync(join(here.path, 'queue.json'), join(here.path, 'other.txt'));
    const checked = here.check('--fix');
    expect([here.read('queue.json'), here.read('other.txt')]).toEqual([twice, twice]);
    expect(checked).toMatchObject({ code: 2, err: expect.stringContaining('queue.json: the fixes are not written: it has other names (hard links)') });
    expect(rulesOf(checked)).toContain('no-redundant-value');
  });
});

describe('a disk that fails', () => {
  const failing = (here: Folder, call: string, how: string) =>
    spawnSync(process.execPath, ['--require', resolve('test/command/faultyDisk.cjs'), resolve('server/bin/sqs-kms-policy.js'), 'check', '--fix'], { cwd: here.path, encoding: 'utf8', env: { ...process.env, FAULTY_FOLDER: here.path, FAULTY_CALL: call, FAULTY_HOW: how } });

  test.each(['write', 'sync', 'close', 'rename'])('at %s: the file is as it was, its findings are told, and so is the reason', (call) => {
    const here = folder({ 'queue.json': twice });
    const { status, stdout, stderr } = failing(here, call, 'ENOSPC');
    expect(here.read('queue.json')).toBe(twice);
    expect(readdirSync(here.path)).toEqual(['queue.json']);
    expect([status, stderr]).toEqual([2, 'sqs-kms-policy: queue.json: the fixes are not written: the disk is full\n']);
    expect(stdout).toContain('[no-redundant-value]');
    expect(stdout).not.toContain('applied');
  });

  posix('or a process that is ended', () => {
    test.each(['write', 'sync', 'close', 'rename'])('at %s: the file is as it was', (call) => {
      const here = folder({ 'queue.json': twice });
      expect(failing(here, call, 'kill').signal).toBe('SIGKILL');
      expect(here.read('queue.json')).toBe(twice);
    });
  });
});

posix('a file that may not be written', () => {
  // Root may write everything, so the command runs as nobody where root runs the tests.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const asNobody = (here: Folder, ...args: string[]) => spawnSync(process.execPath, [resolve('server/bin/sqs-kms-policy.js'), 'check', '--fix', ...args], { cwd: here.path, encoding: 'utf8', ...nobody });

  test.each([
    ['the file', 0o444, 0o777, 'no permission'],
    ['its folder', 0o666, 0o555, 'its folder cannot be written to'],
  ])('%s: its findings are told, and the next file is mended', (_, file, directory, reason) => {
    const here = folder({ 'closed/queue.json': twice, 'open/queue.json': twice });
    chmodSync(here.path, 0o755);
    if (nobody.uid !== undefined) for (const path of ['open', 'open/queue.json']) chownSync(join(here.path, path), nobody.uid, nobody.gid);
    chmodSync(join(here.path, 'closed/queue.json'), file);
    chmodSync(join(here.path, 'closed'), directory);
    const { status, stdout, stderr } = asNobody(here, 'closed', 'open');
    chmodSync(join(here.path, 'closed'), 0o755);
    expect([here.read('closed/queue.json'), here.read('open/queue.json')]).toEqual([twice, once]);
    expect([status, stderr]).toEqual([2, `sqs-kms-policy: closed/queue.json: the fixes are not written: ${reason}\n`]);
    expect(stdout).toContain('closed/queue.json:12:9 hint');
  });
});

test('a file that is not valid UTF-8 is checked, and not written', () => {
  const latin = Buffer.from(twice.replace('"Use"', '"Gr\u00fcn"'), 'latin1');
  const here = folder({ 'queue.json': latin });
  const checked = here.check('--fix');
  expect(checked).toMatchObject({ code: 2, err: 'sqs-kms-policy: queue.json: it is not valid UTF-8, so the fixes are not written; save it as UTF-8 first\n' });
  expect(rulesOf(checked)).toContain('no-redundant-value');
  expect(here.bytes('queue.json')).toEqual(latin);
});

test('a folder of links that lead round in a circle ends', () => {
  const here = folder({ 'queue.json': twice });
  mkdirSync(join(here.path, 'a'));
  if (process.platform !== 'win32') symlinkSync('..', join(here.path, 'a/b'));
  expect(here.check('--fix').err).toBe('');
});
