import { expect, test } from 'vitest';
import { discover } from '../../../server/src/cli/discover';
import { ReadError, runCommand, WRONG_USAGE, type CommandRuntime, type FileText } from '../../../server/src/cli';

const text = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' }] });

/** Files in memory; those named `locked` cannot be read or listed. */
function runtimeOf(files: readonly string[]): CommandRuntime & { printed: { out: string; err: string } } {
  const printed = { out: '', err: '' };
  const isFolder = (path: string): boolean => files.some((file) => file.startsWith(path === '/' ? '/' : `${path}/`));
  const guard = (path: string): void => {
    if (/locked[^/]*$/.test(path)) throw new ReadError('no permission');
  };
  return {
    printed,
    version: '0.0.0',
    color: false,
    cwd: '/work',
    resolve: (path) => (path.startsWith('/') ? path : path === '.' ? '/work' : `/work/${path.replace(/^\.\//, '')}`),
    relative: (path) => path.replace(/^\/work\/?/, '') || '.',
    kindOf: (path) => (files.includes(path) ? 'file' : isFolder(path) ? 'folder' : undefined),
    list(folder) {
      guard(folder);
      const names = new Set(files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).split('/')[0]!));
      return [...names].map((name) => ({ name, kind: files.includes(`${folder}/${name}`) ? 'file' : 'folder' }));
    },
    read(path): FileText {
      guard(path);
      return { text, encoding: 'utf-8', byteOrderMark: false, exact: true };
    },
    readInput: () => ({ text, encoding: 'utf-8', byteOrderMark: false, exact: true }),
    write: () => {},
    rulePage: () => undefined,
    out: (line) => void (printed.out += line),
    err: (line) => void (printed.err += line),
  };
}

test('files and folders that cannot be read are named, and the others checked', () => {
  const runtime = runtimeOf(['/work/a.json', '/work/locked.json', '/work/sub/locked/b.json', '/work/z.json']);
  expect(runCommand(['check', '--format', 'json'], runtime)).toBe(WRONG_USAGE);
  expect(runtime.printed.err).toBe('sqs-kms-policy: sub/locked: no permission\nsqs-kms-policy: locked.json: no permission\n');
  expect(JSON.parse(runtime.printed.out).files.map((f: { path: string }) => f.path)).toEqual(['a.json', 'z.json']);
});

test('a file whose bytes are no text is checked and not written', () => {
  const runtime = runtimeOf(['/work/a.json']);
  const writes: string[] = [];
  const inexact: CommandRuntime = { ...runtime, read: (path) => ({ ...runtime.read(path), text: text.replace('SendMessage', 'SendMessageBatch'), exact: false }), write: (path) => void writes.push(path) };
  runCommand(['check', 'a.json', '--fix=repair'], inexact);
  expect(writes).toEqual([]);
});

test.each<[operands: string[], expected: string[]]>([
  [[], ['/work/a.json', '/work/q/b.tpl']],
  [['.'], ['/work/a.json', '/work/q/b.tpl']],
  [['q', 'a.json'], ['/work/q/b.tpl', '/work/a.json']],
  [['**/*.tpl'], ['/work/q/b.tpl']],
  [['/work/*.json'], ['/work/a.json']],
  [['./q/*'], ['/work/q/b.tpl']],
  [['[x].json'], ['/work/[x].json']],
])('%j finds %j', (operands, expected) => {
  const files = ['/work/a.json', '/work/q/b.tpl', '/work/q/c.md', '/work/node_modules/p/p.json'];
  const { files: found, failures } = discover(operands, runtimeOf(operands[0] === '[x].json' ? [...files, '/work/[x].json'] : files));
  expect(failures).toEqual([]);
  expect(found.map((f) => f.path).filter((path) => !path.endsWith('.md'))).toEqual(expected);
});
