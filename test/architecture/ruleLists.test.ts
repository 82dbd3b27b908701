/** Wherever all rules are listed, the same ones are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CLEAN, type CommandRuntime } from '../../server/src/cli';
import { explain } from '../../server/src/cli/explain';
import { ruleMetas } from '../../server/src/rules';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = (path: string): string => readFileSync(join(root, path), 'utf8');
const ids = ruleMetas.map((meta) => meta.id).sort();

/** The rows of the table, by id: their cells behind it, as they are written. */
const rows = new Map([...file('docs/rules/README.md').matchAll(/^\| \[([\w-]+)\]\(\1\.md\) \| (.*) \|$/gm)].map((row) => [row[1]!, row[2]!.split(' | ')]));

const explained = (id: string): string => {
  let text = '';
  expect(explain([id], { rulePage: () => undefined, out: (more: string) => void (text += more) } as unknown as CommandRuntime)).toBe(CLEAN);
  return text;
};

test('the table of the rules, the schema of the configuration and explain know the same ones', () => {
  const schema = JSON.parse(file('schemas/sqs-kms-policy-config.schema.json')) as { properties: { rules: { properties: Record<string, unknown> } } };
  expect([...rows.keys()].sort()).toEqual(ids);
  expect(Object.keys(schema.properties.rules.properties).sort()).toEqual(ids);
});

test.each(ids)('the row of %s says what explain says', (id) => {
  const [, recommended, strict, fix] = rows.get(id)!;
  const text = explained(id);
  expect(text).toContain(`Level: ${recommended} in recommended, ${strict} in strict\n`);
  expect(/^Fix: (?:a )?(\w+)/m.exec(text)![1]).toBe(fix);
});

test('the harness can fail: explain refuses a rule that is in no list', () => {
  expect(() => explained('no-such-rule')).toThrow(/no-such-rule/);
});
