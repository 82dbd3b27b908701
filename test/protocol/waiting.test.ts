/** Nobody waits for somebody else: not for a large document, nor for a file that does not come. */
import { afterEach, describe, expect, test } from 'vitest';
import { policy, uri } from './policies';
import { startSession, type Session } from './session';

let session: Session;
afterEach(() => session.close());

const statement = (i: number): object => ({ Sid: `S${i}`, Effect: 'Allow', Principal: { AWS: `arn:aws:iam::111122223333:role/r${i}` }, Action: 'sqs:SendMessage', Resource: '*' });
const queuePolicy = (count: number): object => ({ Version: '2012-10-17', Statement: Array.from({ length: count }, (_, i) => statement(i)) });
const LARGE = 'file:///work/dump.json';
const large = JSON.stringify({ items: Array.from({ length: 400 }, () => ({ Policy: queuePolicy(1) })) });

describe('a large document', () => {
  /** Runs what the server has put off, a turn at a time; gives the order of publications. */
  async function published(open: () => void): Promise<string[]> {
    const held: (() => void)[] = [];
    session = await startSession({}, new Map(), { defer: (task) => void held.push(task) });
    open();
    let turns = 0;
    while (session.published.length < 2 && turns++ < 5_000) {
      await session.client.sendRequest('sqsKmsPolicy/parameters', { values: {} });
      held.shift()?.();
    }
    return session.published.map((p) => p.uri);
  }

  test('waits for a small one that was opened after it', async () => {
    expect(await published(() => {
      session.open(LARGE, large);
      session.open(uri, policy);
    })).toEqual([uri, LARGE]);
  });

  test('is laid aside for one that is opened while it is worked on', async () => {
    const held: (() => void)[] = [];
    session = await startSession({}, new Map(), { defer: (task) => void held.push(task) });
    session.open(LARGE, large);
    const turn = async (): Promise<void> => {
      await session.client.sendRequest('sqsKmsPolicy/parameters', { values: {} });
      held.shift()?.();
    };
    for (let i = 0; i < 50; i++) await turn();
    session.open(uri, policy);
    for (let i = 0; i < 5_000 && session.published.length < 2; i++) await turn();
    expect(session.published.map((p) => p.uri)).toEqual([uri, LARGE]);
  });

  test('is given up where it changes meanwhile, and answers all the same', async () => {
    session = await startSession();
    session.open(LARGE, large);
    const lenses = session.client.sendRequest('textDocument/codeLens', { textDocument: { uri: LARGE } });
    session.change(LARGE, `${large} `);
    await lenses;
    expect(await session.diagnostics(LARGE)).not.toEqual([]);
    expect(session.published.map((p) => p.version)).toEqual([2]);
    expect(session.notifications.filter((n) => n.method === 'window/logMessage')).toEqual([]);
  });

  test('has its thousand weightiest findings sent, and is told how many there are', async () => {
    session = await startSession();
    session.open(LARGE, JSON.stringify({ items: Array.from({ length: 1_200 }, () => ({ Policy: queuePolicy(1) })).concat([{ Policy: { Version: '2012-10-17', Statement: [{ ...statement(0), Principal: '*' }] } }]) }));
    const found = await session.diagnostics(LARGE);
    expect(found).toHaveLength(1_001);
    expect(found.map((d) => d.code)).toContain('no-public-access');
    expect(found.at(-1)!.message).toMatch(/^Only 1000 of \d+ findings/);
  });
});

test('a document of over a megabyte is not read, which is said of a policy', async () => {
  session = await startSession();
  const filler = ' '.repeat(1_100_000);
  session.open(LARGE, `${JSON.stringify(queuePolicy(1))}${filler}`);
  session.open(uri, `{"data": 1}${filler}`);
  expect((await session.diagnostics(LARGE)).map((d) => [d.severity, d.message])).toEqual([[3, expect.stringMatching(/^This file was not checked/)]]);
  expect(await session.diagnostics(uri)).toEqual([]);
  expect(await session.client.sendRequest('textDocument/codeLens', { textDocument: { uri: LARGE } })).toEqual([]);
});

describe('a file', () => {
  const FILE = 'file:///work/.sqs-kms-policy.json';
  const OFF = '{"rules": {"require-source-condition": "off"}}';

  test('that never comes holds nobody up', async () => {
    const clocks: (() => void)[] = [];
    session = await startSession({}, new Map(), { read: () => new Promise(() => undefined), after: (_, task) => void clocks.push(task) });
    session.open(uri, policy);
    await expect.poll(() => clocks.length).toBeGreaterThan(0);
    for (const over of clocks) over();
    expect((await session.diagnostics(uri)).map((d) => d.code)).toContain('require-source-condition');
  });

  test('that comes late counts from then on', async () => {
    const clocks: (() => void)[] = [];
    const asked: ((text: string | undefined) => void)[] = [];
    session = await startSession({}, new Map(), { read: (file) => new Promise((resolve) => void (file === FILE && asked.push(resolve))), after: (_, task) => void clocks.push(task) });
    session.open(uri, policy);
    await expect.poll(() => clocks.length).toBeGreaterThan(0);
    for (const over of clocks) over();
    expect((await session.diagnostics(uri)).map((d) => d.code)).toContain('require-source-condition');
    asked[0]!(OFF);
    await session.publication((p) => p.uri === uri && !p.diagnostics.some((d) => d.code === 'require-source-condition'));
    expect(asked).toHaveLength(1);
  });
});

describe('folders that are added later', () => {
  const TWO = 'file:///two';
  const added = { event: { added: [{ uri: TWO, name: 'two' }], removed: [] } };
  const file = `${TWO}/deep/queue-policy.json`;

  test.each([
    ['to a client that says it has folders', { workspace: { workspaceFolders: true } }],
    ['to one that does not', {}],
  ])('%s', async (_, capabilities) => {
    session = await startSession({ capabilities }, new Map([[`${TWO}/.sqs-kms-policy.json`, '{"rules": {"require-source-condition": "off"}}']]));
    session.open(file, policy);
    // Outside of all folders a file upward is nobody's business.
    expect((await session.diagnostics(file)).map((d) => d.code)).toContain('require-source-condition');
    await session.client.sendNotification('workspace/didChangeWorkspaceFolders', added);
    await session.publication((p) => p.uri === file && !p.diagnostics.some((d) => d.code === 'require-source-condition'));
    await session.client.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: added.event.added } });
    await expect.poll(() => session.published.filter((p) => p.uri === file).at(-1)!.diagnostics.map((d) => d.code)).toContain('require-source-condition');
  });
});

test('another text under the same version is another text', async () => {
  session = await startSession();
  session.open(uri, policy);
  await session.diagnostics(uri);
  await session.client.sendNotification('textDocument/didChange', { textDocument: { uri, version: 1 }, contentChanges: [{ text: '{"Version": "2012-10-17", "Statement": []}' }] });
  await expect.poll(() => session.published.at(-1)!.diagnostics.map((d) => d.code)).not.toContain('require-source-condition');
  expect(await session.client.sendRequest('textDocument/codeLens', { textDocument: { uri } })).toHaveLength(1);
});
