import { afterEach, describe, expect, test } from 'vitest';
import { at, policy, uri } from './policies';
import { startSession, type CodeAction, type CompletionItem, type Session } from './session';

let session: Session;
afterEach(() => session.close());

test('what is offered: incremental text in UTF-16, and the rest', async () => {
  session = await startSession();
  expect(session.initialized).toMatchObject({
    serverInfo: { name: 'sqs-kms-policy-language-server' },
    capabilities: { positionEncoding: 'utf-16', textDocumentSync: { openClose: true, change: 2 }, codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.sqsKmsPolicy'], resolveProvider: true } },
  });
});

test('of a burst of changes the last alone is published', async () => {
  const held: (() => void)[] = [];
  session = await startSession({}, new Map(), { defer: (task) => void held.push(task) });
  session.open(uri, policy);
  for (let i = 0; i < 5; i++) session.change(uri, policy.slice(0, -i || undefined));
  // An answer: every message before it is handled.
  await session.at('textDocument/hover', uri, { line: 0, character: 0 });
  while (held.length > 0) held.shift()!();
  await session.diagnostics(uri);
  expect(session.published.map((p) => p.version)).toEqual([6]);
});

test('a change by range is a change of the text', async () => {
  session = await startSession();
  session.open(uri, policy);
  await session.diagnostics(uri);
  const start = at(policy, 'sns.amazonaws.com', 0);
  await session.client.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start, end: { ...start, character: start.character + 3 } }, text: 's3' }] });
  const { diagnostics } = await session.publication((p) => p.version === 2);
  expect(diagnostics.find((d) => d.code === 'require-source-condition')?.message).toContain('s3.amazonaws.com');
});

test('a document that is closed has no diagnostics and no answers', async () => {
  session = await startSession();
  session.open(uri, policy);
  await session.diagnostics(uri);
  await session.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await session.publication((p) => p.version === undefined && p.diagnostics.length === 0);
  expect(await session.at('textDocument/hover', uri, at(policy, 'sqs:SendMessage'))).toBeNull();
  expect(await session.at('textDocument/documentSymbol', uri, at(policy, 'sqs:SendMessage'))).toEqual([]);
});

test('a position on a line that is not there answers empty', async () => {
  session = await startSession();
  session.open(uri, '{}');
  const beyond = { line: 7, character: 1 };
  expect(await session.at('textDocument/completion', uri, beyond)).toMatchObject({ items: [] });
  expect(await session.at('textDocument/hover', uri, beyond)).toBeNull();
  expect(await session.at('textDocument/codeAction', uri, beyond, { range: { start: beyond, end: beyond }, context: { diagnostics: [] } })).toEqual([]);
});

test('a document without a policy is left alone', async () => {
  session = await startSession();
  const other = 'file:///work/package.json';
  session.open(other, '{"name": "x"}');
  expect(await session.diagnostics(other)).toEqual([]);
  expect(await session.at('textDocument/completion', other, { line: 0, character: 1 })).toMatchObject({ items: [] });
});

test('a document of any scheme is read', async () => {
  session = await startSession();
  for (const other of ['untitled:Untitled-1', 'vscode-vfs://github/a/b/policy.json', 'file:///work/%zz.json']) {
    session.open(other, policy);
    expect((await session.diagnostics(other)).map((d) => d.code)).toContain('require-source-condition');
  }
});

