/** The language server as a process: `--stdio` for any editor, `--node-ipc` for VS Code. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { READ_FILE } from './protocol/messages';
import { startServer } from './protocol/startServer';

const known = ['--stdio', '--node-ipc', '--version', '--help'];
const argument = process.argv.slice(2).find((a) => !known.includes(a) && !a.startsWith('--clientProcessId') && !a.startsWith('--socket') && !a.startsWith('--pipe'));
if (process.argv.includes('--version')) {
  process.stdout.write('0.1.0\n');
} else if (process.argv.includes('--help') || argument !== undefined || process.argv.length < 3) {
  process.stderr.write(`${argument === undefined ? '' : `unknown argument ${argument}\n`}usage: sqs-kms-policy-language-server --stdio\n`);
  process.exitCode = process.argv.includes('--help') ? 0 : 2;
} else {
  const connection = createConnection(ProposedFeatures.all);
  startServer(connection, {
    async read(uri) {
      // A virtual folder is the client's to read.
      if (!uri.startsWith('file:')) return ((await connection.sendRequest(READ_FILE, { uri }).catch(() => null)) as string | null) ?? undefined;
      return readFile(fileURLToPath(uri), 'utf8').catch(() => undefined);
    },
    defer: (task) => void setImmediate(task),
  });
}
