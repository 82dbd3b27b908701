/// <reference types="vite/client" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findPolicies } from '../../server/src/documents';
import { ruleMetas, rules } from '../../server/src/rules';
import type { Rule } from '../../server/src/rules/rule';
import { applyChanges } from '../apply';
import { newlyAllowed, proveClass } from './fixClass';
import { forms, read, run, unmark, wrap, type InvalidCase, type RuleCases } from './harness';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });
const casesOf = (id: string): RuleCases | undefined => modules[`../fixtures/rules/${id}/cases.ts`]?.cases;

function finding(rule: Rule, theCase: InvalidCase, text: string) {
  const document = read(text, theCase);
  const site = document.policies[0];
  if (!site) throw new Error('no policy was found');
  return { site, ...run(rule, document, site, theCase) };
}

describe.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (id, rule) => {
  const cases = casesOf(id);

  test('has at least three invalid and three valid cases', () => {
    expect(cases?.invalid.length).toBeGreaterThanOrEqual(3);
    expect(cases?.valid.length).toBeGreaterThanOrEqual(3);
  });

  for (const theCase of cases?.invalid ?? [])
    describe.each(theCase.forms ?? forms)(`invalid: ${theCase.name} (%s)`, (form) => {
      const { text, ranges } = unmark(theCase.policy);
      const wrapped = wrap(text, form, theCase.kind ?? 'queue');

      test('is found at the token', () => {
        const { findings } = finding(rule, theCase, wrapped.text);
        const shown = findings.map((f) => wrapped.text.slice(f.range.start, f.range.end));
        expect(shown).toEqual(ranges.map((r) => wrapped.text.slice(wrapped.outward(r.start), wrapped.outward(r.end))));
        expect(findings.map((f) => f.range)).toEqual(ranges.map((r) => ({ start: wrapped.outward(r.start), end: wrapped.outward(r.end) })));
        const level = rule.meta.levels[theCase.profile ?? 'recommended'];
        expect(findings[0]!.severity).toBe(theCase.severity ?? (level === 'off' ? 'warning' : level));
        if (theCase.message !== undefined) expect(findings[0]!.message).toMatch(theCase.message);
        for (const f of findings) {
          expect(f.message.length).toBeGreaterThan(10);
          expect(f.message.length).toBeLessThanOrEqual(260);
          for (const related of f.related) expect(related.message).not.toBe('');
        }
      });

      test('its fixes mend it, and are of the class they claim', () => {
        const { findings, site } = finding(rule, theCase, wrapped.text);
        const fixes = findings[0]!.fixes;
        if (theCase.fixes) expect(fixes.map((f) => f.title)).toEqual(theCase.fixes.map((f) => f.title));
        if (theCase.fixed !== undefined) expect(fixes.length).toBeGreaterThan(0);
        fixes.forEach((fix, i) => {
          // A single fix may promise less than its rule.
          const classes: readonly string[] = ['safe', 'repair', 'decision', 'none'];
          expect(classes.indexOf(fix.class)).toBeGreaterThanOrEqual(classes.indexOf(rule.meta.fix));
          expect(fix.title).not.toBe('');
          expect(rule.meta.fix).not.toBe('none');
          const after = applyChanges(wrapped.text, site.tree.write(fix.edits()));
          const expected = i === 0 ? (theCase.fixed ?? theCase.fixes?.[0]?.fixed) : theCase.fixes?.[i]?.fixed;
          if (expected !== undefined) expect(wrapped.unwrap(after)).toBe(expected);
          expect(after, fix.title).not.toBe(wrapped.text);
          const remaining = finding(rule, theCase, after);
          // A finding that lists what is missing lists less.
          const listed = (found: typeof findings) => found.map((f) => f.message).join('').length;
          expect(listed(remaining.findings), `${fix.title} leaves the finding:\n${after}`).toBeLessThan(listed(findings));
          // Of a text that is no JSON the next slip is told once the first is mended.
          if (fix.class !== 'decision' && id !== 'valid-json') expect(remaining.findings.length, `${fix.title} leaves a finding in its place:\n${after}`).toBeLessThan(findings.length);
          if (form === 'plain') proveClass(fix, findings[0]!, site, remaining.site);
        });
      });
    });

  for (const theCase of cases?.valid ?? [])
    test.each(theCase.forms ?? forms)(`valid: ${theCase.name} (%s)`, (form) => {
      const document = read(wrap(theCase.policy, form, theCase.kind ?? 'queue').text, theCase);
      const results = document.policies.map((site) => run(rule, document, site, theCase));
      expect(results.flatMap((r) => r.findings.map((f) => f.message))).toEqual([]);
      // What is undecided says on what it depends.
      for (const { holes } of results.flatMap((r) => r.undecided)) {
        expect(holes.length).toBeGreaterThan(0);
        for (const { label } of holes) expect(label).not.toBe('');
      }
      if (theCase.undecided !== undefined) expect(results.some((r) => r.undecided.length > 0)).toBe(theCase.undecided);
    });

  test('its page says what it does, and its examples are true', () => {
    const path = join(root, 'docs/rules', `${id}.md`);
    expect(existsSync(path), `${path} is missing`).toBe(true);
    const page = readFileSync(path, 'utf8');
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map((m) => m[1])).toEqual(['Avoid', 'Prefer', 'Why', 'When not to use it', 'Fix']);
    const section = (name: string) => page.slice(page.indexOf(`## ${name}\n`)).split(/\n## /)[0]!;
    const examples = (name: string) => [...section(name).matchAll(/```json\n([\s\S]*?)```/g)].map((m) => m[1]!);
    const profile = rule.meta.levels.recommended === 'off' ? 'strict' : 'recommended';
    const found = (text: string) => {
      const document = findPolicies(text, { name: rule.meta.kinds.includes('queue') ? 'queue-policy.json' : 'key-policy.json' });
      expect(document.policies.length, text).toBeGreaterThan(0);
      return document.policies.flatMap((site) => run(rule, document, site, { profile }).findings.map((f) => f.message));
    };
    expect(examples('Avoid').length).toBeGreaterThan(0);
    expect(examples('Prefer').length).toBeGreaterThan(0);
    for (const example of examples('Avoid')) expect(found(example).length, `no finding in\n${example}`).toBeGreaterThan(0);
    for (const example of examples('Prefer')) expect(found(example), example).toEqual([]);
  });
});

