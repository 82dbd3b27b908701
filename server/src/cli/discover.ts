/** From the command's operands to files: files as named, folders searched, globs expanded. */
import { globBase, globMatcher, isGlob } from '../service/glob';
import { ReadError, type CommandRuntime } from './runtime';

export interface FoundFile {
  /** Absolute; `-` for standard input. */
  readonly path: string;
  /** `named` files are reported whatever they hold; what a `search` finds is reported if it holds a policy. */
  readonly by: 'named' | 'glob' | 'search';
  /** The folder in which a search or a glob found it: nothing outside of it is written. */
  readonly within?: string;
}

export interface Discovery {
  readonly files: readonly FoundFile[];
  /** One line for each operand or folder that cannot be read. */
  readonly failures: readonly string[];
}

/** What a search for policies looks into. */
const SEARCHED = /\.(?:jsonc?|template|tpl|tftpl|tmpl|j2)$/i;
/** Folders that hold other people's files, or none that a person edits. Dot folders, `.git` among them, are skipped as well. */
const SKIPPED = /^(?:\..*|node_modules)$/;
/** Deeper than any repository, and than most systems let a path be; a bound all the same. */
const DEEPEST = 1_000;

/** Files in the order of the operands, each once; those of one folder by name. */
export function discover(operands: readonly string[], runtime: CommandRuntime): Discovery {
  const files = new Map<string, FoundFile>();
  const failures: string[] = [];
  const add = (path: string, by: FoundFile['by'], within?: string): void => {
    const known = files.get(path);
    if (!known || by === 'named') files.set(path, { path, by, ...(within !== undefined && { within }) });
  };
  const walk = (folder: string, visit: (path: string) => void, depth = 0): void => {
    let entries;
    try {
      entries = [...runtime.list(folder)].sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      failures.push(`${runtime.relative(folder)}: ${error.message}`);
      return;
    }
    for (const { name, kind } of entries) {
      const path = folder.endsWith('/') ? folder + name : `${folder}/${name}`;
      if (kind === 'file') visit(path);
      else if (kind !== 'folder' || SKIPPED.test(name)) continue;
      else if (depth < DEEPEST) walk(path, visit, depth + 1);
      else failures.push(`${runtime.relative(path)}: it is nested too deep to be searched`);
    }
  };
  for (const operand of operands.length > 0 ? operands : ['.']) {
    if (operand === '-') {
      add('-', 'named');
      continue;
    }
    const path = runtime.resolve(operand);
    const kind = runtime.kindOf(path);
    if (kind === 'file') add(path, 'named');
    else if (kind === 'folder') walk(path, (file) => SEARCHED.test(file) && add(file, 'search', path));
    else if (isGlob(operand)) {
      const glob = operand.replace(/\\/g, '/');
      const start = globBase(glob);
      const base = runtime.resolve(start || (glob.startsWith('/') ? '/' : '.'));
      const matches = globMatcher(glob.slice(start.length).replace(/^\//, ''));
      const before = files.size;
      let matched = false;
      if (runtime.kindOf(base) === 'folder')
        walk(base, (file) => {
          if (!matches(file.slice(base.endsWith('/') ? base.length : base.length + 1))) return;
          matched = true;
          add(file, 'glob', base);
        });
      if (!matched && files.size === before) failures.push(`${operand}: no file matches`);
    } else failures.push(`${operand}: there is no such file or folder`);
  }
  return { files: [...files.values()], failures };
}
