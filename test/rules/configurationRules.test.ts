/// <reference types="vite/client" />
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import { configurationRules, ruleMetas } from '../../server/src/rules';
import { checkConfiguration, parseConfiguration, withConfiguration } from '../../server/src/service/configuration';
import { validate } from '../../server/src/service/validate';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { applyChanges } from '../apply';
import { unmark } from './harness';

export interface ConfigurationCase {
  readonly name: string;
  readonly configuration: string;
}

export interface ConfigurationCases {
  /** ⟦ and ⟧ stand round each finding; `fixed` is the text after the first fix of the first one. */
  readonly invalid: readonly (ConfigurationCase & { readonly fixed?: string; readonly message?: RegExp })[];
  readonly valid: readonly ConfigurationCase[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = import.meta.glob<{ cases: ConfigurationCases }>('../fixtures/configurationRules/*/cases.ts', { eager: true });
const TODAY = '2026-11-24';

/** The one file that is at hand. */
const queue = `{
  "Version": "2012-10-17",
  "Statement": [{ "Sid": "Public", "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders" }]
}`;

function check(text: string) {
  const read = parseConfiguration(text, ruleMetas.map((meta) => meta.id));
  const workspace = { ...withConfiguration(defaultWorkspace, read.configuration), today: () => TODAY };
  const reports = validate(findPolicies(queue, { name: 'queue.json' }), workspace, facts);
  const met = (s: (typeof read.configuration.suppressions)[number]) => (s.file === 'queue.json' ? reports.some((r) => r.suppressed.some(({ by }) => by === s)) : undefined);
  return { read, findings: checkConfiguration(read, { profile: workspace.profile, levels: workspace.levels, today: TODAY, met }) };
}

describe.each(configurationRules.map(({ meta }) => [meta.id, meta] as const))('%s', (id, meta) => {
  const cases = modules[`../fixtures/configurationRules/${id}/cases.ts`]!.cases;
  const found = (text: string) => check(text).findings.filter((finding) => finding.rule.id === id);

  test('has at least three invalid and three valid cases', () => {
    expect(cases.invalid.length).toBeGreaterThanOrEqual(3);
    expect(cases.valid.length).toBeGreaterThanOrEqual(3);
  });

  test.each(cases.invalid)('invalid: $name', ({ configuration, fixed, message }) => {
    const { text, ranges } = unmark(configuration);
    const findings = found(text);
    expect(findings.map((finding) => finding.range)).toEqual(ranges);
    expect(findings[0]!.severity).toBe(meta.levels.recommended);
    if (message) expect(findings[0]!.message).toMatch(message);
    const fix = findings[0]!.fixes[0];
    if (fixed !== undefined) {
      const { read, findings: all } = check(text);
      expect(applyChanges(text, read.file.tree.write(all.find((finding) => finding.rule.id === id)!.fixes[0]!.edits()))).toBe(fixed);
    }
    if (fix) expect(fix.class).toBe(meta.fix);
  });

  test('what it says of its cases', async () => {
    const lines = cases.invalid.flatMap(({ name, configuration }) => {
      const { text } = unmark(configuration);
      const { read, findings } = check(text);
      const own = findings.filter((finding) => finding.rule.id === id);
      return [`== ${name}`, ...own.flatMap((f) => [`${f.severity}: ${f.message}`, ...f.fixes.map((fix) => `  ${fix.class}: ${fix.title} -> ${applyChanges(text, read.file.tree.write(fix.edits()))}`)]), ''];
    });
    await expect(lines.join('\n')).toMatchFileSnapshot(`../golden/configurationRules/${id}.txt`);
  });

  test.each(cases.valid)('valid: $name', ({ configuration }) => {
    expect(found(configuration)).toEqual([]);
  });

  test('its page says what it does, and its examples are true', () => {
    const path = join(root, 'docs/rules', `${id}.md`);
    expect(existsSync(path), `${path} is missing`).toBe(true);
    const page = readFileSync(path, 'utf8');
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map((m) => m[1])).toEqual(['Avoid', 'Prefer', 'Why', 'When not to use it', 'Fix']);
    const examples = (name: string) => [...page.slice(page.indexOf(`## ${name}\n`)).split(/\n## /)[0]!.matchAll(/```json\n([\s\S]*?)```/g)].map((m) => m[1]!);
    for (const example of examples('Avoid')) expect(found(example).length, example).toBeGreaterThan(0);
    for (const example of examples('Prefer')) expect(check(example).findings, example).toEqual([]);
    expect([examples('Avoid').length, examples('Prefer').length]).not.toContain(0);
  });
});

test('a level of the file itself, also off', () => {
  expect(check('{ "rules": { "known-rule-id": "hint", "nope": "off" } }').findings.map((f) => f.severity)).toEqual(['hint']);
  expect(check('{ "rules": { "known-rule-id": "off", "nope": "off" } }').findings).toEqual([]);
});
