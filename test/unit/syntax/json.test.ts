import * as jsonc from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { parseJson, sourceSpan, type ScalarNode, type TreeNode } from '../../../server/src/syntax';
import { ScanError, SyntaxKind } from '../../../server/src/syntax/jsonTokens';

/** The tree as plain data; `open` containers end in "…". */
function plain(node: TreeNode | undefined): unknown {
  if (!node) return undefined;
  switch (node.kind) {
    case 'object':
      return Object.fromEntries([...node.members.map((m) => [m.key.value, plain(m.value)]), ...(node.open ? [['…', true]] : [])]);
    case 'array':
      return [...node.items.map(plain), ...(node.open ? ['…'] : [])];
    case 'scalar':
      return node.value;
    case 'hole':
      return { hole: node.label };
    case 'choice':
      return { choice: node.alternatives.map(plain) };
  }
}

test('the token numbers are those of jsonc-parser', () => {
  const library = jsonc as unknown as { SyntaxKind: Record<string, number>; ScanError: Record<string, number> };
  for (const [name, number] of Object.entries(SyntaxKind)) expect(library.SyntaxKind[name], name).toBe(number);
  for (const [name, number] of Object.entries(ScanError)) expect(library.ScanError[name], name).toBe(number);
});

describe('any text gives a tree and one fault for one mistake', () => {
  test.each<[name: string, text: string, tree: unknown, faults: string[]]>([
    ['valid', '{"a": ["b", 1, true, null]}', { a: ['b', '1', 'true', 'null'] }, []],
    ['BOM and CRLF', '\uFEFF{\r\n"a": "b"\r\n}', { a: 'b' }, []],
    ['empty', '', undefined, ['empty']],
    ['white space', ' \n', undefined, ['empty']],
    ['trailing comma in an array', '{"a": ["b",]}', { a: ['b'] }, ['trailing-comma']],
    ['trailing comma in an object', '{"a": "b",}', { a: 'b' }, ['trailing-comma']],
    ['comments', '// x\n{"a": /* y */ "b"} # z', { a: 'b' }, ['comment', 'comment', 'comment']],
    ['text before', 'My policy:\n{"a": "b"}', { a: 'b' }, ['text-around']],
    ['a lost first brace: brackets in strings and comments open nothing', '"a": "{b}", // [c]\n"d": ["e"]}', ['e'], ['text-around', 'text-around']],
    ['a string and a comment before, and no bracket outside of them', '"a": b // {"c": "d"}', { c: 'd' }, ['text-around']],
    ['text after', '{"a": "b"}\tdefault', { a: 'b' }, ['text-around']],
    ['duplicate keys are kept', '{"a": "b", "a": "c"}', { a: 'c' }, []],
    ['half-typed key', '{"Ver', { Ver: undefined, '…': true }, ['unterminated-string', 'missing-colon', 'unclosed']],
    ['a backslash before a line break', '{"a": ["x\\\n], "b": "y"}', { a: ['x'], b: 'y' }, ['unterminated-string']],
    ['a backslash before a line break, behind an escape', '{"a": "\\u0041\\n\\\r\n, "b": "y"}', { a: 'A\n', b: 'y' }, ['unterminated-string']],
    ['a key with a backslash before a line break', '{"a\\\n: "x"}', { a: 'x' }, ['unterminated-string']],
    ['half-typed value', '{"a": ', { a: undefined, '…': true }, ['missing-value', 'unclosed']],
    ['half-typed, more follows', '{"a": , "b": "c"}', { a: undefined, b: 'c', '…': true }, ['missing-value']],
    ['missing comma', '{"a": "b"\n"c": "d"}', { a: 'b', c: 'd' }, ['missing-comma']],
    ['missing comma in an array', '["a" "b"]', ['a', 'b'], ['missing-comma']],
    ['a leading zero', '{"a": 0012, "b": [00, 1]}', { a: '0012', b: ['00', '1'] }, ['leading-zero', 'leading-zero']],
    ['a date without quotes', '[2012-10]', ['2012-10'], ['invalid-number']],
    ['numbers that JSON does not have', '[1., 1e, -1e+, .5, +1, 0x10, 1.5.5, 12ab, -07]', ['1.', '1e', '-1e+', '.5', '+1', '0x10', '1.5.5', '12ab', '-07'], [...Array<string>(8).fill('invalid-number'), 'leading-zero']],
    ['numbers that it has', '[0, -0.50, 1e5, 1.25E-10]', ['0', '-0.50', '1e5', '1.25E-10'], []],
    ['a minus alone', '[-]', ['…'], ['unexpected-token']],
    ['two missing closing brackets, told once', '[{"a": [1}, {"b": [2}]', [{ a: ['1', '…'] }, { b: ['2', '…'] }], ['unclosed']],
    ['missing closing bracket', '{"a": ["b"}', { a: ['b', '…'] }, ['unclosed']],
    ['unquoted placeholder', '{"a": ${services}, "b": "c"}', { a: { hole: '${services}' }, b: 'c' }, ['placeholder']],
    ['unquoted placeholders with dashes', '{"a": <name – of x>, "b": [<name - of x>]}', { a: { hole: '<name – of x>' }, b: [{ hole: '<name - of x>' }] }, ['placeholder', 'placeholder']],
    ['template directives', '{"a": [%{ for x in y } ,{"b": "c"} %{ endfor }]}', { a: [{ b: 'c' }, '…'] }, ['placeholder', 'placeholder']],
    ['unquoted word', '{"a": Allow, "b": "c"}', { a: undefined, b: 'c', '…': true }, ['unexpected-token']],
  ])('%s', (_, text, tree, faults) => {
    const parsed = parseJson(text);
    expect(plain(parsed.root)).toEqual(tree);
    expect(parsed.faults.map((f) => f.code)).toEqual(faults);
  });

  test('what was looked at behind the bracket, and not consumed, moves no repair', () => {
    // No bracket stands outside of strings: the whole text was looked at.
    expect(parseJson('"a{}" word').faults).toEqual([
      { code: 'text-around', range: { start: 0, end: 2 }, repair: { range: { start: 0, end: 2 }, newText: '' } },
      { code: 'text-around', range: { start: 4, end: 10 }, repair: { range: { start: 4, end: 10 }, newText: '' } },
    ]);
  });

  test('a depth bomb is cut off, and what follows it is still read', () => {
    const parsed = parseJson(`{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "b": "c"}`);
    expect(parsed.faults.map((f) => f.code)).toEqual(['too-deep']);
    expect(parsed.root?.kind === 'object' && parsed.root.members[1]?.key.value).toBe('b');
  });

  test('a text of many megabytes is refused, not read', () => {
    expect(parseJson(`"${' '.repeat(9 * 1024 * 1024)}"`).faults.map((f) => f.code)).toEqual(['too-large']);
  });
});

test.each([
  ['plain', '"arn:aws:sqs"', 4, 7, 'aws'],
  ['after an escape', String.raw`"a\"b\u0041c"`, 3, 4, String.raw`\u0041`],
  ['over an escape', String.raw`"a\nb"`, 0, 3, String.raw`a\nb`],
  ['after a wrong escape', String.raw`"a\u12xb"`, 2, 3, 'b'],
  ['surrogate pair', '"😀b"', 2, 3, 'b'],
])('a span of the decoded value is found in the source: %s', (_, text, start, end, source) => {
  const node = parseJson(text).root as ScalarNode;
  const span = sourceSpan(node, { start, end });
  expect(text.slice(span.start, span.end)).toBe(source);
});
