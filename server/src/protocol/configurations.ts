/** The configuration that holds for a document: the nearest `.sqs-kms-policy.json` upward, then the editor's settings. */
import { defaultWorkspace, type Workspace } from '../service';
import { CONFIGURATION_FILE, levels, parseConfiguration, profiles, withConfiguration } from '../service/configuration';
import { rules } from '../rules';
import type { Runtime } from './runtime';

/** What the editor's settings say; they count where there is no file. */
export interface EditorSettings {
  readonly profile?: unknown;
  readonly rules?: unknown;
}

export interface DocumentWorkspace {
  readonly workspace: Workspace;
  /** The document's path as the configuration's globs see it. */
  readonly path: string;
}

const ids = rules.map((rule) => rule.meta.id);

export class Configurations {
  private readonly byFolder = new Map<string, Promise<string | undefined>>();
  settings: EditorSettings = {};

  constructor(
    private readonly runtime: Runtime,
    private readonly roots: () => readonly string[],
    private readonly syntaxReportedElsewhere: () => boolean,
  ) {}

  /** Everything is read again when it is next asked for. */
  clear(): void {
    this.byFolder.clear();
  }

  async of(uri: string): Promise<DocumentWorkspace> {
    const base: Workspace = { ...defaultWorkspace, syntaxReportedElsewhere: this.syntaxReportedElsewhere() };
    for (const folder of this.foldersAbove(uri)) {
      const text = await this.read(folder);
      if (text !== undefined) return { workspace: withConfiguration(base, parseConfiguration(text, ids).configuration), path: decodeURIComponent(uri.slice(folder.length + 1)) };
    }
    return { workspace: this.withSettings(base), path: uri };
  }

  private withSettings(base: Workspace): Workspace {
    const { profile, rules: wanted } = this.settings;
    const set = Object.entries(wanted !== null && typeof wanted === 'object' ? wanted : {}).flatMap(([id, level]) => {
      const known = levels.find((l) => l === level);
      return known && ids.includes(id) ? [[id, known] as const] : [];
    });
    return { ...base, profile: profiles.find((p) => p === profile) ?? base.profile, levels: Object.fromEntries(set) };
  }

  private read(folder: string): Promise<string | undefined> {
    let text = this.byFolder.get(folder);
    if (!text) {
      text = this.runtime.read(`${folder}/${CONFIGURATION_FILE}`).catch(() => undefined);
      this.byFolder.set(folder, text);
    }
    return text;
  }

  /** From the document's folder up to the workspace's root; only its own folder outside of every root. */
  private foldersAbove(uri: string): string[] {
    const root = this.roots().find((r) => uri.startsWith(r.endsWith('/') ? r : `${r}/`));
    const folders: string[] = [];
    let folder = uri.slice(0, uri.lastIndexOf('/'));
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(folder)) return [];
    while (folder.length > 0) {
      folders.push(folder);
      if (root === undefined || folder.length <= root.length) break;
      folder = folder.slice(0, folder.lastIndexOf('/'));
    }
    return folders;
  }
}
