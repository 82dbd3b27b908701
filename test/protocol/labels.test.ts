/** What an editor shows of a document: no control character, no icon, no Markdown, link or HTML of the document's. */
import { describe, expect, test } from 'vitest';
import { label } from '../../server/src/protocol/label';
import { code, prose } from '../../server/src/service/markdown';

test('labels', () => {
  expect(label('$(pass) a\u001B[31m\nb\u202Ec')).toBe('$ (pass) a\\u001b[31m\\nb\\u202ec');
  expect(label('Role ü of ${Account} pays $5')).toBe('Role ü of ${Account} pays $5');
});

describe('prose', () => {
  test.each([
    ['Allows role orders-consumer of 111122223333', 'Allows role orders-consumer of 111122223333'],
    ['[a](https://evil.example)', '\\[a\\]\\(https\\://evil.example\\)'],
    ['![a](b) <img src=x> `c` $(pass)', '\\!\\[a\\]\\(b\\) \\<img src=x\\> \\`c\\` \\$\\(pass\\)'],
    ['www.evil.example and a@evil.example', 'www\\.evil.example and a\\@evil.example'],
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['    a\n\nb', 'a\\\\n\\\\nb'],
    ['1. a', '1\\. a'],
    ['&lt;b&gt;', '\\&lt;b\\&gt;'],
  ])('%j', (text, shown) => expect(prose(text)).toBe(shown));
});

test('code', () => {
  expect(code('a `b` \u001B[1m\u2028c')).toBe('`a ˋbˋ \\u001b[1m\\u2028c`');
});
