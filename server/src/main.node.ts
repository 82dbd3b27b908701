/** The language server as a process: `--stdio` for any editor, `--node-ipc` for VS Code. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { readRegularFile } from './main.files';
import { startServer } from './protocol/startServer';
import { printable } from './syntax';

/** What vscode-languageserver itself reads from the command line. */
const TRANSPORT = /^--(stdio|node-ipc|socket=\d+|pipe=.+|clientProcessId=\d+)$/;

const given = process.argv.slice(2);
const unknown = given.find((argument, i) => !TRANSPORT.test(argument) && !['--version', '--help', '--clientProcessId'].includes(argument) && given[i - 1] !== '--clientProcessId');
if (given.includes('--version')) {
  process.stdout.write('0.1.0\n');
} else if (given.includes('--help') || unknown !== undefined || given.length === 0) {
  process.stderr.write(`${unknown === undefined ? '' : `unknown argument ${printable(unknown)}\n`}usage: sqs-kms-policy-language-server --stdio\n`);
  process.exitCode = given.includes('--help') ? 0 : 2;
} else {
  startServer(createConnection(ProposedFeatures.all), {
    // Virtual folders are read by the client, where it offers to.
    read: async (uri) => (uri.startsWith('file:') ? readText(uri) : undefined),
    defer: (task) => void setImmediate(task),
  });
}

/** Undefined where there is no file that can be read. */
function readText(uri: string): string | undefined {
  try {
    const path = fileURLToPath(uri);
    // Most files that are asked for are not there, and an exception is slow.
    return statSync(path, { throwIfNoEntry: false }) ? readRegularFile(path).toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