describe('edits', () => {
  const capabilities = { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } }, workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport: true } } };

  async function actionsOn(code: string, context: object = {}): Promise<CodeAction[]> {
    const found = (await session.diagnostics(uri)).find((d) => d.code === code)!;
    return session.client.sendRequest('textDocument/codeAction', { textDocument: { uri }, range: found.range, context: { diagnostics: [found], ...context } });
  }
  const resolve = (action: CodeAction): Promise<CodeAction> => session.client.sendRequest('codeAction/resolve', action);

  test('are snippets with linked tab stops where the client takes them', async () => {
    session = await startSession({ capabilities });
    session.open(uri, policy);
    const [first] = await actionsOn('require-source-condition');
    const { edit } = await resolve(first!);
    const [change] = edit!.documentChanges as unknown as [{ textDocument: object; edits: { snippet?: { value: string } }[] }];
    expect(change.textDocument).toEqual({ uri, version: 1 });
    expect(change.edits.map((e) => e.snippet?.value)).toEqual([expect.stringContaining('arn:aws:sns:eu-west-1:111122223333:${1:<topic-name>}')]);
  });

  test('number each placeholder once over a whole edit', async () => {
    session = await startSession({ capabilities });
    session.open(uri, policy);
    const all = (await actionsOn('complete-least-privilege')).find((a) => a.title === 'Insert all missing statements')!;
    const { edit } = await resolve(all);
    const text = JSON.stringify(edit);
    const stops = new Map([...text.matchAll(/\$\{(\d+):(<[^>]+>)\}/g)].map((m) => [m[2], m[1]]));
    expect(stops.size).toBeGreaterThan(2);
    expect(new Set(stops.values()).size).toBe(stops.size);
    for (const [, number, placeholder] of text.matchAll(/\$\{(\d+):(<[^>]+>)\}/g)) expect(stops.get(placeholder)).toBe(number);
  });

  test('are not made for a text that has moved on', async () => {
    session = await startSession({ capabilities });
    session.open(uri, policy);
    const [first] = await actionsOn('require-source-condition');
    session.change(uri, `${policy}\n`);
    await session.diagnostics(uri);
    expect((await resolve(first!)).edit).toBeUndefined();
  });

  test('of every safe fix come when they are asked for', async () => {
    session = await startSession({ capabilities });
    const statement = '{"Sid": "One", "Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}';
    const text = `{"Version": "2012-10-17", "Statement": [${statement}, ${statement.replace('Send', 'Receive')}]}`;
    session.open(uri, text);
    const [fixAll, ...others] = await actionsOn('unique-sid', { only: ['source.fixAll'] });
    expect(fixAll).toMatchObject({ kind: 'source.fixAll.sqsKmsPolicy', edit: { documentChanges: [{ textDocument: { version: 1 } }] } });
    expect(others).toEqual([]);
    expect((await actionsOn('unique-sid')).some((a) => a.kind?.startsWith('source'))).toBe(false);
  });
});

describe('completions', () => {
  const text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", }]}';
  const position = at(text, ', }]', 2);
  const itemAt = async (label: string): Promise<CompletionItem> => (await session.at<{ items: CompletionItem[] }>('textDocument/completion', uri, position)).items.find((i) => i.label === label)!;

  test('leave the cursor where something is left to type, and show what can follow', async () => {
    session = await startSession({ capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true, insertTextModeSupport: { valueSet: [1, 2] } } } } }, initializationOptions: { suggestCommand: 'suggest' } });
    session.open(uri, text);
    expect(await itemAt('Sid')).toMatchObject({ insertTextFormat: 2, insertTextMode: 1, textEdit: { newText: '"Sid": "$0"' }, command: { command: 'suggest' } });
    expect(await itemAt('Resource')).toMatchObject({ insertTextFormat: 2, textEdit: { newText: expect.stringContaining('${1:<region>}') } });
  });

  test('are plain text for a client without snippets', async () => {
    session = await startSession();
    session.open(uri, text);
    const item = await itemAt('Resource');
    expect(item.insertTextFormat).toBeUndefined();
    expect(item.textEdit?.newText).toBe('"Resource": "arn:aws:sqs:<region>:<account-id>:<queue-name>"');
  });
});

describe('requests of our own', () => {
  test('placeholders, with their ranges', async () => {
    session = await startSession();
    const text = policy.replace('orders', '<queue-name>');
    session.open(uri, text);
    const start = at(text, '<queue-name>', 0);
    expect(await session.client.sendRequest('sqsKmsPolicy/placeholders', { textDocument: { uri } })).toEqual({ placeholders: [{ text: '<queue-name>', ranges: [{ start, end: { ...start, character: start.character + 12 } }] }] });
  });

  test('with nonsense answer a default', async () => {
    session = await startSession();
    expect(await session.client.sendRequest('sqsKmsPolicy/newPolicy', { kind: 'nothing' })).toEqual({ text: '', missing: [] });
    expect(await session.client.sendRequest('sqsKmsPolicy/parameters', {})).toHaveLength(10);
    expect(await session.client.sendRequest('sqsKmsPolicy/placeholders', { textDocument: { uri: 'file:///nowhere' } })).toEqual({ placeholders: [] });
  });

  test('only pages of rules are opened', async () => {
    session = await startSession({ capabilities: { window: { showDocument: { support: true } } } });
    const page = 'https://github.com/sqs-kms-policy/sqs-kms-policy/blob/main/docs/rules/no-public-access.md';
    for (const address of [page, 'https://example.com', 'file:///etc/passwd', `${page}/../../x`, 7]) await session.client.sendRequest('workspace/executeCommand', { command: 'sqs-kms-policy.explain', arguments: [address] });
    expect(session.requests.filter((r) => r.method === 'window/showDocument').map((r) => r.params)).toEqual([{ uri: page, external: true }]);
  });
});
