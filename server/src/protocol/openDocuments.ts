/** The open documents and what the service says of them: worked out once for each version, published when the messages are handled. */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { notReadYet } from '../documents';
import type { PolicyLanguageService, PolicyReport, Workspace } from '../service';
import type { Mendable } from '../service';
import { CONFIGURATION_FILE } from '../service/configuration';
import type { TextChange } from '../syntax';
import { readConfigurationDocument, type ConfigurationReading } from './configurationDocument';
import { decode, type Configurations, type DocumentWorkspace } from './configurations';
import { toConfigurationDiagnostic, toDiagnostic } from './diagnostics';
import { label } from './label';
import { STATUS, type PolicyStatus, type StatusParams } from './messages';
import type { Runtime } from './runtime';

/** One version of a document, read with the configuration that holds for it. */
export interface Reading {
  readonly document: TextDocument;
  readonly version: number;
  readonly workspace: Workspace;
  readonly path: string;
  readonly configuration: DocumentWorkspace['configuration'];
  readonly policies: ReturnType<PolicyLanguageService['read']>;
  /** Validated when first asked for. */
  readonly reports: () => readonly PolicyReport[];
}

/** A document with findings that can be mended: one with policies, or the configuration file. */
export interface MendableDocument {
  readonly document: TextDocument;
  readonly version: number;
  readonly reports: () => readonly Mendable[];
  /** The one change that applies every safe fix. */
  readonly fixAll: () => TextChange | undefined;
  /** Where a finding of it could be accepted, and by which path. */
  readonly accepting?: { readonly configuration: string; readonly exists: boolean; readonly path: string };
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
    /** The text of a file that is not open. */
    private readonly read: (uri: string) => Promise<string | undefined>,
  ) {
    // What the editor shows counts, also before it is saved.
    this.texts.onDidChangeContent(({ document: { uri } }) => (isConfiguration(uri) ? this.refresh() : this.touch(uri)));
    this.texts.onDidClose(({ document: { uri } }) => {
      this.dirty.delete(uri);
      this.readings.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
      // What was typed and not saved counts no more.
      if (isConfiguration(uri)) this.refresh();
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
    const { workspace, path, configuration } = await this.configurations().of(uri);
    const document = this.texts.get(uri);
    if (!document) return undefined;
    const known = this.readings.get(uri);
    if (known && known.version === document.version && known.workspace === workspace) return known;
    const policies = this.service.read(document.getText(), path, workspace);
    let reports: readonly PolicyReport[] | undefined;
    const reading: Reading = { document, version: document.version, workspace, path, configuration, policies, reports: () => (reports ??= this.service.validate(policies, workspace)) };
    this.readings.set(uri, reading);
    return reading;
  }

  /** The newest version of a document of either kind; undefined where it is not open (any more). */
  async mendable(uri: string): Promise<MendableDocument | undefined> {
    if (isConfiguration(uri)) return this.configurationReading(uri);
    const reading = await this.reading(uri);
    if (!reading) return undefined;
    const { document, version, reports, workspace, path, configuration } = reading;
    const accepting = configuration && { configuration: configuration.uri, exists: configuration.exists, path: decode(uri.slice(configuration.uri.length - CONFIGURATION_FILE.length)) };
    return { document, version, reports, fixAll: () => this.service.fixAll(document.getText(), path, workspace, new Set(['safe'])), ...(accepting && { accepting }) };
  }

  /** The text of a file: as the editor has it where it is open. */
  async textOf(uri: string): Promise<string | undefined> {
    const open = this.texts.get(uri) ?? this.texts.all().find((document) => decode(document.uri) === decode(uri));
    return open ? open.getText() : this.read(uri);
  }

  private touch(uri: string): void {
    this.dirty.add(uri);
    // A suppression may have come to nothing, or to life.
    for (const other of this.texts.keys()) if (isConfiguration(other)) this.dirty.add(other);
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
    const { otherSyntax } = reading.policies;
    await this.connection.sendNotification(STATUS, { uri, policies: this.service.status(reports).map(labelled), ...(otherSyntax !== undefined && { unread: notReadYet(otherSyntax) }) } satisfies StatusParams);
  }

  private async publishConfiguration(uri: string): Promise<void> {
    const reading = await this.configurationReading(uri);
    if (!reading) return;
    const { document, version, problems } = reading;
    const findings = reading.reports().flatMap((report) => report.findings.map((finding) => toDiagnostic(document, finding, this.service.rulePage)));
    const diagnostics: Diagnostic[] = [...problems.map((problem) => toConfigurationDiagnostic(document, problem)), ...findings];
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  private async configurationReading(uri: string): Promise<ConfigurationReading | undefined> {
    const folder = uri.slice(0, -CONFIGURATION_FILE.length);
    for (;;) {
      const document = this.texts.get(uri);
      if (!document) return undefined;
      const { version } = document;
      const reading = await readConfigurationDocument(document, this.configurations().base, this.service, (path) => this.textOf(folder + encodeURI(path)));
      if (this.texts.get(uri)?.version === version) return reading;
    }
  }
}

/** An address, and reasons, may quote the document and its name. */
function labelled(status: PolicyStatus): PolicyStatus {
  return { ...status, address: label(status.address), kindReason: label(status.kindReason), ownerReason: label(status.ownerReason) };
}

function isConfiguration(uri: string): boolean {
  return uri.endsWith(`/${CONFIGURATION_FILE}`);
}
