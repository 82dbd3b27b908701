/** Any position of any text answers: cut, mutated, in every form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPolicyLanguageService, defaultWorkspace, type Symbol } from '../../server/src/service';
import type { Span } from '../../server/src/syntax';
import { apply, forms, withCursor } from '../unit/service/forms';

const service = createPolicyLanguageService();
const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "One", "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com", "AWS": ["arn:aws:iam::111122223333:root"]}, "Action": ["sqs:SendMessage"],
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders", "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:<topic>"}, "Bool": {"aws:SecureTransport": true}}},
    {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
  ]
}|`;

function everyAnswer(text: string, offset: number): void {
  const within = ({ start, end }: Span): void => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(start).toBeLessThanOrEqual(end);
    expect(end).toBeLessThanOrEqual(text.length);
  };
  const document = service.read(text, 'queue-policy.json', defaultWorkspace);
  for (const item of service.complete(document, offset)) {
    within(item.edit.range);
    expect(item.edit.range.start).toBeLessThanOrEqual(offset);
    expect(item.edit.range.end).toBeGreaterThanOrEqual(offset);
    // An editor refuses an edit over several lines.
    expect(text.slice(item.edit.range.start, item.edit.range.end)).not.toContain('\n');
    for (const change of item.additional) {
      within(change.range);
      expect(change.range.end).toBeLessThan(item.edit.range.start + (item.edit.range.start === item.edit.range.end ? 0 : 1));
    }
    expect(item.caret ?? 0).toBeLessThanOrEqual(item.edit.newText.length);
  }
  const hover = service.hover(document, offset);
  if (hover) within(hover.range);
}

function everyDocumentAnswer(text: string): void {
  const document = service.read(text, 'queue-policy.json', defaultWorkspace);
  const nested = (symbol: Symbol): void => {
    expect(symbol.name).not.toBe('');
    expect(symbol.range.start).toBeLessThanOrEqual(symbol.selection.start);
    expect(symbol.selection.end).toBeLessThanOrEqual(symbol.range.end);
    symbol.children.forEach(nested);
  };
  service.symbols(document).forEach(nested);
  service.placeholders(document);
  const reports = service.validate(document, defaultWorkspace);
  for (const action of service.codeActions(reports, { start: 0, end: text.length })) if (action.reference) apply(text, service.resolveFix(reports, action.reference)!);
}

describe.each(forms)('%s', (form) => {
  const { text } = withCursor(policy, form).document;

  test('every offset of the whole text', () => {
    for (let offset = 0; offset <= text.length; offset++) everyAnswer(text, offset);
  });

  test('the end of every cut', () => {
    for (let length = 0; length <= text.length; length += 3) {
      everyAnswer(text.slice(0, length), length);
      everyDocumentAnswer(text.slice(0, length));
    }
  });

  test('mutated text', () => {
    const position = fc.nat({ max: text.length });
    const insert = fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '\n', 'x', '<a>', '//', '${a}', '😀', '\u0000');
    fc.assert(
      fc.property(fc.array(fc.tuple(position, fc.nat({ max: 20 }), insert), { minLength: 1, maxLength: 3 }), position, (mutations, at) => {
        const mutated = mutations.reduce((result, [start, length, added]) => result.slice(0, start) + added + result.slice(start + length), text);
        everyAnswer(mutated, Math.min(at, mutated.length));
        everyDocumentAnswer(mutated);
      }),
      { numRuns: 150 },
    );
  });
});
