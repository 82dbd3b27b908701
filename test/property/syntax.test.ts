import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPolicies } from '../../server/src/documents';
import { findMember, parseEscapedJson, parseJson, type Edit, type ObjectNode, type PlainValue, type ScalarNode, type Span, type Tree, type TreeNode } from '../../server/src/syntax';
import { applyChanges } from '../apply';
import { mutated, scraps } from './mutatedText';

function checkRanges(node: TreeNode, within: { start: number; end: number }): void {
  expect(node.range.start).toBeGreaterThanOrEqual(within.start);
  expect(node.range.end).toBeLessThanOrEqual(within.end);
  expect(node.range.start).toBeLessThanOrEqual(node.range.end);
  if (node.kind === 'array') for (const item of node.items) checkRanges(item, node.range);
  if (node.kind === 'object')
    for (const m of node.members) {
      checkRanges(m.key, m.range);
      if (m.value) checkRanges(m.value, m.range);
    }
}

describe('any text', () => {
  test('is read without an exception, and every range lies in it', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, scraps), (text) => {
        const document = findPolicies(text, { name: 'queue-policy.json' });
        if (document.tree.root) checkRanges(document.tree.root, { start: 0, end: text.length });
        const lies = ({ start, end }: Span): boolean => start >= 0 && start <= end && end <= text.length;
        for (const { code, range, repair } of document.tree.faults) expect([code, lies(range), !repair || lies(repair.range)]).toEqual([code, true, true]);
        for (const site of document.policies) expect(lies(site.range)).toBe(true);
      }),
      { numRuns: 6000 },
    );
  });

  test('valid JSON has no fault, and what JSON.parse refuses has one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 4 }), mutated, scraps), (text) => {
        let valid = true;
        try {
          JSON.parse(text.replace(/^\uFEFF/, ''));
        } catch {
          valid = false;
        }
        expect(parseJson(text).faults.length === 0).toBe(valid);
      }),
      // What looks like an engine's expression over two strings.
      { numRuns: 3000, examples: [['[{"#{":0,"}":null}]']] },
    );
  });
});

/** A model of the edits on plain data, to compare with. */
type Step = { kind: 'insert'; index: number; value: PlainValue } | { kind: 'removeItem'; index: number } | { kind: 'set'; key: string; value: PlainValue } | { kind: 'removeKey'; key: string } | { kind: 'rename'; key: string };

const value = fc.oneof(fc.string({ maxLength: 6 }), fc.constant<PlainValue>({ a: ['b', { c: [] }] }), fc.constant<PlainValue>([]));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), index: fc.nat(4), value }),
  fc.record({ kind: fc.constant('removeItem' as const), index: fc.nat(4) }),
  fc.record({ kind: fc.constant('set' as const), key: fc.constantFrom('p', 'q', 'new'), value }),
  fc.record({ kind: fc.constant('removeKey' as const), key: fc.constantFrom('p', 'q') }),
);

function edits(tree: Tree, steps: readonly Step[]): { edits: Edit[]; expected: unknown } {
  const root = tree.root as ObjectNode;
  const list = findMember(root, 'list')!.value as TreeNode & { kind: 'array' };
  const data = JSON.parse(tree.text) as { list: unknown[]; [key: string]: unknown };
  const result: Edit[] = [];
  const removedItems = new Set<number>();
  const inserts = new Map<number, unknown[]>();
  const done = new Set<string>();
  for (const s of steps) {
    if (s.kind === 'insert') {
      const index = Math.min(s.index, data.list.length);
      result.push({ kind: 'insertItem', array: list, index, value: s.value });
      inserts.set(index, [...(inserts.get(index) ?? []), s.value]);
    } else if (s.kind === 'removeItem') {
      if (s.index >= data.list.length || removedItems.has(s.index)) continue;
      removedItems.add(s.index);
      result.push({ kind: 'remove', container: list, child: list.items[s.index]! });
    } else if (s.kind !== 'rename' && !done.has(s.key)) {
      done.add(s.key);
      const member = findMember(root, s.key);
      if (s.kind === 'set') result.push({ kind: 'setProperty', object: root, key: s.key, value: s.value });
      else if (member) result.push({ kind: 'remove', container: root, child: member });
    }
  }
  const items: unknown[] = [];
  for (let i = 0; i <= data.list.length; i++) {
    items.push(...(inserts.get(i) ?? []));
    if (i < data.list.length && !removedItems.has(i)) items.push(data.list[i]);
  }
  const object: Record<string, unknown> = { ...data, list: items };
  for (const s of steps) {
    if (s.kind === 'set' && done.has(s.key)) {
      if (steps.find((o) => (o.kind === 'set' || o.kind === 'removeKey') && o.key === s.key) === s) object[s.key] = s.value;
    }
    if (s.kind === 'removeKey' && steps.find((o) => (o.kind === 'set' || o.kind === 'removeKey') && o.key === s.key) === s) delete object[s.key];
  }
  return { edits: result, expected: object };
}

const layouts: readonly ((data: unknown) => string)[] = [(d) => JSON.stringify(d), (d) => JSON.stringify(d, null, 2), (d) => JSON.stringify(d, null, '\t').replaceAll('\n', '\r\n'), (d) => JSON.stringify(d, null, 1).replaceAll('": ', '" : ')];

describe('edits', () => {
  const data = fc.record({ p: value, list: fc.array(value, { maxLength: 4 }), q: value });
  test('written into plain text and into an escaped string, they make what the model makes', () => {
    fc.assert(
      fc.property(data, fc.nat(layouts.length - 1), fc.array(step, { maxLength: 5 }), (source, layout, steps) => {
        const text = layouts[layout]!(source);
        const tree = parseJson(text);
        const batch = edits(tree, steps);
        expect(JSON.parse(applyChanges(text, tree.write(batch.edits)))).toEqual(batch.expected);
        const outerText = JSON.stringify({ Policy: text });
        const outer = parseJson(outerText);
        const inner = parseEscapedJson(outer, (outer.root as ObjectNode).members[0]!.value as ScalarNode);
        const innerBatch = edits(inner, steps);
        expect(JSON.parse((JSON.parse(applyChanges(outerText, inner.write(innerBatch.edits))) as { Policy: string }).Policy)).toEqual(batch.expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('the harness can fail: a wrong expectation is found', () => {
    expect(() =>
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 3 }), (steps) => {
          const text = '{"p": "x", "list": ["a"], "q": "y"}';
          const tree = parseJson(text);
          expect(JSON.parse(applyChanges(text, tree.write(edits(tree, steps).edits)))).toEqual(JSON.parse(text));
        }),
      ),
    ).toThrow();
  });
});
