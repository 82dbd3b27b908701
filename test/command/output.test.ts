/** Nothing of a policy, a file's name, a configuration or an argument tells a terminal or the runner of a CI job anything. */
import { describe, expect, test } from 'vitest';
import { printed } from '../../server/src/cli/lines';
import { folder, json, policy, publicStatement, type Outcome } from './command';
import { runInMemory } from './memoryCommand';

const ESCAPES = '\u001B[31mred\u001B]8;;https://evil.example\u0007\u009B2J';
const LINES = 'x\n::error file=a.js::forged\r\n##[warning]forged\u2028::notice::forged\u0085::notice::forged';
const ORDER = 'a\u202Eb\u2066c\u2069\u200Fd\uFEFFe\u{E0041}';
const evils: readonly (readonly [string, string])[] = [['escape sequences', ESCAPES], ['lines of their own', LINES], ['another order', ORDER]];

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** What must hold of everything that is printed. */
function expectHarmless({ out, err }: Outcome, args: readonly string[]): void {
  const lines = `${out}${err}`.split('\n');
  for (const line of lines) {
    expect(line, args.join(' ')).not.toMatch(CONTROL);
    expect(line, args.join(' ')).not.toMatch(/^\s*::|##\w*\[/);
  }
}

const own = { Sid: 'Own', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' }, Action: 'sqs:ReceiveMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' };
const places: Readonly<Record<string, (evil: string) => object>> = {
  'a Sid': (e) => ({ ...own, Sid: e }),
  'a role': (e) => ({ ...own, Principal: { AWS: `arn:aws:iam::444455556666:role/${e}` } }),
  'a service': (e) => ({ ...own, Principal: { Service: `${e}.amazonaws.com` } }),
  'values and keys of a condition': (e) => ({ ...own, Condition: { StringEquals: { 'aws:PrincipalOrgID': e, [`aws:PrincipalTag/${e}`]: e, [e]: 'a' } } }),
  'an operator': (e) => ({ ...own, Condition: { [e]: { 'aws:SourceAccount': 'a' } } }),
  'an action': (e) => ({ ...own, Action: [`sqs:${e}`, e] }),
  'a placeholder': (e) => ({ ...own, Principal: { AWS: `\${${e}}` }, Resource: `<${e}>` }),
  'an element': (e) => ({ ...own, [e]: e }),
};
const request = ['--action', 'sqs:SendMessage', '--principal', 'anonymous'];

describe.each(evils)('%s', (_, evil) => {
  const check = (files: Readonly<Record<string, string | undefined>>, ...args: string[]): void => {
    expectHarmless(runInMemory(files, args), args);
    if (!args.includes('--format')) expectHarmless(runInMemory(files, [...args, '--format', 'json']), args);
  };

  test.each(Object.entries(places))('in %s', (_place, make) => {
    const files = { 'old.json': json(policy(own)), 'queue.json': json(policy(make(evil), publicStatement)) };
    for (const args of [['check', '--profile', 'strict'], ['check', '--fix=repair'], ['access'], ['access', '--account', '222233334444'], ['simulate', ...request], ['diff', 'old.json']]) check(files, ...args, 'queue.json');
    check(files, 'diff', 'queue.json', 'old.json');
  });

  test('in the name of a file and its folder', () => {
    const name = evil.replaceAll('/', '_');
    const file = `${name}/${name}.json`;
    const files = { [file]: json(policy(publicStatement)), [`${name}/.sqs-kms-policy.json`]: '{"rules": {"a": "off"}}', [`${name}/broken.json`]: '{"Version": ', [`${name}.bin`]: undefined, [`${name}.yaml`]: '', 'old.json': json(policy(own)) };
    for (const args of [['check', '.'], ['check', file, `${name}/broken.json`], ['check', `${name}.bin`, `${name}.yaml`, `${name}.gone`, `${name}*.gone`], ['check', '.', '--config', `${name}.gone`], ['access', file], ['access', `${name}.bin`, `${name}.yaml`], ['simulate', file, ...request], ['simulate', `${name}.gone`, ...request], ['diff', 'old.json', file], ['diff', `${name}.bin`, file]]) check(files, ...args);
  });

  test('in an argument', () => {
    const files = { 'queue.json': json(policy(publicStatement)) };
    const simulate = ['simulate', 'queue.json'];
    for (const args of [[evil], ['explain', evil], [`--${evil}`], ['check', '--format', evil], ['check', `--${evil}`], ['check', '--account', evil], ['new', evil], ['new', 'queue', '--set', `${evil}=a`], ['new', 'queue', '--set', `region=${evil}`], [...simulate, '--action', evil, '--principal', 'anonymous'], [...simulate, '--action', 'sqs:SendMessage', '--principal', evil], [...simulate, ...request, '--context', `${evil}=${evil}`], [...simulate, ...request, '--policy', evil], ['access', 'queue.json', '--trust', evil]]) check(files, ...args);
  });

  test('in the configuration', () => {
    check({ 'queue.json': json(policy(own)), '.sqs-kms-policy.json': json({ profile: evil, rules: { [evil]: 'off', 'valid-sid': evil }, kinds: { [evil]: evil }, [evil]: evil, suppressions: [{ rule: evil, file: evil, reason: evil }, { rule: 'valid-sid', file: 'queue.json', sid: evil, reason: evil }] }) }, 'check', '.');
  });

  // What the system itself says of a path, the names that it lists. Windows refuses such names.
  if (process.platform !== 'win32')
    test('in names on a disk', () => {
      const name = evil.replaceAll('/', '_');
      const here = folder({ [`${name}/${name}.json`]: json(policy(publicStatement)), [`${name}/latin.json`]: Buffer.from(json(policy({ ...own, Sid: 'gr\u00fcn x' })), 'latin1') });
      for (const args of [['check', '--fix'], ['access', `${name}/${name}.json`], ['check', `${name}/gone/${'x'.repeat(300)}.json`]]) expectHarmless(here.run(args), args);
    });
});

test('JSON says the same with the escapes', () => {
  const here = folder({ 'queue.json': json(policy({ ...publicStatement, Sid: `${ESCAPES}${LINES}${ORDER}` })) });
  const { report } = here.check('queue.json');
  expect(report.files[0]!.policies[0]!.findings.find((f) => f.rule === 'no-public-access')!.statement!.sid).toBe(`${ESCAPES}${LINES}${ORDER}`);
});

test('colours are those of the command alone, and a line that begins with a command of a runner begins with its escape', () => {
  const lines = [[{ style: 'error' as const, text: '\u001B[32mgood' }, ' \u001B[0mx'], [{ style: 'path' as const, text: '::error::a' }], '::error::a', '  ::b', 'a ##[error]b ##vso[c]', 'a::b ## c'];
  expect(printed(lines, true)).toBe('\u001B[31m\\u001b[32mgood\u001B[0m \\u001b[0mx\n\u001B[1m\\u003a:error::a\u001B[0m\n\\u003a:error::a\n  \\u003a:b\na #\\u0023[error]b #\\u0023vso[c]\na::b ## c\n');
  expect(printed(lines.slice(0, 1))).toBe('\\u001b[32mgood \\u001b[0mx\n');
});
