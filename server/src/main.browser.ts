/** The language server as a Web Worker, for VS Code for the Web. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { READ_FILE } from './protocol/messages';
import { startServer } from './protocol/startServer';

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));

/** A timer would wait for some milliseconds each time it is set by a timer. */
const tasks: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => tasks.shift()?.();
const defer = (task: () => void): void => {
  tasks.push(task);
  channel.port2.postMessage(undefined);
};

startServer(connection, {
  read: async (uri) => ((await connection.sendRequest(READ_FILE, { uri }).catch(() => null)) as string | null) ?? undefined,
  defer,
  after: (milliseconds, task) => void setTimeout(task, milliseconds),
});
