import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanIdentity, error, folder, json, policy, publicStatement, snsStatement, warning } from './command';

describe('exit codes', () => {
  test.each<[name: string, text: string, args: string[], code: number]>([
    ['nothing to say', cleanIdentity, [], 0],
    ['a warning is below the default', warning, [], 0],
    ['a warning at --fail-on warning', warning, ['--fail-on', 'warning'], 1],
    ['an error', error, [], 1],
    ['information at --fail-on information', warning, ['--fail-on=information'], 1],
    ['a rule of the strict profile', warning, ['--profile', 'strict', '--fail-on', 'warning'], 1],
    ['no policy at all', '{"name": "x"}', [], 0],
  ])('%s', (_, text, args, code) => {
    const here = folder({ 'queue.json': text });
    expect(here.run(['check', 'queue.json', ...args])).toMatchObject({ code, err: '' });
  });
});

test('what is said of a file does not hang on the files before it', () => {
  const template = (type: string): string => json({ AWSTemplateFormatVersion: '2010-09-09', Parameters: { Given: { Type: type } }, Resources: { Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: policy({ Effect: 'Deny', Principal: '*', Action: 'sqs:SetQueueAttributes', Resource: { Ref: 'Given' } }) } } } });
  const here = folder({ 'text.json': template('String'), 'list.json': template('CommaDelimitedList') });
  const alone = ['text.json', 'list.json'].map((name) => here.check('--fail-on', 'warning', name));
  expect(alone.map(({ code }) => code)).toEqual([1, 0]);
  const both = alone.flatMap(({ report }) => report.files);
  expect(here.check('--fail-on', 'warning', 'text.json', 'list.json')).toMatchObject({ code: 1, report: { files: both } });
  expect(here.check('--fail-on', 'warning', 'list.json', 'text.json')).toMatchObject({ code: 1, report: { files: both.toReversed() } });
});

test('the JSON report has the documented shape, on standard output alone', () => {
  const here = folder({ 'a/queue.json': json(policy(snsStatement, publicStatement)), 'b.json': '{}' });
  const { code, err, report } = here.check('a/queue.json', 'b.json');
  expect([code, err]).toEqual([1, '']);
  expect(Object.keys(report)).toEqual(['version', 'files', 'summary']);
  expect(report.version).toBe(1);
  expect(report.files.map((f) => f.path)).toEqual(['a/queue.json', 'b.json']);
  expect(report.files[1]).toEqual({ path: 'b.json', policies: [] });
  const [found] = report.files[0]!.policies;
  expect(Object.keys(found!)).toEqual(['address', 'kind', 'range', 'findings', 'undecided']);
  expect(found).toMatchObject({ address: '$', kind: 'queue', range: { start: { line: 0, character: 0 } } });
  for (const finding of found!.findings) {
    expect(Object.keys(finding)).toEqual(['rule', 'severity', 'message', 'range', 'statement', 'related', 'fixes']);
    expect(['error', 'warning', 'information', 'hint']).toContain(finding.severity);
    for (const position of [finding.range.start, finding.range.end]) expect(Object.keys(position)).toEqual(['line', 'character']);
    for (const fix of finding.fixes) expect(['safe', 'repair', 'decision']).toContain(fix.class);
  }
  expect(found!.findings.find((f) => f.rule === 'require-source-condition')).toMatchObject({ severity: 'warning', statement: { index: 0, sid: 'Sns' } });
  expect(found!.findings.find((f) => f.rule === 'no-public-access')).toMatchObject({ severity: 'error', statement: { index: 1, sid: 'Anybody' } });
  const count = (severity: string): number => found!.findings.filter((f) => f.severity === severity).length;
  expect(report.summary).toEqual({ files: 2, policies: 1, errors: count('error'), warnings: count('warning'), information: count('information'), hints: count('hint') });
});

