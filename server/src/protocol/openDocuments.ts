/** The open documents and what the service says of them: worked out once for each version, published when the messages are handled. */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PolicyLanguageService, PolicyReport, Workspace } from '../service';
import { CONFIGURATION_FILE, parseConfiguration } from '../service/configuration';
import { ruleIds, type Configurations } from './configurations';
import { toConfigurationDiagnostic, toDiagnostic } from './diagnostics';
import { STATUS, type StatusParams } from './messages';
import type { Runtime } from './runtime';

/** One version of a document, read with the configuration that holds for it. */
export interface Reading {
  readonly document: TextDocument;
  readonly version: number;
  readonly workspace: Workspace;
  readonly path: string;
  readonly policies: ReturnType<PolicyLanguageService['read']>;
  /** Validated when first asked for. */
  readonly reports: () => readonly PolicyReport[];
}

export class OpenDocuments {
  readonly texts = new TextDocuments(TextDocument);
  private readonly readings = new Map<string, Reading>();
  private readonly dirty = new Set<string>();
  private scheduled = false;
  /** No document has changed since the last look. */
  private quiet = false;

  constructor(
    private readonly connection: Connection,
    private readonly runtime: Runtime,
    private readonly service: PolicyLanguageService,
    private readonly configurations: () => Configurations,
    private readonly log: (error: unknown) => void,
  ) {
    this.texts.onDidChangeContent(({ document }) => this.touch(document.uri));
    this.texts.onDidClose(({ document: { uri } }) => {
      this.dirty.delete(uri);
      this.readings.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    // Not every client watches files.
    this.texts.onDidSave(({ document }) => isConfiguration(document.uri) && this.refresh());
  }

  /** The configuration has changed: every open document is looked at again. */
  refresh(): void {
    this.configurations().clear();
    for (const uri of this.texts.keys()) this.touch(uri);
  }

  /** The newest version of a policy document; undefined where it is not open (any more), or is the configuration itself. */
  async reading(uri: string): Promise<Reading | undefined> {
    if (isConfiguration(uri)) return undefined;
    const { workspace, path } = await this.configurations().of(uri);
    const document = this.texts.get(uri);
    if (!document) return undefined;
    const known = this.readings.get(uri);
    if (known && known.version === document.version && known.workspace === workspace) return known;
    const policies = this.service.read(document.getText(), path, workspace);
    let reports: readonly PolicyReport[] | undefined;
    const reading: Reading = { document, version: document.version, workspace, path, policies, reports: () => (reports ??= this.service.validate(policies, workspace)) };
    this.readings.set(uri, reading);
    return reading;
  }

  private touch(uri: string): void {
    this.dirty.add(uri);
    this.quiet = false;
    if (this.scheduled) return;
    this.scheduled = true;
    this.runtime.defer(this.drain);
  }

  /** Waits until a turn has passed without a change: of a burst of keys only the last text is validated. */
  private readonly drain = (): void => {
    if (!this.quiet) {
      this.quiet = true;
      this.runtime.defer(this.drain);
      return;
    }
    this.scheduled = false;
    const uris = [...this.dirty];
    this.dirty.clear();
    for (const uri of uris) this.publish(uri).catch(this.log);
  };

  private async publish(uri: string): Promise<void> {
    if (isConfiguration(uri)) return this.publishConfiguration(uri);
    const reading = await this.reading(uri);
    if (!reading) return;
    const { document, version } = reading;
    const reports = reading.reports();
    const diagnostics = reports.flatMap((report) => report.findings.map((finding) => toDiagnostic(document, finding, this.service.rulePage)));
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
    await this.connection.sendNotification(STATUS, { uri, policies: this.service.status(reports) } satisfies StatusParams);
  }

  private async publishConfiguration(uri: string): Promise<void> {
    const { workspace } = await this.configurations().of(uri);
    const document = this.texts.get(uri);
    if (!document) return;
    // An editor with a JSON service of its own has the schema, which says the same.
    const problems = workspace.syntaxReportedElsewhere ? [] : parseConfiguration(document.getText(), ruleIds).problems;
    const diagnostics: Diagnostic[] = problems.map((problem) => toConfigurationDiagnostic(document, problem));
    await this.connection.sendDiagnostics({ uri, version: document.version, diagnostics });
  }
}

function isConfiguration(uri: string): boolean {
  return uri.endsWith(`/${CONFIGURATION_FILE}`);
}
