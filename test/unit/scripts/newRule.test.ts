/** `npm run new-rule` in a copy of the parts of the tree that it writes to. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'new-rule-'));
for (const part of ['scripts', 'server/src/rules', 'docs/rules', 'test/fixtures/rules']) cpSync(join(root, part), join(copy, part), { recursive: true });
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const newRule = (...args: string[]) => spawnSync(process.execPath, [join(copy, 'scripts/new-rule.mjs'), ...args], { encoding: 'utf8' });

describe('npm run new-rule', () => {
  test('writes the rule, its cases, its page and its line in the index', () => {
    const { status, stdout, stderr } = newRule('exposure', 'no-example-rule');
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('no-example-rule');
    expect(readFileSync(join(copy, 'server/src/rules/exposure/no-example-rule.ts'), 'utf8')).toContain("id: 'no-example-rule'");
    expect(readFileSync(join(copy, 'server/src/rules/index.ts'), 'utf8')).toContain("from './exposure/no-example-rule'");
    expect(readFileSync(join(copy, 'docs/rules/no-example-rule.md'), 'utf8')).toMatch(/^# no-example-rule\n/);
    expect(readFileSync(join(copy, 'test/fixtures/rules/no-example-rule/cases.ts'), 'utf8')).toContain('RuleCases');
  });

  test.each([
    ['no category', ['no-example-rule']],
    ['an unknown category', ['misc', 'no-other-rule']],
    ['an id that is no name', ['grammar', 'Not A Name']],
    ['a rule that is there', ['grammar', 'valid-json']],
  ])('refuses %s and says why', (_, args) => {
    const { status, stderr } = newRule(...args);
    expect(status).not.toBe(0);
    expect(stderr.length).toBeGreaterThan(10);
  });
});
