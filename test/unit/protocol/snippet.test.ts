import { expect, test } from 'vitest';
import { tabStops, toSnippet, withCaret, withoutIndentation } from '../../../server/src/protocol/snippet';

test('the same placeholder is one tab stop, also in another text', () => {
  const texts = [{ newText: '<b> <a> <b>', placeholders: ['<a>', '<b>'] }, { newText: '<a> <c>', placeholders: ['<c>', '<a>'] }, { newText: 'x' }];
  const stops = tabStops(texts);
  expect(texts.map((t) => toSnippet(t.newText, stops))).toEqual(['${1:<b>} ${2:<a>} ${1:<b>}', '${2:<a>} ${3:<c>}', 'x']);
});

test('what means something in a snippet is escaped', () => {
  expect(toSnippet('${aws:username} \\"x\\" } <a.b>', ['<a.b>'])).toBe('\\${aws:username\\} \\\\"x\\\\" \\} ${1:<a.b>}');
  expect(withCaret('{"$": }', 6)).toBe('{"\\$": $0\\}');
});

test.each([
  ['one line', '  ', 'one line'],
  ['{\n    "a": 1\n  }', '  ', '{\n  "a": 1\n}'],
  ['{\r\n    "a": 1\r\n  }', '  ', '{\r\n  "a": 1\r\n}'],
  ['a\n\n  b', '  ', 'a\n\nb'],
  ['a\n b', '  ', undefined],
])('%j without the indentation of its line', (text, indentation, result) => {
  expect(withoutIndentation(text, indentation)).toBe(result);
});
