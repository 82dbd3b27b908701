/**
 * Nothing is global, what is remembered least of all: it is kept in the one object that a service hands down (policy/memory.ts). Whatever can
 * change and stands at the top of a module is listed here with the reason why it cannot make two answers of one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const ALLOWED: Readonly<Record<string, string>> = {
  'server/src/access/constraints.ts NEVER': 'nothing is put into it',
  'server/src/access/solveRecord.ts readers': 'a view, of which there are a few, reads the same everywhere',
  'server/src/aws/actions.ts built': 'the catalogue, read when it is first asked for',
  'server/src/aws/actions.ts expansions': 'facts: a pattern of actions means the same everywhere',
  'server/src/aws/conditionKeys.ts built': 'the catalogue, read when it is first asked for',
  'server/src/aws/conditionKeys.ts found': 'facts: a key means the same everywhere',
  'server/src/aws/operators.ts parsed': 'facts: an operator means the same everywhere',
  'server/src/policy/derived.ts places': 'a number for each function that is declared',
  'server/src/policy/shape.ts places': 'a number for each function that is declared',
  'server/src/policy/shape.ts shapes': 'a number for each shape, never given twice',
  'server/src/recipes/satisfied.ts actionFacts': 'the lists of the recipes',
};

/** Names of what can change, at the top of a module. */
function changeable(text: string): string[] {
  const found = text.matchAll(/^(?:export )?(?:(?:let|var) (\w+)|const (\w+)(?:: (?!Readonly|readonly )[^=\n]+)? = (?:new (?:Map|Set|WeakMap|WeakSet|Array|Memory)(?:<[^\n]*>)?\(\)|\[\]|\{\}|Object\.create\(null\));)/gm);
  return [...found].map(([, variable, container]) => (variable ?? container)!);
}

test('nothing at the top of a module remembers', () => {
  const files = readdirSync(join(root, 'server/src'), { withFileTypes: true, recursive: true }).filter((e) => e.isFile() && e.name.endsWith('.ts') && !e.name.includes('generated'));
  expect(files.length).toBeGreaterThan(150);
  const found = files.flatMap((e) => {
    const path = join(e.parentPath, e.name);
    return changeable(readFileSync(path, 'utf8')).map((name) => `${relative(root, path).replaceAll('\\', '/')} ${name}`);
  });
  expect(found.sort()).toEqual(Object.keys(ALLOWED).sort());
});

test.each([
  ['let last: string | undefined;', ['last']],
  ['export let next = 1;', ['next']],
  ['const known = new Map<string, number[]>();', ['known']],
  ['const books: Book[] = [];', ['books']],
  ['const memory = new Memory();', ['memory']],
  ['const NOBODY: ReadonlySet<string> = new Set();', []],
  ['const names = new Set([1]);', []],
  ['  let inside = 1;', []],
])('%s', (text, names) => expect(changeable(text)).toEqual(names));
