/** The workspace that holds for each file: flags first, then the nearest configuration file, no merging. */
import type { PolicyKind } from '../policy';
import { ruleMetas } from '../rules';
import type { Profile } from '../rules/rule';
import { CONFIGURATION_FILE, parseConfiguration, withConfiguration, type ReadConfiguration } from '../service/configuration';
import { defaultWorkspace, type Workspace } from '../service/workspace';
import { lineIndex } from './positions';
import { ReadError, type CommandRuntime } from './runtime';

export interface WorkspaceFlags {
  readonly profile?: Profile;
  readonly account?: string;
  readonly kind?: PolicyKind;
  /** Path of the configuration file to use for every file. */
  readonly config?: string;
}

export interface FileWorkspace {
  readonly workspace: Workspace;
  /** The file's path as the configuration's globs see it. */
  readonly path: string;
  /** The configuration file that holds for it. */
  readonly configuration?: UsedConfiguration;
}

/** A configuration file that holds for a checked file. */
export interface UsedConfiguration {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly read: ReadConfiguration;
  readonly workspace: Workspace;
}

export class Workspaces {
  /** One line for each mistake in a configuration file. */
  readonly problems: string[] = [];
  private readonly byFolder = new Map<string, string | undefined>();
  private readonly byFile = new Map<string, UsedConfiguration>();
  private readonly runtime: CommandRuntime;
  private readonly flags: WorkspaceFlags;

  constructor(runtime: CommandRuntime, flags: WorkspaceFlags) {
    this.runtime = runtime;
    this.flags = flags;
  }

  /** For an absolute path; standard input (`-`) counts as a file of the current folder. */
  for(path: string): FileWorkspace {
    const folder = path === '-' ? this.runtime.cwd : folderOf(path);
    const file = this.flags.config !== undefined ? this.runtime.resolve(this.flags.config) : this.nearest(folder);
    if (file === undefined) return { workspace: this.withFlags(defaultWorkspace), path };
    const base = folderOf(file);
    let configuration = this.byFile.get(file);
    if (!configuration) {
      const { text, read } = this.read(file);
      this.byFile.set(file, (configuration = { file, text, read, workspace: this.withFlags(withConfiguration(defaultWorkspace, read.configuration)) }));
    }
    return { workspace: configuration.workspace, path: path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path, configuration };
  }

  private withFlags(workspace: Workspace): Workspace {
    const { profile, account, kind } = this.flags;
    return { ...workspace, profile: profile ?? workspace.profile, account: account ?? workspace.account, ...(kind && { kindOf: () => kind }) };
  }

  /** The nearest configuration file upward, to the root of the repository; outside a repository, to the current folder. */
  private nearest(folder: string): string | undefined {
    if (this.byFolder.has(folder)) return this.byFolder.get(folder);
    const chain = upward(folder);
    const repository = chain.findIndex((f) => this.runtime.kindOf(join(f, '.git')) !== undefined);
    const current = chain.indexOf(this.runtime.cwd);
    const last = repository >= 0 ? repository : current >= 0 ? current : 0;
    const found = chain.slice(0, last + 1).map((f) => join(f, CONFIGURATION_FILE)).find((file) => this.runtime.kindOf(file) !== undefined);
    this.byFolder.set(folder, found);
    return found;
  }

  private read(file: string): Pick<UsedConfiguration, 'text' | 'read'> {
    const name = this.runtime.relative(file);
    let text = '{}';
    try {
      text = this.runtime.read(file).text;
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.problems.push(`${name}: ${error.message}`);
    }
    const read = parseConfiguration(text, ruleMetas.map((meta) => meta.id));
    const positionAt = lineIndex(text);
    for (const { range, message } of read.problems) {
      const { line, character } = positionAt(range.start);
      this.problems.push(`${name}:${line + 1}:${character + 1}: ${message}`);
    }
    return { text, read };
  }
}

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** The folder and those above it. */
function upward(folder: string): string[] {
  const chain = [folder];
  while (chain.at(-1)!.lastIndexOf('/') > 0) chain.push(folderOf(chain.at(-1)!));
  if (chain.at(-1) !== '/' && folder.startsWith('/')) chain.push('/');
  return chain;
}
