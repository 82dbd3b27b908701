/** The open documents and what the service says of them: worked out once for each version, published when the messages are handled. */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { notReadYet } from '../documents';
import type { PolicyLanguageService, PolicyReport, Steps, Workspace } from '../service';
import type { Mendable } from '../service';
import { CONFIGURATION_FILE } from '../service/configuration';
import type { TextChange } from '../syntax';
import { readConfigurationDocument, type ConfigurationReading } from './configurationDocument';
import { decode, type Configurations, type DocumentWorkspace } from './configurations';
import { toConfigurationDiagnostic, toDiagnostics, unreadDiagnostic } from './diagnostics';
import { label } from './label';
import { STATUS, type PolicyStatus, type StatusParams } from './messages';
import type { Runtime } from './runtime';
import { isSmall, Outdated, Turns } from './turns';

/** Characters. CloudFormation takes no larger template, SQS and KMS no policy of a tenth of it, and to read much more keeps everybody waiting. */
const LARGEST = 1_048_576;

/** One text of a document, read with the configuration that holds for it. */
export interface Reading {
  readonly document: TextDocument;
  readonly version: number;
  /** Another one for each reading. */
  readonly stamp: number;
  readonly workspace: Workspace;
  readonly path: string;
  readonly configuration: DocumentWorkspace['configuration'];
  readonly policies: ReturnType<PolicyLanguageService['read']>;
  /** Validated when first asked for. */
  readonly reports: () => Promise<readonly PolicyReport[]>;
  /** Works for as long as nothing newer is read; then it throws `Outdated`. */
  readonly work: <T>(steps: Steps<T>) => Promise<T>;
}

/** A document with findings that can be mended: one with policies, or the configuration file. */
export interface MendableDocument {
  readonly document: TextDocument;
  /** Another one where anything has changed that its findings rest on. */
  readonly stamp: number;
  readonly reports: () => Promise<readonly Mendable[]>;
  /** The one change that applies every safe fix. */
  readonly fixAll: () => Promise<TextChange | undefined>;
  /** The one change that mends every mistake in the syntax of a policy, where there are several. */
  readonly fixSyntax?: (address: string) => TextChange | undefined;
  /** Where a finding of it could be accepted, and by which path. */
  readonly accepting?: { readonly configuration: string; readonly exists: boolean; readonly path: string };
}

export class OpenDocuments {
  readonly texts = new TextDocuments(TextDocument);
  private readonly readings = new Map<string, Reading>();
  private readonly dirty = new Set<string>();
  private readonly turns: Turns;
  private lastStamp = 0;
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
    private readonly textOfFile: (uri: string) => Promise<string | undefined>,
  ) {
    this.turns = new Turns((task) => runtime.defer(task));
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

  /** The newest text of a policy document; undefined where it is not open (any more), or is the configuration itself. */
  async reading(uri: string): Promise<Reading | undefined> {
    if (isConfiguration(uri)) return undefined;
    for (let turn = false; ; turn = true) {
      const { workspace, path, configuration } = await this.configurations().of(uri);
      const document = this.texts.get(uri);
      if (!document) return undefined;
      const text = document.getText();
      const known = this.readings.get(uri);
      // By its text: a client may open another under the same version.
      if (known && known.policies.text === text && known.version === document.version && known.workspace === workspace) return known;
      if (turn || isSmall(text.length)) return this.read(document, workspace, path, configuration);
      await this.turns.next(text.length);
    }
  }

  private read(document: TextDocument, workspace: Workspace, path: string, configuration: DocumentWorkspace['configuration']): Reading {
    const { uri, version } = document;
    const text = document.getText();
    const policies = text.length > LARGEST ? { ...this.service.read('', path, workspace), text } : this.service.read(text, path, workspace);
    const work = <T>(steps: Steps<T>): Promise<T> => this.turns.work(policies.text.length, steps, () => this.readings.get(uri) === reading && this.texts.get(uri)?.getText() === policies.text);
    let reports: Promise<readonly PolicyReport[]> | undefined;
    const reading: Reading = { document, version, stamp: ++this.lastStamp, workspace, path, configuration, policies, work, reports: () => (reports ??= work(this.service.validateInSteps(policies, workspace))) };
    this.readings.set(uri, reading);
    return reading;
  }

  /** The newest version of a document of either kind; undefined where it is not open (any more). */
  async mendable(uri: string): Promise<MendableDocument | undefined> {
    if (isConfiguration(uri)) return this.configurationReading(uri);
    const reading = await this.reading(uri);
    if (!reading) return undefined;
    const { document, stamp, reports, workspace, path, configuration, policies, work } = reading;
    const accepting = configuration && { configuration: configuration.uri, exists: configuration.exists, path: decode(uri.slice(configuration.uri.length - CONFIGURATION_FILE.length)) };
    return {
      document,
      stamp,
      reports,
      fixAll: () => work(this.service.fixAllInSteps(policies.text, path, workspace, new Set(['safe']))),
      ...(isSmall(policies.text.length) && { fixSyntax: (address) => this.service.fixSyntax(policies, address, workspace) }),
      ...(accepting && { accepting }),
    };
  }

  /** The text of a file: as the editor has it where it is open. */
  async textOf(uri: string): Promise<string | undefined> {
    const open = this.texts.get(uri) ?? this.texts.all().find((document) => decode(document.uri) === decode(uri));
    return open ? open.getText() : this.textOfFile(uri);
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
    const size = (uri: string): number => this.texts.get(uri)?.getText().length ?? 0;
    for (const uri of uris.sort((a, b) => size(a) - size(b))) this.publish(uri).catch((error: unknown) => error instanceof Outdated || this.log(error));
  };

  private async publish(uri: string): Promise<void> {
    if (isConfiguration(uri)) return this.publishConfiguration(uri);
    const reading = await this.reading(uri);
    if (!reading) return;
    const { document, version } = reading;
    const reports = await reading.reports();
    const diagnostics = isUnread(document) ? [unreadDiagnostic(document)] : toDiagnostics(document, reports.flatMap(({ findings }) => findings), this.service.rulePage);
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
    const { otherSyntax } = reading.policies;
    await this.connection.sendNotification(STATUS, { uri, policies: this.service.status(reports).map(labelled), ...(otherSyntax !== undefined && { unread: notReadYet(otherSyntax) }) } satisfies StatusParams);
  }

  private async publishConfiguration(uri: string): Promise<void> {
    const reading = await this.configurationReading(uri);
    if (!reading) return;
    const { document, version, problems } = reading;
    const reports = await reading.reports();
    const findings = toDiagnostics(document, reports.flatMap((report) => report.findings), this.service.rulePage);
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

/** Too large to be read, and at its first sight a policy. */
function isUnread(document: TextDocument): boolean {
  const text = document.getText();
  return text.length > LARGEST && /"Statement|"Effect/.test(text.slice(0, 10_000));
}

function isConfiguration(uri: string): boolean {
  return uri.endsWith(`/${CONFIGURATION_FILE}`);
}
