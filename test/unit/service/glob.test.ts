import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globBase, isGlob, matchesGlob } from '../../../server/src/service/glob';

test.each<[glob: string, matches: string[], others: string[]]>([
  ['a.json', ['a.json'], ['b/a.json', 'aXjson']],
  ['*.json', ['a.json', '.json'], ['b/a.json', 'a.jsonc']],
  ['**/*.json', ['a.json', 'b/a.json', 'b/c/a.json'], ['a.txt']],
  ['queues/**', ['queues/a', 'queues/a/b'], ['queue/a', 'x/queues/a']],
  ['**', ['a', 'a/b'], []],
  ['a/**/b/*.tpl', ['a/b/x.tpl', 'a/x/y/b/x.tpl'], ['a/b/c/x.tpl', 'b/x.tpl']],
  ['?.json', ['a.json', '🔑.json'], ['ab.json', '.json']],
  ['{a,b}/{x,y*}.json', ['a/x.json', 'b/yes.json'], ['c/x.json', 'a/z.json']],
  ['{a,{b,c}d}.json', ['a.json', 'bd.json', 'cd.json'], ['b.json']],
  ['{a', ['{a'], ['a']],
  ['{a{b,c}', ['{ab', '{ac'], ['ab']],
  ['a}{,b}', ['a}', 'a}b'], ['a']],
  ['./a/*.json', ['a/x.json'], ['x.json']],
  ['/a.json', ['a.json'], []],
  ['[a].json', ['[a].json'], ['a.json']],
])('%s', (glob, matches, others) => {
  for (const path of matches) expect(matchesGlob(glob, path), path).toBe(true);
  for (const path of others) expect(matchesGlob(glob, path), path).toBe(false);
});

test('where a search begins', () => {
  expect(['a/b/*.json', '**/x', 'a/{b,c}/d', 'x'].map(globBase)).toEqual(['a/b', '', 'a', '']);
  expect(['a/b', 'a*', '{a}', 'a?'].map(isGlob)).toEqual([false, true, true, true]);
});

test('any glob against any path: an answer, and a path matches itself', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?', '{', '}', ',', '.'), maxLength: 40 });
  fc.assert(fc.property(text, text, (glob, path) => typeof matchesGlob(glob, path) === 'boolean'));
  const plain = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-', '1'), minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));
  fc.assert(fc.property(plain, (path) => matchesGlob(path, path) && matchesGlob('**', path) && matchesGlob(`**/${path}`, path)));
  // Would take for ever if every way of matching were tried.
  expect(matchesGlob('{a,b}'.repeat(40), 'a'.repeat(40))).toBe(true);
  expect(matchesGlob(`${'{a,b}'.repeat(8)}${'x'.repeat(4000)}`, `${'a'.repeat(8)}${'x'.repeat(4000)}`)).toBe(true);
  expect(matchesGlob(`${'{'.repeat(2000)}a,b${'}'.repeat(2000)}`, 'a')).toBe(false);
  expect(matchesGlob(`${'{'.repeat(8)}a,b${'}'.repeat(8)}`, 'b')).toBe(true);
  expect(matchesGlob('a'.repeat(5000), 'a'.repeat(5000))).toBe(false);
  expect(matchesGlob(`${'*a'.repeat(30)}b`, 'a'.repeat(500))).toBe(false);
});
