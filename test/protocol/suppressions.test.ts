import { afterEach, expect, test } from 'vitest';
import type { CodeAction, Command, InitializeParams, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { applyEdits, startSession, type Session } from './session';

let session: Session;
afterEach(() => session.close());

const FILE = 'file:///work/.sqs-kms-policy.json';
const uri = 'file:///work/queues/orders.json';
const statement = (sid: string) => `{ ${sid}"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders" }`;
const policy = `{ "Version": "2012-10-17", "Statement": [${statement('"Sid": "Public", ')}] }`;
const codes = (diagnostics: readonly { readonly code?: unknown }[]) => diagnostics.map((d) => d.code);
const able: Partial<InitializeParams> = {
  capabilities: { workspace: { applyEdit: true, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } }, textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } } },
};

async function actionsAt(target: string, text: string, token: string): Promise<(CodeAction & { command?: Command })[]> {
  const character = text.indexOf(token);
  return session.client.sendRequest('textDocument/codeAction', { textDocument: { uri: target }, range: { start: { line: 0, character }, end: { line: 0, character } }, context: { diagnostics: [] } });
}

/** Runs the action as a client would, perhaps with a reason; what the server wanted to be changed. */
async function ignore(text: string, more: object = {}): Promise<WorkspaceEdit> {
  const action = (await actionsAt(uri, text, '"*"')).find((a) => a.command?.command === 'sqs-kms-policy.ignore')!;
  expect(action.title).toBe('Ignore no-public-access here with a reason…');
  const [params] = action.command!.arguments as object[];
  expect(await session.client.sendRequest('workspace/executeCommand', { command: action.command!.command, arguments: [{ ...params, ...more }] })).toBe(true);
  return (session.requests.findLast((r) => r.method === 'workspace/applyEdit')!.params as { edit: WorkspaceEdit }).edit;
}

function textOf(edit: WorkspaceEdit, before: string): string {
  const [change] = edit.documentChanges!.filter((c) => 'edits' in c);
  return applyEdits(before, change!.edits as TextEdit[]);
}

test('code actions come in one order: fix, ignore, explain', async () => {
  session = await startSession(able);
  session.open(uri, policy);
  const kinds = (await actionsAt(uri, policy, '"*"')).map((a) => ({ 'sqs-kms-policy.ignore': 'ignore', 'sqs-kms-policy.explain': 'explain' })[a.command?.command ?? ''] ?? 'fix');
  expect(kinds).toEqual([...kinds].sort((a, b) => ['fix', 'ignore', 'explain'].indexOf(a) - ['fix', 'ignore', 'explain'].indexOf(b)));
  expect(new Set(kinds)).toEqual(new Set(['fix', 'ignore', 'explain']));
});

test('the first one makes the file, with what the settings said', async () => {
  session = await startSession({ ...able, capabilities: { ...able.capabilities, workspace: { ...able.capabilities!.workspace, configuration: true } } }, new Map(), { answers: { settings: new Map([['file:///work', { profile: 'strict', rules: { 'restrict-purge': 'off' } }]]) } });
  session.open(uri, policy);
  await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('complete-least-privilege'));
  const edit = await ignore(policy, { reason: 'anybody may write', expires: '2099-01-31' });
  expect(edit.documentChanges![0]).toMatchObject({ kind: 'create', uri: FILE });
  const text = textOf(edit, '');
  expect(JSON.parse(text)).toEqual({
    profile: 'strict',
    rules: { 'restrict-purge': 'off' },
    suppressions: [{ rule: 'no-public-access', file: 'queues/orders.json', sid: 'Public', reason: 'anybody may write', expires: '2099-01-31' }],
  });
  session.open(FILE, text);
  await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('no-public-access'));
});

test('a further one is added to the file; without a reason it waits for one', async () => {
  const before = '{\n  // ours\n  "account": "111122223333"\n}\n';
  session = await startSession(able, new Map([[FILE, before]]));
  const unnamed = `{ "Version": "2012-10-17", "Statement": [${statement('')}, ${statement('').replace('sqs:SendMessage', 'sqs:GetQueueUrl')}] }`;
  session.open(uri, unnamed);
  const edit = await ignore(unnamed);
  expect(edit.documentChanges).toHaveLength(1);
  const after = textOf(edit, before);
  expect(after).toBe(`{\n  // ours\n  "account": "111122223333",\n  "suppressions": [\n    {\n      "rule": "no-public-access",\n      "file": "queues/orders.json",\n      "statement": "${/[0-9a-f]{16}/.exec(after)![0]}",\n      "reason": "<why this is accepted>"\n    }\n  ]\n}\n`);
  session.open(FILE, after);
  expect((await session.diagnostics(FILE)).map((d) => d.message)).toEqual(['Say in reason why the finding is accepted; without it nothing is suppressed.']);
  expect(codes(await session.diagnostics(uri)).filter((c) => c === 'no-public-access')).toHaveLength(2);
  session.change(FILE, after.replace('<why this is accepted>', 'by design'));
  // The other statement's finding stays.
  await session.publication((p) => p.uri === uri && codes(p.diagnostics).filter((c) => c === 'no-public-access').length === 1);
});

test('one that has come to nothing is told and removed', async () => {
  const entry = '{ "rule": "no-public-access", "file": "queues/orders.json", "reason": "by design" }';
  const text = `{ "suppressions": [${entry}] }`;
  session = await startSession(able);
  session.open(FILE, text);
  session.open(uri, policy);
  await session.publication((p) => p.uri === FILE && p.diagnostics.length === 0);
  await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('no-public-access'));
  session.change(uri, policy.replace('"Principal": "*"', '"Principal": { "AWS": "111122223333" }'));
  await session.publication((p) => p.uri === FILE && codes(p.diagnostics).includes('no-stale-suppression'));
  const [fix] = await actionsAt(FILE, text, '{ "rule"');
  const resolved = await session.client.sendRequest<CodeAction>('codeAction/resolve', fix);
  expect(textOf(resolved.edit!, text)).toBe('{ "suppressions": [] }');
  const all = await session.client.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: FILE }, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, context: { diagnostics: [], only: ['source.fixAll'] } });
  expect(textOf(all[0]!.edit!, text)).toBe('{ "suppressions": [] }');
});

test('is not offered where it could not be written', async () => {
  session = await startSession();
  session.open(uri, policy);
  session.open('untitled:Untitled-1', policy);
  const commands = async (target: string) => (await actionsAt(target, policy, '"*"')).map((a) => a.command?.command);
  expect(await commands(uri)).not.toContain('sqs-kms-policy.ignore');
  await session.close();
  session = await startSession(able);
  session.open('untitled:Untitled-1', policy);
  expect(await commands('untitled:Untitled-1')).not.toContain('sqs-kms-policy.ignore');
});

test.each([[undefined], [{}], [{ configuration: 'file:///etc/passwd', document: uri, suppression: { rule: 'x', file: 'y' } }], [{ configuration: FILE, document: uri, suppression: { rule: 'x', file: 'y', evil: 'z' } }], [{ configuration: FILE, document: uri, suppression: { rule: 'x' } }]])('an argument of another shape changes nothing: %j', async (params) => {
  session = await startSession(able);
  expect(await session.client.sendRequest('workspace/executeCommand', { command: 'sqs-kms-policy.ignore', arguments: [params] })).toBe(false);
  expect(session.requests.filter((r) => r.method === 'workspace/applyEdit')).toEqual([]);
});
