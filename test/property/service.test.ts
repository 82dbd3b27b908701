/** Any position in any text answers, and what is answered lies in the text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPolicyLanguageService, defaultWorkspace, type PolicyLanguageService, type Workspace } from '../../server/src/service';
import type { Span } from '../../server/src/syntax';
import { mutated } from './mutatedText';

const strict: Workspace = { ...defaultWorkspace, profile: 'strict' };

function checkAnswers(service: PolicyLanguageService, text: string, offset: number): void {
  const inside = (span: Span): void => expect(span.start >= 0 && span.start <= span.end && span.end <= text.length, `${span.start}-${span.end} of ${text.length}`).toBe(true);
  const document = service.read(text, 'queue-policy.json', strict);
  const reports = service.validate(document, strict);
  for (const report of reports)
    for (const finding of report.findings) {
      inside(finding.range);
      expect(finding.message.length).toBeGreaterThan(0);
      finding.related.forEach((r) => inside(r.range));
      for (const fix of finding.fixes) for (const change of report.site.tree.write(fix.edits())) inside(change.range);
    }
  for (const item of service.complete(document, offset)) {
    inside(item.edit.range);
    item.additional.forEach((c) => inside(c.range));
  }
  const hover = service.hover(document, offset, strict);
  if (hover) inside(hover.range);
  for (const lens of service.lenses(document, strict)) {
    inside(lens.range);
    expect(lens.title).not.toMatch(/\n|undefined/);
  }
  service.codeActions(reports, { start: offset, end: offset });
  for (const symbol of service.symbols(document)) inside(symbol.range);
}

/** A rule that throws is caught by the runner; here it is a failure. */
const failing = () => createPolicyLanguageService({ onRuleError: (rule, error) => { throw new Error(`${rule.id}: ${String(error)}`); } });

describe('every feature', () => {
  test('answers at any position of any text', () => {
    const service = failing();
    fc.assert(fc.property(mutated, fc.nat(1400), (text, offset) => checkAnswers(service, text, Math.min(offset, text.length))), { numRuns: 1500 });
  });

  test('the harness can fail: an answer outside the text is found', () => {
    const service = failing();
    const wrong: PolicyLanguageService = { ...service, hover: () => ({ markdown: '', range: { start: 0, end: 1_000_000 } }) };
    expect(() => fc.assert(fc.property(mutated, (text) => checkAnswers(wrong, text, 0)))).toThrow();
  });

  test('fix-all reaches a fixpoint', () => {
    const service = failing();
    fc.assert(
      fc.property(mutated, (text) => {
        const classes = new Set(['safe', 'repair'] as const);
        const apply = (t: string): string => {
          const change = service.fixAll(t, 'queue-policy.json', strict, classes);
          return change ? t.slice(0, change.range.start) + change.newText + t.slice(change.range.end) : t;
        };
        const once = apply(text);
        expect(apply(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });
});
