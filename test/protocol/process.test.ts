/** The bundled server as a process over stdio, as any editor starts it. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { policy, uri } from './policies';
import { connect } from './session';

const launcher = fileURLToPath(new URL('../../server/bin/sqs-kms-policy-language-server.js', import.meta.url));
const misspelt = policy.replace('SendMessage', 'SendMesage');

let server: ChildProcessWithoutNullStreams;
afterEach(() => void server.kill());

function start(...args: string[]): ChildProcessWithoutNullStreams {
  server = spawn(process.execPath, [launcher, ...args]);
  return server;
}

const client = () => createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin), undefined);

test('handshake, edits, findings, shutdown, exit code 0', async () => {
  start('--stdio');
  const exit = once(server, 'exit');
  const connection = client();
  const session = await connect(connection);
  session.open(uri, misspelt);
  expect((await session.diagnostics(uri)).map((d) => d.code)).toContain('known-action');
  // A storm of edits: only the newest text counts.
  for (let i = 0; i < 200; i++) session.change(uri, misspelt.slice(0, i * 2));
  session.change(uri, policy);
  const codes = (await session.diagnostics(uri)).map((d) => d.code);
  expect(codes).toContain('require-source-condition');
  expect(codes).not.toContain('known-action');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect((await exit)[0]).toBe(0);
});

test('exit without shutdown is exit code 1', async () => {
  start('--stdio');
  const exit = once(server, 'exit');
  const connection = client();
  await connect(connection);
  await connection.sendNotification('exit');
  expect((await exit)[0]).toBe(1);
});

test('an unknown argument is named', async () => {
  start('--stdoi');
  let error = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const [code] = (await once(server, 'close')) as [number];
  expect(code).toBe(2);
  expect(error).toContain('--stdoi');
});

test('the end of its input is the end of the server', async () => {
  start('--stdio', '--clientProcessId', String(process.pid));
  const exit = once(server, 'exit');
  await connect(client());
  server.stdin.end();
  expect((await exit)[0]).toBe(1);
});

test('the configuration is read from disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqs-kms-policy-'));
  try {
    writeFileSync(join(folder, '.sqs-kms-policy.json'), '{"rules": {"complete-least-privilege": "off"}}');
    start('--stdio');
    const session = await connect(client(), { workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: 'x' }] });
    const inFolder = pathToFileURL(join(folder, 'queue-policy.json')).toString();
    session.open(inFolder, policy);
    expect((await session.diagnostics(inFolder)).map((d) => d.code)).toEqual(['require-source-condition']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
