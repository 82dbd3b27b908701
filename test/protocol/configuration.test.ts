import { afterEach, describe, expect, test } from 'vitest';
import { policy, uri } from './policies';
import { startSession, type Session } from './session';

let session: Session;
afterEach(() => session.close());

const FILE = 'file:///work/.sqs-kms-policy.json';
const OFF = '{"rules": {"require-source-condition": "off"}}';
const codes = (diagnostics: readonly { readonly code?: unknown }[]) => diagnostics.map((d) => d.code);
const asksForSettings = { capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, didChangeWatchedFiles: { dynamicRegistration: true } } } };

describe('a configuration file', () => {
  test('is looked for upward to the root of the workspace, no further', async () => {
    session = await startSession({}, new Map([['file:///.sqs-kms-policy.json', OFF]]));
    session.open(uri, policy);
    expect(codes(await session.diagnostics(uri))).toContain('require-source-condition');
  });

  test('of the nearest folder holds alone', async () => {
    session = await startSession({}, new Map([[FILE, OFF], ['file:///work/queues/.sqs-kms-policy.json', '{"profile": "strict"}']]));
    const nested = 'file:///work/queues/queue-policy.json';
    session.open(nested, policy);
    expect(codes(await session.diagnostics(nested))).toEqual(expect.arrayContaining(['require-source-condition', 'require-secure-transport']));
  });

  test('is read again when it changes', async () => {
    const files = new Map([[FILE, '{}']]);
    session = await startSession(asksForSettings, files);
    session.open(uri, policy);
    expect(codes(await session.diagnostics(uri))).toContain('require-source-condition');
    files.set(FILE, OFF);
    await session.client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: FILE, type: 2 }] });
    await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('require-source-condition'));
    files.delete(FILE);
    const before = session.published.length;
    await session.client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: FILE, type: 3 }] });
    await session.publication((p) => session.published.indexOf(p) >= before && codes(p.diagnostics).includes('require-source-condition'));
  });

  test('counts as it stands in the editor, before it is saved', async () => {
    session = await startSession({}, new Map([[FILE, '{}']]));
    session.open(uri, policy);
    session.open(FILE, '{}');
    await session.diagnostics(uri);
    session.change(FILE, OFF);
    await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('require-source-condition'));
    const before = session.published.length;
    await session.client.sendNotification('textDocument/didClose', { textDocument: { uri: FILE } });
    await session.publication((p) => session.published.indexOf(p) >= before && codes(p.diagnostics).includes('require-source-condition'));
  });

  test('is read again when it is saved, for clients that watch no files', async () => {
    const files = new Map([[FILE, '{}']]);
    session = await startSession({}, files);
    session.open(uri, policy);
    await session.diagnostics(uri);
    files.set(FILE, OFF);
    await session.client.sendNotification('textDocument/didSave', { textDocument: { uri: FILE } });
    session.open(FILE, OFF);
    await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('require-source-condition'));
  });

  test('that is broken leaves everything at its default', async () => {
    session = await startSession({}, new Map([[FILE, '{"rules": {"no-such-rule": "off", "require-source-condition": 7}, ']]));
    session.open(uri, policy);
    expect(codes(await session.diagnostics(uri))).toContain('require-source-condition');
  });

  test('has its own mistakes shown, once', async () => {
    const text = '{"rules": {"require-source-conditon": "off"}}';
    session = await startSession();
    session.open(FILE, text);
    expect(await session.diagnostics(FILE)).toMatchObject([{ severity: 1, source: 'sqs-kms-policy', message: expect.stringContaining('require-source-condition') }]);
    await session.close();
    session = await startSession({ initializationOptions: { syntaxErrors: 'client' } });
    session.open(FILE, '{"rules": {"require-source-conditon": "of"}}');
    // The editor's JSON service says what the level may be; that there is no such rule is ours to say.
    expect(codes(await session.diagnostics(FILE))).toEqual(['known-rule-id']);
  });

  test('is read by the client where it offers to', async () => {
    session = await startSession({ initializationOptions: { fileSystem: 'client' } }, new Map([[FILE, '{}']]), { answers: { files: new Map([[FILE, OFF]]) } });
    session.open(uri, policy);
    expect(codes(await session.diagnostics(uri))).not.toContain('require-source-condition');
    expect(session.requests.filter((r) => r.method === 'sqsKmsPolicy/readFile').map((r) => r.params)).toEqual([{ uri: FILE }]);
  });
});

describe('settings', () => {
  const off = { rules: { 'require-source-condition': 'off' } };

  test('hold where there is no file, root by root', async () => {
    const roots = { workspaceFolders: [{ uri: 'file:///work', name: 'work' }, { uri: 'file:///other/', name: 'other' }] };
    session = await startSession({ ...asksForSettings, ...roots }, new Map(), { answers: { settings: new Map([['file:///other', off]]) } });
    const other = 'file:///other/queue-policy.json';
    session.open(uri, policy);
    session.open(other, policy);
    await session.publication((p) => p.uri === other && !codes(p.diagnostics).includes('require-source-condition'));
    expect(codes(await session.diagnostics(uri))).toContain('require-source-condition');
  });

  test('are asked for again when they change', async () => {
    const settings = new Map<string, unknown>();
    session = await startSession(asksForSettings, new Map(), { answers: { settings } });
    session.open(uri, policy);
    await session.diagnostics(uri);
    settings.set('', off);
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('require-source-condition'));
    expect(session.requests.filter((r) => r.method === 'client/registerCapability')).toHaveLength(2);
  });

  test('come with the notification where they cannot be asked for', async () => {
    session = await startSession();
    session.open(uri, policy);
    await session.diagnostics(uri);
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings: { sqsKmsPolicy: off } });
    await session.publication((p) => p.uri === uri && !codes(p.diagnostics).includes('require-source-condition'));
  });

  test('of any shape are survived', async () => {
    session = await startSession();
    for (const sqsKmsPolicy of [null, 7, { profile: 3, rules: 'x' }, { rules: { 'require-source-condition': {}, constructor: 'off' } }]) await session.client.sendNotification('workspace/didChangeConfiguration', { settings: { sqsKmsPolicy } });
    session.open(uri, policy);
    expect(codes(await session.diagnostics(uri))).toContain('require-source-condition');
  });

  test('of a folder that is added hold in it', async () => {
    session = await startSession(asksForSettings, new Map([['file:///added/.sqs-kms-policy.json', OFF]]));
    const deep = 'file:///added/deep/queue-policy.json';
    session.open(deep, policy);
    expect(codes(await session.diagnostics(deep))).toContain('require-source-condition');
    await session.client.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: 'file:///added', name: 'added' }], removed: [] } });
    await session.publication((p) => p.uri === deep && !codes(p.diagnostics).includes('require-source-condition'));
  });
});
