// A language server as a process, driven over stdio.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const uri = 'file:///bench/queue-policy.json';

export class ServerProcess {
  constructor(file) {
    this.child = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.connection = createMessageConnection(new StreamMessageReader(this.child.stdout), new StreamMessageWriter(this.child.stdin));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
    this.connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.connection.onNotification('textDocument/publishDiagnostics', ({ version }) => {
      if (version === this.version) this.published?.();
    });
    this.connection.listen();
  }

  async initialize() {
    this.result = await this.connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: { textDocument: { publishDiagnostics: { versionSupport: true }, diagnostic: {} } } });
    await this.connection.sendNotification('initialized', {});
  }

  /** Opens the text and waits for its diagnostics. */
  async open(text) {
    this.pull = this.result.capabilities.diagnosticProvider !== undefined;
    this.version = 1;
    const answer = this.diagnostics();
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text } });
    await (this.pull ? this.ask() : answer);
  }

  /** Types one character over another, and waits for the diagnostics of the new text. */
  async type(position, character) {
    this.version++;
    const answer = this.diagnostics();
    const range = { start: position, end: { line: position.line, character: position.character + 1 } };
    void this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: this.version }, contentChanges: [{ range, text: character }] });
    await (this.pull ? this.ask() : answer);
  }

  diagnostics() {
    return new Promise((resolve) => (this.published = resolve));
  }

  ask() {
    return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  }

  /** Resident memory in megabytes; undefined where the system does not tell. */
  memory() {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  async end() {
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await closed;
    this.connection.dispose();
  }
}
