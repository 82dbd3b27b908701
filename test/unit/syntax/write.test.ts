import { describe, expect, test } from 'vitest';
import { findMember, parseEscapedJson, parseJson, type ArrayNode, type Edit, type ObjectNode, type ScalarNode, type Tree } from '../../../server/src/syntax';
import { applyChanges } from '../../apply';

const object = (tree: Tree): ObjectNode => tree.root as ObjectNode;
const member = (tree: Tree, key: string) => findMember(object(tree), key)!;
const array = (tree: Tree, key: string): ArrayNode => member(tree, key).value as ArrayNode;
const scalar = (tree: Tree, key: string): ScalarNode => member(tree, key).value as ScalarNode;

const lines = '{\n  "a": [\n    "x",\n    "y"\n  ],\n  "b": "c"\n}\n';
const minified = '{"a":["x","y"],"b":"c"}';
const tabs = '{\r\n\t"a": [],\r\n\t"b": "c"\r\n}';

const cases: [name: string, text: string, edits: (tree: Tree) => Edit[], result: string][] = [
  ['insert at the end', lines, (t) => [{ kind: 'insertItem', array: array(t, 'a'), index: 2, value: 'z' }], lines.replace('"y"', '"y",\n    "z"')],
  ['insert at the start', lines, (t) => [{ kind: 'insertItem', array: array(t, 'a'), index: 0, value: 'z' }], lines.replace('"x"', '"z",\n    "x"')],
  ['insert two at one place', lines, (t) => [1, 2].map((n) => ({ kind: 'insertItem', array: array(t, 'a'), index: 1, value: n })), lines.replace('"x",', '"x",\n    1,\n    2,')],
  ['insert an object', lines, (t) => [{ kind: 'insertItem', array: array(t, 'a'), index: 2, value: { k: ['v'] } }], lines.replace('"y"', '"y",\n    {\n      "k": [\n        "v"\n      ]\n    }')],
  ['insert into an empty array', tabs, (t) => [{ kind: 'insertItem', array: array(t, 'a'), index: 0, value: 'z' }], '{\r\n\t"a": [\r\n\t\t"z"\r\n\t],\r\n\t"b": "c"\r\n}'],
  ['insert into minified text', minified, (t) => [{ kind: 'insertItem', array: array(t, 'a'), index: 2, value: { k: 'v', l: [] } }], '{"a":["x","y",{"k":"v","l":[]}],"b":"c"}'],
  ['set an existing property', lines, (t) => [{ kind: 'setProperty', object: object(t), key: 'b', value: ['d'] }], lines.replace('"c"', '[\n    "d"\n  ]')],
  ['set a new property', lines, (t) => [{ kind: 'setProperty', object: object(t), key: 'd', value: '*' }], lines.replace('"c"', '"c",\n  "d": "*"')],
  ['set a new property before another', lines, (t) => [{ kind: 'setProperty', object: object(t), key: 'd', value: '*', before: 'a' }], lines.replace('"a"', '"d": "*",\n  "a"')],
  ['rename a key', lines, (t) => [{ kind: 'renameKey', member: member(t, 'b'), key: 'd' }], lines.replace('"b"', '"d"')],
  ['replace a span', lines, (t) => [{ kind: 'replaceSpan', node: scalar(t, 'b'), span: { start: 0, end: 1 }, text: 'q"' }], lines.replace('"c"', '"q\\""')],
  ['remove the last member', lines, (t) => [{ kind: 'remove', container: object(t), child: member(t, 'b') }], '{\n  "a": [\n    "x",\n    "y"\n  ]\n}\n'],
  ['remove the first item', lines, (t) => [{ kind: 'remove', container: array(t, 'a'), child: array(t, 'a').items[0]! }], lines.replace('"x",\n    ', '')],
  ['remove every item', lines, (t) => array(t, 'a').items.map((child) => ({ kind: 'remove', container: array(t, 'a'), child })), lines.replace('[\n    "x",\n    "y"\n  ]', '[]')],
  ['replace every item', lines, (t) => [...array(t, 'a').items.map((child): Edit => ({ kind: 'remove', container: array(t, 'a'), child })), { kind: 'insertItem', array: array(t, 'a'), index: 2, value: 'z' }], lines.replace('"x",\n    "y"', '"z"')],
  ['wrap in an array', lines, (t) => [{ kind: 'wrapInArray', node: scalar(t, 'b'), append: ['d'] }], lines.replace('"c"', '["c", "d"]')],
  ['move an item', lines, (t) => [{ kind: 'moveItem', array: array(t, 'a'), from: 0, to: 1 }], lines.replace('"x",\n    "y"', '"y",\n    "x"')],
  ['replace text', lines, () => [{ kind: 'replaceText', range: { start: 0, end: 1 }, text: '{{' }], `{${lines}`],
];

describe('one batch of edits, printed in the style of the text', () => {
  test.each(cases)('%s', (_, text, edits, result) => {
    const tree = parseJson(text);
    expect(applyChanges(text, tree.write(edits(tree)))).toBe(result);
  });
});

describe('the same inside an escaped string', () => {
  test.each(cases)('%s', (_, text, edits, result) => {
    const outerText = `{\n    "Attributes": { "Policy": ${JSON.stringify(text)} }\n}`;
    const outer = parseJson(outerText);
    const tree = parseEscapedJson(outer, findMember(member(outer, 'Attributes').value as ObjectNode, 'Policy')!.value as ScalarNode);
    const after = JSON.parse(applyChanges(outerText, tree.write(edits(tree))));
    expect(after.Attributes.Policy).toBe(result);
  });
});

describe('the same inside a larger document, as a template holds a policy', () => {
  // A whole document has one style, so minified text in a spaced document is none of its cases; and raw text has other offsets there.
  test.each(cases.filter(([name]) => name !== 'replace text' && name !== 'insert into minified text'))('%s', (_, text, edits, result) => {
    const before = '{ "Resources": { "P": ';
    const after = ' } }\n';
    const outer = parseJson(before + text + after);
    const resources = member(outer, 'Resources').value as ObjectNode;
    const tree: Tree = { ...outer, root: findMember(resources, 'P')!.value };
    expect(applyChanges(outer.text, tree.write(edits(tree)))).toBe(before + result + after);
  });
});

test('placeholders that a person still fills in are named', () => {
  const tree = parseJson('{"a": []}');
  const [change] = tree.write([{ kind: 'insertItem', array: array(tree, 'a'), index: 0, value: 'arn:aws:sns:<region>:<account>:<region>' }]);
  expect(change!.placeholders).toEqual(['<region>', '<account>']);
});
