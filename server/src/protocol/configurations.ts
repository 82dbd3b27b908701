/** The configuration that holds for a document: the nearest `.sqs-kms-policy.json` upward, then the editor's settings. */
import { ruleMetas } from '../rules';
import type { Workspace } from '../service';
import { CONFIGURATION_FILE, levels, parseConfiguration, profiles, withConfiguration } from '../service/configuration';

/** What the editor's settings say; they count where there is no file. Checked here: anything may be written in them. */
export interface EditorSettings {
  readonly profile?: unknown;
  readonly rules?: unknown;
  readonly codeLens?: unknown;
}

export interface DocumentWorkspace {
  /** The same object until something changes. */
  readonly workspace: Workspace;
  /** The document's path as the configuration's globs see it. */
  readonly path: string;
  /** Its configuration file, or where one would be made; none for a document that is not saved yet. */
  readonly configuration?: { readonly uri: string; readonly exists: boolean };
}

export const ruleIds = ruleMetas.map((meta) => meta.id);

export class Configurations {
  /** By folder: the workspace of the configuration file in it. */
  private readonly files = new Map<string, Promise<Workspace | undefined>>();
  /** By root, the empty string for what lies outside of all. */
  private settings = new Map<string, Workspace>();
  private readonly shown = new WeakMap<Workspace, Workspace>();
  private generation = 0;
  /** URIs of the workspace's folders, without a slash at the end. */
  roots: readonly string[] = [];

  constructor(
    private readonly read: (uri: string) => Promise<string | undefined>,
    readonly base: Workspace,
  ) {}

  setRoots(uris: readonly string[]): void {
    this.roots = [...new Set(uris.map((uri) => uri.replace(/\/$/, '')))];
    this.clear();
  }

  /** Takes the editor's settings, by root; those under the empty string hold everywhere else. */
  setSettings(settings: ReadonlyMap<string, EditorSettings>): void {
    this.settings = new Map([...settings].map(([root, s]) => [root, withSettings(this.base, s)]));
  }

  /** Everything is read again when it is next asked for. */
  clear(): void {
    this.files.clear();
    this.generation++;
  }

  async of(uri: string): Promise<DocumentWorkspace> {
    for (;;) {
      const { generation } = this;
      const found = await this.find(uri);
      // What was read before a change counts no more.
      if (generation === this.generation) return found;
    }
  }

  private async find(uri: string): Promise<DocumentWorkspace> {
    const root = this.rootOf(uri);
    const folders = foldersAbove(uri, root);
    // All are asked for at once: one that does not come holds up nobody for longer than itself.
    const files = folders.map((folder) => this.file(folder));
    for (const [i, folder] of folders.entries()) {
      const workspace = await files[i];
      if (workspace) return { workspace: this.withLenses(workspace, root), path: decode(uri.slice(folder.length + 1)), configuration: { uri: `${folder}/${CONFIGURATION_FILE}`, exists: true } };
    }
    return { workspace: this.settings.get(root ?? '') ?? this.settings.get('') ?? this.base, path: decode(root === undefined ? uri : uri.slice(root.length + 1)), ...(folders.length > 0 && { configuration: { uri: `${folders.at(-1)!}/${CONFIGURATION_FILE}`, exists: false } }) };
  }

  /** What is shown is the editor's matter, whatever the file says; the same object until something changes. */
  private withLenses(workspace: Workspace, root: string | undefined): Workspace {
    const { codeLens } = this.settings.get(root ?? '') ?? this.settings.get('') ?? this.base;
    if (codeLens === workspace.codeLens) return workspace;
    let known = this.shown.get(workspace);
    if (known?.codeLens !== codeLens) this.shown.set(workspace, (known = { ...workspace, codeLens }));
    return known;
  }

  private file(folder: string): Promise<Workspace | undefined> {
    let workspace = this.files.get(folder);
    if (!workspace) {
      workspace = this.read(`${folder}/${CONFIGURATION_FILE}`).then(
        (text) => (text === undefined ? undefined : withConfiguration(this.base, parseConfiguration(text, ruleIds).configuration)),
        () => undefined,
      );
      this.files.set(folder, workspace);
    }
    return workspace;
  }

  /** The innermost of the roots around a document. */
  private rootOf(uri: string): string | undefined {
    return this.roots.filter((root) => uri.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0];
  }
}

function withSettings(base: Workspace, { profile, rules: wanted, codeLens }: EditorSettings): Workspace {
  const set = Object.entries(wanted !== null && typeof wanted === 'object' ? wanted : {}).flatMap(([id, level]) => {
    const known = levels.find((l) => l === level);
    return known && ruleIds.includes(id) ? [[id, known] as const] : [];
  });
  return { ...base, profile: profiles.find((p) => p === profile) ?? base.profile, levels: Object.fromEntries(set), codeLens: lensesIn(codeLens) };
}

/** Each is shown unless it is switched off. */
function lensesIn(setting: unknown): Workspace['codeLens'] {
  const { statements, policy } = (setting !== null && typeof setting === 'object' ? setting : {}) as { readonly statements?: unknown; readonly policy?: unknown };
  return { statements: statements !== false, policy: policy !== false };
}

/** From the document's folder up to the root; outside of every root its own folder alone. A document that is not saved yet has none. */
function foldersAbove(uri: string, root: string | undefined): string[] {
  const folders: string[] = [];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(uri)) return folders;
  for (let folder = parentOf(uri); folder !== ''; folder = parentOf(folder)) {
    folders.push(folder);
    if (root === undefined || folder.length <= root.length) break;
  }
  return folders;
}

function parentOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

export function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
