/** The language server as a Web Worker, for VS Code for the Web. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { READ_FILE } from './protocol/messages';
import { startServer } from './protocol/startServer';

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));

startServer(connection, {
  read: async (uri) => ((await connection.sendRequest(READ_FILE, { uri }).catch(() => null)) as string | null) ?? undefined,
  defer: (task) => void setTimeout(task, 0),
});
