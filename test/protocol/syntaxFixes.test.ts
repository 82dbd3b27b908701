/** Mistakes in JSON: where the editor's own JSON service shows them, our fixes are offered all the same. */
import { afterEach, describe, expect, test } from 'vitest';
import { policy, uri } from './policies';
import { applyEdits, startSession, type CodeAction, type Session } from './session';

let session: Session;
afterEach(() => session.close());

const trailing = policy.replace(/\n( *)\]/, ',\n$1]');
const commented = policy.replace('"Effect"', '// who sends\n      "Effect"');
const both = commented.replace('"Version": "2012-10-17",', '"Version": "2012-10-17"');
const ALL = 'Fix all JSON mistakes of this policy';

async function actionsAt(text: string, place: string, options: object, diagnostics: readonly unknown[] = []): Promise<{ readonly title: string; readonly text: string; readonly diagnostics: unknown }[]> {
  session = await startSession(options);
  session.open(uri, text);
  const line = text.slice(0, text.indexOf(place)).split('\n').length - 1;
  const range = { start: { line, character: 0 }, end: { line, character: text.split('\n')[line]!.length } };
  const actions = (await session.client.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics, only: ['quickfix'] } })) as CodeAction[];
  const fixes = actions.filter((action) => !action.command);
  const resolved = await Promise.all(fixes.map((action) => (action.edit ? action : (session.client.sendRequest('codeAction/resolve', action) as Promise<CodeAction>))));
  return resolved.map((action) => ({ title: action.title, diagnostics: action.diagnostics, text: applyEdits(text, (action.edit!.documentChanges![0] as unknown as { edits: never[] }).edits) }));
}

const elsewhere = { initializationOptions: { syntaxErrors: 'client' } };

describe.each([
  ['the editor shows them', elsewhere],
  ['we show them', {}],
])('%s', (_, options) => {
  test('a comma too many', async () => {
    const [fix] = await actionsAt(trailing, ',\n  ]', options);
    expect(fix).toMatchObject({ title: 'Remove the comma', text: policy });
  });

  test('several at once', async () => {
    const fixes = await actionsAt(both, '// who', options);
    expect(fixes.map(({ title }) => title)).toContain('Remove the comment');
    const all = fixes.find(({ title }) => title === ALL)!;
    expect(JSON.parse(all.text)).toEqual(JSON.parse(policy));
  });

  test('one is not all', async () => {
    expect((await actionsAt(commented, '// who', options)).map(({ title }) => title)).not.toContain(ALL);
  });
});

test('what the editor shows is not shown twice, and the fix is the fix of what it shows', async () => {
  const line = both.slice(0, both.indexOf('// who')).split('\n').length - 1;
  const shown = { source: 'json', code: 521, severity: 1, message: 'Comments are not permitted in JSON.', range: { start: { line, character: 6 }, end: { line, character: 18 } } };
  const fixes = await actionsAt(both, '// who', elsewhere, [shown]);
  expect(fixes.find(({ title }) => title === 'Remove the comment')!.diagnostics).toEqual([shown]);
  expect((await session.diagnostics(uri)).map((d) => d.code)).not.toContain('valid-json');
});

test('far from the mistake nothing is offered for it', async () => {
  expect((await actionsAt(commented, '"Version"', elsewhere)).map(({ title }) => title)).not.toContain('Remove the comment');
});
