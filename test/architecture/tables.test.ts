/** A table that is asked with words of a policy or a file is a Map: a plain object has an answer to `constructor`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../server/src', import.meta.url));
const TABLE = /^ *(?:export )?const (\w+): Readonly<Record<string, .*?>> = \{/gm;

/** The tables that are plain objects and are asked without a look at what they have themselves. */
function unguarded(text: string): string[] {
  return [...text.matchAll(TABLE)].map((match) => match[1]!).filter((name) => !text.includes(`Object.hasOwn(${name},`));
}

test('tables are Maps, or asked for what they have themselves', () => {
  // What aws has by service is asked with the names that stand in the same folder.
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.startsWith('aws'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => unguarded(readFileSync(join(root, file), 'utf8')).map((name) => `${file}: ${name}`))).toEqual([]);
});

test('a planted one is found', () => {
  expect(unguarded('const NAMES: Readonly<Record<string, string>> = { a: "b" };\nNAMES[text];')).toEqual(['NAMES']);
  expect(unguarded('const NAMES: Readonly<Record<string, string>> = { a: "b" };\nObject.hasOwn(NAMES, text) ? NAMES[text] : undefined;')).toEqual([]);
});
