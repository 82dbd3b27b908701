import { afterEach, describe, expect, test } from 'vitest';
import { at, policy, uri } from './policies';
import { applyEdits, startSession, type CodeAction, type CompletionItem, type Session } from './session';

let session: Session;
afterEach(() => session.close());

describe('diagnostics', () => {
  test('are pushed with code, page and data, and cleared on close', async () => {
    session = await startSession();
    session.open(uri, policy);
    const diagnostics = await session.diagnostics(uri);
    const found = diagnostics.find((d) => d.code === 'require-source-condition');
    expect(found).toMatchObject({ severity: 2, source: 'sqs-kms-policy', codeDescription: { href: expect.stringContaining('docs/rules/require-source-condition.md') }, data: { rule: 'require-source-condition' } });
    expect(found!.range.start).toEqual(at(policy, '"sns.amazonaws.com"', 0));
  });

  test('follow the newest text only', async () => {
    session = await startSession();
    session.open(uri, policy);
    session.change(uri, '{');
    session.change(uri, policy.replace('sns.amazonaws.com', 'lambda.amazonaws.com'));
    expect((await session.diagnostics(uri)).map((d) => d.code)).not.toContain('require-source-condition');
  });

  test('obey the nearest configuration file', async () => {
    session = await startSession({}, new Map([['file:///work/.sqs-kms-policy.json', '{"rules": {"require-source-condition": "off", "complete-least-privilege": "error"}}']]));
    session.open(uri, policy);
    expect((await session.diagnostics(uri)).map((d) => [d.code, d.severity])).toEqual([['complete-least-privilege', 1]]);
  });

  test('kind, owner and their reasons are told', async () => {
    session = await startSession();
    session.open(uri, policy);
    await session.diagnostics(uri);
    await expect.poll(() => session.notifications.find((n) => n.method === 'sqsKmsPolicy/status')?.params).toMatchObject({ uri, policies: [{ address: '$', kind: 'queue', owner: '111122223333' }] });
  });
});

describe('code actions', () => {
  test('the fix comes first, its edit when it is asked for', async () => {
    session = await startSession();
    session.open(uri, policy);
    const diagnostics = await session.diagnostics(uri);
    const found = diagnostics.find((d) => d.code === 'require-source-condition')!;
    const actions = (await session.client.sendRequest('textDocument/codeAction', { textDocument: { uri }, range: found.range, context: { diagnostics: [found] } })) as CodeAction[];
    expect(actions.map((a) => a.title)).toEqual(['Limit to one source with aws:SourceArn', 'Limit to one account with aws:SourceAccount', 'Explain require-source-condition']);
    expect(actions[0]!.edit).toBeUndefined();
    expect(actions.filter((a) => a.isPreferred)).toHaveLength(1);
    const resolved = (await session.client.sendRequest('codeAction/resolve', actions[0]!)) as CodeAction;
    const change = resolved.edit!.documentChanges![0] as unknown as { textDocument: { version: number }; edits: { range: never; newText: string }[] };
    expect(change.textDocument.version).toBe(1);
    const after = JSON.parse(applyEdits(policy, change.edits));
    expect(after.Statement[0].Condition).toEqual({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:<topic-name>' } });
  });

  test('a client that cannot resolve gets the edit at once', async () => {
    session = await startSession({ capabilities: {} });
    session.open(uri, policy);
    const [found] = (await session.diagnostics(uri)).filter((d) => d.code === 'require-source-condition');
    const actions = (await session.client.sendRequest('textDocument/codeAction', { textDocument: { uri }, range: found!.range, context: { diagnostics: [found] } })) as CodeAction[];
    expect(actions[0]!.edit?.changes?.[uri]).toHaveLength(1);
  });
});

describe('completion', () => {
  test('inserts a whole statement with its comma', async () => {
    session = await startSession();
    const text = policy.replace('\n  ]\n', ',\n    \n  ]\n');
    session.open(uri, text);
    await session.diagnostics(uri);
    const list = (await session.client.sendRequest('textDocument/completion', { textDocument: { uri }, position: at(text, ',\n    \n  ]', 6) })) as { items: CompletionItem[] };
    const item = list.items.find((i) => i.label === 'DenyUnsecureTransport')!;
    const after = JSON.parse(applyEdits(text, [item.textEdit as never, ...(item.additionalTextEdits ?? [])]));
    expect(after.Statement[1]).toMatchObject({ Sid: 'DenyUnsecureTransport', Effect: 'Deny', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });

  test('offers actions inside the string', async () => {
    session = await startSession();
    session.open(uri, policy);
    await session.diagnostics(uri);
    const list = (await session.client.sendRequest('textDocument/completion', { textDocument: { uri }, position: at(policy, '"sqs:SendMessage"', 5) })) as { items: CompletionItem[] };
    const item = list.items.find((i) => i.label === 'sqs:ReceiveMessage')!;
    expect(JSON.parse(applyEdits(policy, [item.textEdit as never])).Statement[0].Action).toBe('sqs:ReceiveMessage');
  });
});

test('hover and symbols answer', async () => {
  session = await startSession();
  session.open(uri, policy);
  await session.diagnostics(uri);
  expect(await session.client.sendRequest('textDocument/hover', { textDocument: { uri }, position: at(policy, 'sqs:SendMessage') })).toMatchObject({ contents: { value: expect.stringContaining('sqs:SendMessage') } });
  expect(await session.client.sendRequest('textDocument/documentSymbol', { textDocument: { uri } })).toMatchObject([{ name: 'Queue policy', children: [{ name: 'AllowSns' }] }]);
});

test('every request answers at any position of any text', async () => {
  session = await startSession();
  const texts = ['', '{', policy.slice(0, 90), `${policy}x`, '{"Policy": "{\\"Version\\": \\"2012-10-17\\", \\"Statement\\": [{\\"Effect\\": "}'];
  for (const [i, text] of texts.entries()) {
    const document = `file:///work/p${i}-policy.json`;
    session.open(document, text);
    await session.diagnostics(document);
    for (const position of [{ line: 0, character: 0 }, { line: 0, character: 50 }, { line: 3, character: 2 }, { line: 999, character: 999 }])
      for (const method of ['textDocument/hover', 'textDocument/completion', 'textDocument/codeAction']) {
        const answer = await session.client.sendRequest(method, { textDocument: { uri: document }, position, range: { start: position, end: position }, context: { diagnostics: [] } });
        expect(answer === null || typeof answer === 'object').toBe(true);
      }
  }
});

test('a whole policy is made', async () => {
  session = await startSession();
  const result = (await session.client.sendRequest('sqsKmsPolicy/newPolicy', { kind: 'queue', values: { account: '111122223333' } })) as { text: string; missing: string[] };
  expect(JSON.parse(result.text).Statement).toHaveLength(8);
  expect(result.missing).toContain('organization');
});
