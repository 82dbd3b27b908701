// `npm start`: builds, then opens VS Code with the extension on examples/.
//   --no-open           for machines without a screen: starts the embedded VS Code, prints its address, stays until Ctrl-C
//   --port N            the port of the embedded VS Code (default: a free one)
//   --exit-when-ready   ends as soon as the address answers
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { cache, codeCommand, installExtension, print, repository, startServer } from './vscode-host/index.mjs';

const examples = join(repository, 'examples');

const { values } = parseArgs({ options: { 'no-open': { type: 'boolean' }, 'exit-when-ready': { type: 'boolean' }, port: { type: 'string' } } });
await build();
const code = values['no-open'] ? undefined : codeCommand();
if (code !== undefined) openDesktop(code);
else await openEmbedded();

function openDesktop(command) {
  print(`opening ${command} on examples/ with the extension in development`);
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, examples, join(examples, 'queue-policy.json')];
  // On Windows it is a command file, which takes a shell, and a shell takes quotes.
  const child = process.platform === 'win32' ? spawn([command, ...args].map((arg) => `"${arg}"`).join(' '), { stdio: 'inherit', shell: true }) : spawn(command, args, { stdio: 'inherit' });
  child.on('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (status) => (process.exitCode = status ?? 1));
}

async function openEmbedded() {
  if (!values['no-open']) print('there is no command "code" on the PATH; using the VS Code that npm has');
  const data = join(cache, 'start');
  installExtension(data);
  // As a user sees it: no test driver, the extension installed like any other.
  const server = await startServer({ data, testDriver: false, port: values.port === undefined ? undefined : Number(values.port) });
  print(`\nVS Code ${server.version} with SQS & KMS Policy, on examples/. Open this address in a browser:\n\n  ${server.address}/?folder=${encodeURI(examples)}\n\nCtrl-C ends it.`);
  if (values['exit-when-ready']) return server.stop();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());
  await server.ended;
}
