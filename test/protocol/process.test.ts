/** The bundled server as a process over stdio, as any editor starts it. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { connect } from './session';

const launcher = fileURLToPath(new URL('../../server/bin/sqs-kms-policy-language-server.js', import.meta.url));
const uri = 'file:///work/queue-policy.json';
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMesage', Resource: '*' }] }, null, 2);

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
  session.open(uri, policy);
  expect((await session.diagnostics(uri)).map((d) => d.code)).toContain('known-action');
  // A storm of edits: only the newest text counts.
  for (let i = 0; i < 200; i++) session.change(uri, policy.slice(0, i * 2));
  session.change(uri, policy.replace('SendMesage', 'SendMessage'));
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
