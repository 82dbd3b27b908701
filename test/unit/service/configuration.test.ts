import { expect, test } from 'vitest';
import { parseConfiguration, withConfiguration } from '../../../server/src/service/configuration';
import { defaultWorkspace } from '../../../server/src/service/workspace';

const ids = ['no-public-access', 'require-source-condition'];
const read = (text: string) => {
  const { configuration, problems } = parseConfiguration(text, ids);
  return { configuration, problems: problems.map((p) => `${text.slice(p.range.start, p.range.end)} | ${p.message}`) };
};

test('everything it may say, comments allowed', () => {
  const { configuration, problems } = read(`{
    // the schema is for the editor
    "$schema": "./schema.json", "profile": "strict", "account": "011122223333",
    "rules": { "no-public-access": "off" }, "kinds": { "**/*.json": "queue", "keys/*": "key" },
    "zoneOfTrust": { "accounts": ["111122223333"], "organizations": ["o-a1b2c3d4e5"] }
  }`);
  expect(problems).toEqual([]);
  expect(configuration).toMatchObject({ profile: 'strict', account: '011122223333', rules: { 'no-public-access': 'off' }, zoneOfTrust: { accounts: ['111122223333'], organizations: ['o-a1b2c3d4e5'] } });
  expect(['a.json', 'keys/a.json', 'x.txt'].map((path) => withConfiguration(defaultWorkspace, configuration).kindOf(path))).toEqual(['queue', 'key', undefined]);
  expect(withConfiguration(defaultWorkspace, configuration)).toMatchObject({ profile: 'strict', levels: { 'no-public-access': 'off' }, account: '011122223333' });
});

test.each<[text: string, problems: string[]]>([
  ['', [' | This is not valid JSON (empty).']],
  ['{"profile": "strikt"}', ['"strikt" | There is no profile "strikt"; did you mean strict?']],
  ['{"profile": true}', ['true | A profile is one of recommended, strict.']],
  ['{"rules": {"no-public-access": "warn"}}', ['"warn" | There is no level "warn"; there are: error, warning, information, hint, off.']],
  ['{"rules": {"no-public-access": 1}}', ['1 | A level is one of error, warning, information, hint, off.']],
  ['{"rules": []}', ['[] | rules is an object.']],
  ['{"kinds": {"*": "topic"}}', ['"topic" | There is no kind "topic"; there are: queue, dead-letter-queue, key, identity, resource-control, other.']],
  ['{"account": 111122223333}', ['111122223333 | An account is a string of 12 digits.']],
  ['{"zoneOfTrust": {"account": []}}', ['"account" | There is no key "account"; did you mean accounts?']],
  ['{"zoneOfTrust": {"organizations": ["o-1"]}}', ['"o-1" | An organization id is o- and 10 to 32 lower-case letters or digits.']],
  ['{"zoneOfTrust": {"accounts": "111122223333"}}', ['"111122223333" | This is a list of strings.']],
  ['{"suppressions": {}}', ['{} | suppressions is a list of objects.']],
  ['{"suppressions": [7]}', ['7 | A suppression is an object with rule, file and reason.']],
  ['{"suppressions": [{}]}', ['{ | A suppression names its rule.', '{ | A suppression names its file, by a glob relative to this file.', '{ | Say in reason why the finding is accepted; without it nothing is suppressed.']],
  ['{"suppressions": [{"rule": "x", "file": "a.json", "reason": " "}]}', ['" " | Say in reason why the finding is accepted; without it nothing is suppressed.']],
  ['{"suppressions": [{"rule": "x", "file": "a.json", "reason": "<why>"}]}', ['"<why>" | Say in reason why the finding is accepted; without it nothing is suppressed.']],
  ['{"suppressions": [{"rule": "x", "file": "a.json", "reason": "r", "expires": "2027-02-30"}]}', ['"2027-02-30" | expires is a date of the form 2027-01-31; until it is one, nothing is suppressed.']],
  ['{"suppressions": [{"rule": "x", "file": "a.json", "reason": "r", "expire": "2027-02-20"}]}', ['"expire" | There is no key "expire"; did you mean expires?']],
  ...['../a.json', '/etc/a.json', 'a/../../b.json', 'c:/a.json'].map((file): [string, string[]] => [`{"suppressions": [{"rule": "x", "file": "${file}", "reason": "r"}]}`, [`"${file}" | "${file}" leads out of this folder, so the suppression accepts nothing. Name a file in this folder or below it.`]]),
  [`{"kinds": {"${'a'.repeat(5000)}": "key"}}`, [`"${'a'.repeat(5000)}" | This glob is too long to match any path. Use at most 4096 characters.`]],
  ['{"suppressions": [{"rule": "x", "file": ["a.json"], "reason": "r"}]}', ['["a.json"] | file is a string.', '{ | A suppression names its file, by a glob relative to this file.']],
  ['[]', ['[] | A configuration is a JSON object.']],
])('%s', (text, problems) => {
  expect(read(text).problems).toEqual(problems);
});

test('a mistake takes nothing else away', () => {
  expect(read('{"profile": "strict", "rules": {"x": "off", "no-public-access": "hint"}, ').configuration).toMatchObject({ profile: 'strict', rules: { 'no-public-access': 'hint' } });
});
