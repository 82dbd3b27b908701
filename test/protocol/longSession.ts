/** A long session: documents are edited, folders and configuration files come and go. Everything follows from one number. */
import type { ProtocolConnection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { wrap, type Form } from '../rules/harness';
import { fixtures } from '../property/policies';

/** Numbers between 0 and 1 in an order that a seed decides (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FOLDERS = ['file:///one', 'file:///two', 'file:///two/inner', 'untitled-scheme:///three'];
const CONFIGURATIONS = [undefined, '{}', '{"profile": "strict"}', '{"rules": {"require-source-condition": "error", "no-public-access": "off"}}', '{"kinds": {"**": "key"}}', '{"account": "444455556666", "trust": {"accounts": ["111122223333"]}}', '{"profile": "str'];
const SCRAPS = ['', '{', '}', '[', ']', '"', ',', ':', '\\', ' ', '\n', '//', 'x', '*', '<account-id>', '${x}', '"Deny"', '"Allow"', '"*"', '"Sid": "A",', '{"Ref": "AWS::NoValue"}', 'aws:SourceArn', 'Not', '1', 'null'];
const FORMS: readonly Form[] = ['plain', 'escaped', 'template'];

/** Texts to begin with: every policy of the rules' cases in each form, and the examples. */
const texts: readonly { readonly name: string; readonly text: string }[] = fixtures.flatMap(({ text, kind }) =>
  kind === undefined
    ? [{ name: 'example.json', text }]
    : FORMS.map((form) => ({ name: form === 'plain' ? `${kind}-policy.json` : `${form}.json`, text: wrap(text, form, kind).text })),
);

export class LongSession {
  readonly open = new Map<string, TextDocument>();
  readonly files = new Map<string, string>();
  folders: readonly string[] = [FOLDERS[0]!];
  private count = 0;

  constructor(private readonly random: () => number) {}

  private pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)]!;
  }

  /** The documents of which something may have changed. */
  step(client: ProtocolConnection): void {
    const what = this.random();
    if (this.open.size === 0 || (what < 0.03 && this.open.size < 5)) this.openOne(client);
    else if (what < 0.05) this.close(client, this.pick([...this.open.keys()]));
    else if (what < 0.06) this.changeFolders(client);
    else if (what < 0.07) this.changeConfiguration(client);
    else if (what < 0.08) this.reopen(client, this.pick([...this.open.values()]));
    else this.edit(client, this.pick([...this.open.values()]));
  }

  private openOne(client: ProtocolConnection): void {
    const { name, text } = this.pick(texts);
    const folder = this.pick([...FOLDERS, 'file:///elsewhere']);
    this.show(client, TextDocument.create(`${folder}/${++this.count}/${name}`, 'json', 1, text));
  }

  private show(client: ProtocolConnection, document: TextDocument): void {
    this.open.set(document.uri, document);
    void client.sendNotification('textDocument/didOpen', { textDocument: { uri: document.uri, languageId: 'json', version: document.version, text: document.getText() } });
  }

  private close(client: ProtocolConnection, uri: string): void {
    this.open.delete(uri);
    void client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Another text under the same version. */
  private reopen(client: ProtocolConnection, { uri, version }: TextDocument): void {
    this.close(client, uri);
    this.show(client, TextDocument.create(uri, 'json', version, this.pick(texts).text));
  }

  private changeFolders(client: ProtocolConnection): void {
    const folder = this.pick(FOLDERS);
    const there = this.folders.includes(folder);
    this.folders = there ? this.folders.filter((one) => one !== folder) : [...this.folders, folder];
    const changed = [{ uri: folder, name: folder }];
    void client.sendNotification('workspace/didChangeWorkspaceFolders', { event: there ? { added: [], removed: changed } : { added: changed, removed: [] } });
    this.touchAll(client);
  }

  private changeConfiguration(client: ProtocolConnection): void {
    const uri = `${this.pick(FOLDERS)}/.sqs-kms-policy.json`;
    const text = this.pick(CONFIGURATIONS);
    if (text === undefined) this.files.delete(uri);
    else this.files.set(uri, text);
    void client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    this.touchAll(client);
  }

  /** So that what is published afterwards has a version by which it is known. */
  private touchAll(client: ProtocolConnection): void {
    for (const document of this.open.values()) this.replace(client, document, 0, 0, this.random() < 0.5 ? ' ' : '');
  }

  private edit(client: ProtocolConnection, document: TextDocument): void {
    const text = document.getText();
    const start = Math.floor(this.random() * (text.length + 1));
    const what = this.random();
    if (what < 0.15) {
      // What a person undoes, pastes, or takes from another file.
      this.replace(client, document, 0, text.length, this.pick(texts).text);
      return;
    }
    const end = Math.min(text.length, start + Math.floor(this.random() * (what < 0.6 ? 2 : 60)));
    const inserted = what < 0.75 ? this.pick(SCRAPS) : text.slice(...[this.random(), this.random()].map((r) => Math.floor(r * text.length)).sort((a, b) => a - b)).slice(0, 300);
    this.replace(client, document, start, end, inserted);
  }

  private replace(client: ProtocolConnection, document: TextDocument, start: number, end: number, text: string): void {
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    const version = document.version + 1;
    this.open.set(document.uri, TextDocument.update(document, [{ range, text }], version));
    void client.sendNotification('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges: [{ range, text }] });
  }
}