describe('text', () => {
  test('one line per finding, one-based, with the rule; a summary', () => {
    const { out } = folder({ 'queue.json': error }).run(['check']);
    expect(out).toMatch(/^queue\.json:7:20 error Principal \* .* \[no-public-access\]$/m);
    expect(out).toMatch(/^1 policy in 1 file: 1 error/m);
    expect(out).not.toContain('\u001B');
  });

  test('a policy made of holes does not look clean', () => {
    const { code, out } = folder({ 'key.json.tpl': json(policy({ Sid: 'A', Effect: 'Allow', Principal: { AWS: '${admins}' }, Action: 'kms:*', Resource: '*' })) }).run(['check']);
    expect(code).toBe(0);
    expect(out).toMatch(/key\.json\.tpl:1:1 undecided .* depends? on .*\$\{admins\}/);
    expect(out).toContain('1 policy not wholly decided');
  });

  test('policies that are not checked are said to be', () => {
    expect(folder({ 'a.json': cleanIdentity }).run(['check']).out).toContain('Not checked: 1 is an identity policy.');
  });

  test('nothing found is said plainly', () => {
    expect(folder().run(['check'])).toEqual({ code: 0, out: 'No policy was found in 0 files.\n', err: '' });
  });
});

describe('where it looks', () => {
  const files = { 'a/queue.json': error, 'b/c/key.template': json(policy({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' })), 'other.json': '{"version": "1.0.0"}', 'notes.txt': error, 'node_modules/x/queue.json': error, '.git/queue.json': error, '.hidden/queue.json': error };
  const paths = (...args: string[]): string[] => folder(files).check(...args).report.files.map((f) => f.path);

  test.each<[name: string, args: string[], expected: string[]]>([
    ['the current folder by default', [], ['a/queue.json', 'b/c/key.template']],
    ['a folder, by content', ['b'], ['b/c/key.template']],
    ['a glob', ['**/*.json'], ['a/queue.json', 'other.json']],
    ['a glob with alternatives', ['{a,b}/**'], ['a/queue.json', 'b/c/key.template']],
    ['a file whatever it is called', ['notes.txt'], ['notes.txt']],
    ['a file that a search would skip', ['.hidden/queue.json'], ['.hidden/queue.json']],
    ['each file once', ['a', 'a/queue.json', '**/queue.json'], ['a/queue.json']],
    ['a file that holds no policy', ['other.json'], ['other.json']],
  ])('%s', (_, args, expected) => {
    expect(paths(...args)).toEqual(expected);
  });

  test('standard input', () => {
    const { code, out } = folder().run(['check', '-', '--format', 'json'], { input: error });
    expect(code).toBe(1);
    expect(JSON.parse(out).files[0].path).toBe('-');
  });

  test('links that lead round in a circle', () => {
    const here = folder({ 'a/queue.json': error });
    symlinkSync('..', join(here.path, 'a/up'));
    symlinkSync('self.json', join(here.path, 'a/self.json'));
    expect(here.check().report.files.map((f) => f.path)).toEqual(['a/queue.json']);
  });

  test('paths outside of the current folder', () => {
    const here = folder({ 'a/queue.json': error, 'b/x.txt': '' });
    expect(here.run(['check', '../a'], { cwd: 'b' }).out).toContain('../a/queue.json:7:20 error');
  });
});

describe('one bad file never stops the others', () => {
  test('a missing one', () => {
    const { code, err, report } = folder({ 'queue.json': error }).check('gone.json', 'queue.json');
    expect(code).toBe(2);
    expect(err).toBe('sqs-kms-policy: gone.json: there is no such file or folder\n');
    expect(report.files).toHaveLength(1);
  });

  test('a binary one, named; a search passes it over', () => {
    const here = folder({ 'queue.json': error, 'x.json': Buffer.from([0x7b, 0, 1, 2]) });
    expect(here.check('x.json', 'queue.json')).toMatchObject({ code: 2, err: 'sqs-kms-policy: x.json: it is a binary file\n', report: { summary: { files: 1 } } });
    expect(here.check('.')).toMatchObject({ code: 1, err: '' });
  });

  test('broken ones are read as far as they go, and a finding', () => {
    const broken = error.replace('"Effect": "Allow",', '"Effect": "Allow"');
    const { report } = folder({ 'broken.json': broken, 'queue.json': warning }).check();
    expect(report.files.map((f) => f.path)).toEqual(['broken.json', 'queue.json']);
    expect(report.files[0]!.policies[0]!.findings.map((f) => f.rule)).toEqual(expect.arrayContaining(['valid-json', 'no-public-access']));
  });

  test.each<[name: string, text: string]>([
    ['empty', ''],
    ['words', 'not JSON at all'],
    ['cut short', '{"name": [1, 2'],
    ['two values', '{"a": 1}\n{"b": 2}\n'],
  ])('a named .json file that is no JSON (%s) is an error, and nothing is taken from it', (_, text) => {
    const here = folder({ 'x.json': text });
    const { code, err, report } = here.check('x.json', '--fix=repair');
    expect([code, err]).toEqual([1, '']);
    expect(report.files[0]!.policies).toMatchObject([{ address: '$', kind: 'other', findings: [{ rule: 'valid-json', severity: 'error', fixes: [] }], undecided: [] }]);
    expect(here.read('x.json')).toBe(text);
    // A search is for policies, and leaves other files alone.
    expect(here.check('.')).toMatchObject({ code: 0, report: { files: [] } });
  });

  test('other JSON dialects are nobody’s error', () => {
    const here = folder({ 'tsconfig.json': '{\n  // comments and a trailing comma\n  "compilerOptions": {},\n}\n' });
    expect(here.run(['check', 'tsconfig.json'])).toMatchObject({ code: 0, err: '' });
  });
});

describe('encodings', () => {
  const range = (content: string | Buffer): unknown => folder({ 'queue.json': content }).check().report.files[0]!.policies[0]!.findings.find((f) => f.rule === 'no-public-access')!.range;
  const plain = { start: { line: 6, character: 19 }, end: { line: 6, character: 22 } };

  test.each<[name: string, content: string | Buffer]>([
    ['UTF-8', error],
    ['with a byte order mark', `\uFEFF${error}`],
    ['CRLF', error.replaceAll('\n', '\r\n')],
    ['a lone CR', error.replaceAll('\n', '\r')],
    ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${error}`, 'utf16le')],
  ])('%s gives the same positions', (_, content) => {
    expect(range(content)).toEqual(plain);
  });

  test('characters are UTF-16 units', () => {
    const text = JSON.stringify(policy({ ...publicStatement, Sid: '🔑' }));
    expect(range(text)).toMatchObject({ start: { line: 0, character: text.indexOf('"*"') } });
  });
});

describe('configuration', () => {
  const configuration = (value: unknown): Record<string, string> => ({ '.sqs-kms-policy.json': json(value) });
  const severity = (files: Record<string, string>, ...args: string[]): string | undefined =>
    folder(files).check(...args).report.files[0]!.policies[0]?.findings.find((f) => f.rule === 'no-public-access')?.severity;

  test('levels, the nearest file alone, a named one instead', () => {
    const off = configuration({ rules: { 'no-public-access': 'hint' } });
    expect(severity({ ...off, 'a/queue.json': error })).toBe('hint');
    expect(severity({ ...off, 'a/queue.json': error, 'a/.sqs-kms-policy.json': '{}' })).toBe('error');
    expect(severity({ ...off, 'a/queue.json': error, 'other.json': '{"rules": {"no-public-access": "warning"}}' }, 'a', '--config', 'other.json')).toBe('warning');
    expect(severity({ 'a/queue.json': error, ...configuration({ rules: { 'no-public-access': 'off' } }) })).toBeUndefined();
  });

  test('not past the root of the repository', () => {
    const here = folder({ ...configuration({ rules: { 'no-public-access': 'off' } }), 'repository/.git/HEAD': '', 'repository/a/queue.json': error });
    expect(here.check('repository').code).toBe(1);
    expect(here.run(['check'], { cwd: 'repository/a' }).code).toBe(1);
  });

  test('above the current folder, inside the repository', () => {
    const here = folder({ ...configuration({ rules: { 'no-public-access': 'off' } }), '.git/HEAD': '', 'a/queue.json': error });
    expect(here.run(['check'], { cwd: 'a' }).code).toBe(0);
  });

  test('suppressions: accepted with a reason, told when nothing is left of them', () => {
    const suppressions = [
      { rule: 'no-public-access', file: 'a/*.json', reason: 'by design' },
      { rule: 'no-broad-grant', file: 'a/queue.json', reason: 'not any more' },
      { rule: 'no-public-access', file: 'a/queue.json', reason: 'until then', expires: '2020-01-01' },
      { rule: 'no-broad-grant', file: 'b/queue.json', reason: 'not checked in this run' },
    ];
    const here = folder({ ...configuration({ suppressions }), 'a/queue.json': error, 'b/queue.json': error });
    const { code, report } = here.check('a');
    expect(code).toBe(0);
    expect(report.files[0]!.policies[0]!.suppressed).toMatchObject([{ rule: 'no-public-access', reason: 'by design' }]);
    expect(report.files[0]!.policies[0]!.findings.map((f) => f.rule)).not.toContain('no-public-access');
    expect(report.configuration).toMatchObject([{ path: '.sqs-kms-policy.json', findings: [{ rule: 'no-stale-suppression' }, { rule: 'no-expired-suppression' }] }]);
    expect(report.summary).toMatchObject({ errors: 0, warnings: 2, suppressed: 1 });
    const { out } = here.run(['check', 'a']);
    expect(out).toContain('.sqs-kms-policy.json:8:5 warning Nothing is left to ignore: no-broad-grant finds nothing in a/queue.json. Remove the entry. [no-stale-suppression]');
    expect(out).toContain('1 finding ignored as configured');
  });

  test('an unknown rule is a finding of the file', () => {
    const here = folder({ ...configuration({ rules: { 'no-such-rule': 'off' } }), 'queue.json': warning });
    const { code, report } = here.check();
    expect(code).toBe(1);
    expect(report.configuration![0]!.findings).toMatchObject([{ rule: 'known-rule-id', severity: 'error' }]);
  });

  test('flags win over it', () => {
    const here = folder({ ...configuration({ profile: 'strict' }), 'queue.json': warning });
    expect(here.run(['check', '--fail-on', 'warning']).out).toContain('[require-secure-transport]');
    expect(here.run(['check', '--profile', 'recommended']).out).not.toContain('[require-secure-transport]');
  });

  test('kinds by glob, and --kind', () => {
    const files = { ...configuration({ kinds: { '**/*.json': 'other', 'queues/*.json': 'dead-letter-queue' } }), 'queues/a.json': error, 'b.json': error };
    const kinds = (...args: string[]): unknown => folder(files).check('b.json', 'queues', ...args).report.files.map((f) => f.policies[0]!.kind);
    expect(kinds()).toEqual(['other', 'dead-letter-queue']);
    expect(kinds('--kind', 'queue')).toEqual(['queue', 'queue']);
  });

  test('mistakes in it are told where they stand, and do not stop the check', () => {
    const here = folder({ '.sqs-kms-policy.json': '{\n  "profil": "strict",\n  "rules": { "no-public-access": "of" }\n}\n', 'queue.json': error });
    const { code, err, report } = here.check();
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      'sqs-kms-policy: .sqs-kms-policy.json:2:3: There is no key "profil"; did you mean profile?',
      'sqs-kms-policy: .sqs-kms-policy.json:3:34: There is no level "of"; there are: error, warning, information, hint, off.',
      '',
    ]);
    expect(report.summary.errors).toBe(1);
  });

  test('a configuration that cannot be read', () => {
    expect(folder({ 'queue.json': error }).check('--config', 'gone.json')).toMatchObject({ code: 2, err: 'sqs-kms-policy: gone.json: there is no such file\n' });
  });
});
