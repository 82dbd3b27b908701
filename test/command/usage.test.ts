import { describe, expect, test } from 'vitest';
import { error, folder } from './command';

describe('wrong usage ends with 2, one line that names what is wrong, and nothing on standard output', () => {
  test.each<[name: string, args: string[], says: string]>([
    ['no command', [], 'a command is missing'],
    ['an unknown command', ['chek'], 'there is no command "chek"; did you mean check?'],
    ['an unknown option', ['check', '--formt', 'json'], 'there is no option --formt; did you mean --format?'],
    ['an unknown option with a value', ['check', '--strict=yes'], 'there is no option --strict'],
    ['an unknown short option', ['check', '-x'], 'there is no option -x'],
    ['a format that does not exist', ['check', '--format', 'xml'], '--format is one of text, json, not "xml"'],
    ['a profile that does not exist', ['check', '--profile', 'lax'], '--profile is one of recommended, strict'],
    ['a level that does not exist', ['check', '--fail-on', 'never'], '--fail-on is one of error, warning, information, hint'],
    ['an option without its value', ['check', '--account'], '--account needs a value'],
    ['an option that swallows the next', ['check', '--config', '--fix'], '--config needs a value'],
    ['an account that is none', ['check', '--account', '1234'], '--account is an account id of 12 digits'],
    ['a class of fixes that is not applied', ['check', '--fix=decision'], '--fix is one of'],
    ['fixing standard input', ['check', '-', '--fix'], '--fix cannot write to standard input'],
    ['a file that does not exist', ['check', 'gone.json'], 'gone.json: there is no such file or folder'],
    ['a glob that matches nothing', ['check', '*.tf'], '*.tf: no file matches'],
    ['explain without a rule', ['explain'], 'explain needs a rule'],
    ['explain with an unknown rule', ['explain', 'no-public-acess'], 'there is no rule "no-public-acess"; did you mean no-public-access?'],
    ['new without a kind', ['new'], 'new needs a kind: queue, dead-letter-queue, key'],
    ['new with an unknown kind', ['new', 'topic'], 'there is no kind "topic"'],
    ['new with an unknown name', ['new', 'queue', '--set', 'acount=111122223333'], 'there is no value "acount"; did you mean account?'],
    ['new with a value of another form', ['new', 'queue', '--set', 'account=1111'], '--set account: "1111" does not look like one'],
    ['new with no value', ['new', 'queue', '--set', 'account'], '--set takes name=value, not "account"'],
    ['new with a value twice', ['new', 'queue', '--set', 'queue=a', '--set', 'queue=b'], '--set queue is given twice'],
  ])('%s', (_, args, says) => {
    const { code, out, err } = folder().run(args);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    // A missing file stops nothing: what was found is still printed.
    if (!args.some((a) => /gone|\*/.test(a))) expect(out).toBe('');
  });
});

test('--help names every command and option; --version is the version', () => {
  const { code, out, err } = folder().run(['--help']);
  expect([code, err]).toEqual([0, '']);
  for (const word of ['check', 'explain', 'new', '--format', '--profile', '--config', '--account', '--kind', '--fix', '--fail-on', '--set', 'consumer-role', 'Exit code']) expect(out).toContain(word);
  expect(folder().run(['check', '--help']).out).toBe(out);
  expect(folder().run(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('explain prints the page of a rule', () => {
  const { code, out, err } = folder().run(['explain', 'no-public-access']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('# no-public-access');
  expect(out).toContain('## Why');
  expect(out).toContain('Level: error in recommended, error in strict');
});

test('after -- everything is a path', () => {
  const here = folder({ '--odd.json': error });
  expect(here.run(['check', '--', '--odd.json']).code).toBe(1);
});
