import { describe, expect, test } from 'vitest';
import { findText, includes, type TextConstraint, type TextPattern } from '../../../server/src/access/textConstraints';

const like = (text: string): TextPattern => ({ text, mode: 'wildcard' });
const arn = (text: string): TextPattern => ({ text, mode: 'arn' });
const exact = (text: string): TextPattern => ({ text, mode: 'exact' });
const some = (...patterns: TextPattern[]): TextConstraint => ({ negated: false, patterns });
const none = (...patterns: TextPattern[]): TextConstraint => ({ negated: true, patterns });

test.each<[name: string, constraints: TextConstraint[], text: string | undefined]>([
  ['one text', [some(exact('a'))], 'a'],
  ['one of two, of which one is kept out', [some(exact('a'), exact('b')), none(exact('a'))], 'b'],
  ['both kept out', [some(exact('a'), exact('b')), none(like('?'))], undefined],
  ['a wildcard', [some(like('team-*'))], 'team-x'],
  ['two wildcards that meet', [some(like('a*')), some(like('*b'))], 'ab'],
  ['two that do not', [some(like('a*')), some(like('b*'))], undefined],
  ['as short as it may be', [some(like('??*')), none(like('??'))], 'xxx'],
  ['anything but everything', [none(like('*'))], undefined],
  ['nothing is asked', [], 'x'],
  ['letter case', [some({ text: 'True', mode: 'exact-ignoring-case' }), none(exact('True'), exact('true'))], 'tRUE'],
  ['the parts of an ARN keep their colons', [some(arn('arn:aws:sns:*:111122223333:*')), some(like('*:444455556666:*'))], 'arn:aws:sns:x:111122223333:444455556666:'],
  ['an account in its own part', [some(arn('arn:aws:sns:eu-west-1:111122223333:*')), none(like('*:*:*:*:*:*4*')), some(like('*:444455556666:*'))], undefined],
  ['the sixth part may hold colons', [some(arn('arn:aws:sns:eu-west-1:111122223333:*')), none(like('arn:aws:sns:eu-west-1:111122223333:?*'))], 'arn:aws:sns:eu-west-1:111122223333:'],
  ['covered by two together', [some(like('a?')), none(like('a*b'), like('a*'))], undefined],
])('%s', (_, constraints, text) => {
  const found = findText(constraints);
  if (text === undefined) expect(found).toEqual({ is: 'none' });
  else expect(found).toMatchObject({ is: 'some' });
  if (found.is === 'some' && text !== undefined) expect(found.text.length).toBeLessThanOrEqual(Math.max(text.length, 5));
});

test('an ARN of fewer parts, and too many states, are not known', () => {
  expect(findText([some(arn('arn:aws:*'))])).toEqual({ is: 'unknown' });
  expect(findText([some(like('*a??????????????????*')), some(like('*b?????????????????*')), none(like('*c'))], undefined, 50)).toEqual({ is: 'unknown' });
});

describe('includes', () => {
  test.each<[TextPattern[], TextPattern[], boolean]>([
    [[like('a*')], [like('ab*')], true],
    [[like('ab*')], [like('a*')], false],
    [[like('a*'), like('b*')], [like('a?'), exact('b')], true],
    [[like('*')], [arn('arn:aws:sns:*:*:*')], true],
    [[arn('arn:aws:sns:*:*:*')], [like('arn:aws:sns:*')], false],
  ])('%j takes %j: %s', (wide, narrow, is) => expect(includes(wide, narrow)).toBe(is));
});
