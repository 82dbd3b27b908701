/** The language status item: what kind of policy is open, who owns it, and why we think so. */
import * as vscode from 'vscode';
import type { PolicyStatus } from '../../server/src/protocol/messages';
import { describe, type PolicyDescription } from './describePolicy';
import { otherLanguages, otherSyntaxOf } from './otherSyntax';

export const SHOW_POLICIES = 'sqsKmsPolicy.showPolicies';

/** What the server said last about a document. */
interface Known {
  readonly policies: readonly PolicyStatus[];
  /** Why nothing of it is read. */
  readonly unread?: string;
}

export class PolicyStatusItem implements vscode.Disposable {
  private readonly byDocument = new Map<string, Known>();
  private readonly disposables: vscode.Disposable[];
  private item: vscode.LanguageStatusItem | undefined;

  constructor(private readonly selector: vscode.DocumentSelector) {
    this.disposables = [
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      // The server is not told of documents in other languages.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document && vscode.languages.match(otherLanguages, document) > 0) this.refresh();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.byDocument.delete(uri.toString())),
    ];
    this.refresh();
  }

  update(uri: vscode.Uri, known: Known): void {
    this.byDocument.set(uri.toString(), known);
    if (vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()) this.refresh();
  }

  policies(uri: vscode.Uri): readonly PolicyStatus[] | undefined {
    return this.byDocument.get(uri.toString())?.policies;
  }

  text(): string | undefined {
    return this.item?.text;
  }

  /** Lists every policy of the active document with the reasons. Choosing one changes nothing. */
  async show(): Promise<void> {
    const { policies: found, unread } = this.active();
    const policies = found.map(describe);
    const items: vscode.QuickPickItem[] = policies.map(({ title, owner, reasons }) => ({ label: title, description: owner, detail: reasons }));
    if (items.length === 0) items.push({ label: unread ?? 'No queue policy or key policy was found in this document' });
    await vscode.window.showQuickPick(items, { title: 'Policies in this document' });
  }

  dispose(): void {
    this.item?.dispose();
    for (const disposable of this.disposables) disposable.dispose();
  }

  private active(): Known {
    const document = vscode.window.activeTextEditor?.document;
    const unread = document && otherSyntaxOf(document);
    return unread !== undefined ? { policies: [], unread } : ((document && this.byDocument.get(document.uri.toString())) ?? { policies: [] });
  }

  private refresh(): void {
    const { policies: found, unread } = this.active();
    const policies = found.map(describe);
    if (policies.length === 0 && unread === undefined) {
      this.item?.dispose();
      this.item = undefined;
      return;
    }
    this.item ??= this.create();
    if (policies.length === 0) {
      this.item.text = unread!;
      this.item.detail = 'this document is not checked';
      this.item.command = undefined;
      return;
    }
    const [first] = policies as [PolicyDescription];
    this.item.text = policies.length === 1 ? first.title : `${policies.length} policies`;
    this.item.detail = policies.length === 1 ? [first.owner, first.reasons].join(' · ') : policies.map(({ title }) => title).join(', ');
    this.item.command = { command: SHOW_POLICIES, title: policies.length === 1 ? 'Why' : 'Show all' };
  }

  private create(): vscode.LanguageStatusItem {
    const item = vscode.languages.createLanguageStatusItem('sqsKmsPolicy.policy', this.selector);
    item.name = 'SQS & KMS Policy';
    return item;
  }
}