describe('the rules as a whole', () => {
  const ids = ruleMetas.map((meta) => meta.id);

  test('file name, id, page and fixtures are one name', () => {
    const files = readdirSync(join(root, 'server/src/rules'), { withFileTypes: true })
      .filter((e) => e.isDirectory())
      .flatMap((e) => readdirSync(join(root, 'server/src/rules', e.name)).map((f) => `${e.name}/${f.replace(/\.ts$/, '')}`));
    expect(ruleMetas.map((meta) => `${meta.category}/${meta.id}`).sort()).toEqual(files.sort());
    expect(readdirSync(join(root, 'docs/rules')).filter((f) => f !== 'README.md').map((f) => f.replace(/\.md$/, '')).sort()).toEqual([...ids].sort());
    const configurationCases = Object.keys(import.meta.glob('../fixtures/configurationRules/*/cases.ts'));
    expect([...Object.keys(modules), ...configurationCases].map((p) => p.split('/').at(-2)).sort()).toEqual([...ids].sort());
  });

  test('yieldsTo has no cycle', () => {
    const visiting = new Set<string>();
    const done = new Set<string>();
    const visit = (id: string): void => {
      if (done.has(id)) return;
      expect(visiting.has(id), `${[...visiting].join(' -> ')} -> ${id}`).toBe(false);
      visiting.add(id);
      for (const to of rules.find((r) => r.meta.id === id)?.meta.yieldsTo ?? []) visit(to);
      visiting.delete(id);
      done.add(id);
    };
    ids.forEach(visit);
  });

  test('the proof of a fix’s class can fail', () => {
    const site = (action: string) => findPolicies(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/a"}, "Action": "${action}", "Resource": "*"}]}`, { name: 'p.json' }).policies[0]!;
    expect(newlyAllowed(site('sqs:SendMessage'), site('sqs:*')).length).toBeGreaterThan(0);
    expect(newlyAllowed(site('sqs:*'), site('sqs:SendMessage'))).toEqual([]);
    const wider = { title: 'wider', class: 'safe' as const, edits: () => [] };
    expect(() => proveClass(wider, { rule: rules[0]!.meta, severity: 'error', message: '', range: { start: 0, end: 0 }, related: [], fixes: [] }, site('sqs:SendMessage'), site('sqs:*'))).toThrow(/allows more/);
  });

  test('a rule that throws is reported, and the harness can fail', () => {
    const throwing: Rule = {
      meta: { id: 'planted', category: 'grammar', kinds: ['queue'], levels: { recommended: 'error', strict: 'error' }, fix: 'none', summary: 'throws' },
      // eslint-disable-next-line require-yield
      *check() {
        throw new Error('planted');
      },
    };
    const document = findPolicies('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}]}', { name: 'p.json' });
    const errors: unknown[] = [];
    expect(run(throwing, document, document.policies[0]!, {}, (e) => errors.push(e)).findings).toEqual([]);
    expect(errors.map(String)).toEqual(['Error: planted']);
    expect(() => run(throwing, document, document.policies[0]!)).toThrow('planted');
  });
});
