/** The command over files in memory: many runs in little time. What Node adds is tested where a process is started. */
import { ReadError, runCommand, type CommandRuntime, type FileText } from '../../server/src/cli';
import type { Outcome } from './command';

const HERE = '/work';

/** Runs the command in a folder with these files; an undefined content is a binary file. What `--fix` writes is forgotten. */
export function runInMemory(files: Readonly<Record<string, string | undefined>>, args: readonly string[]): Outcome {
  const paths = new Map(Object.entries(files).map(([name, content]) => [`${HERE}/${name}`, content]));
  const isFolder = (path: string): boolean => [...paths.keys()].some((file) => file.startsWith(path === '/' ? '/' : `${path}/`));
  const printed = { out: '', err: '' };
  const runtime: CommandRuntime = {
    version: '0.0.0',
    color: false,
    cwd: HERE,
    resolve: (path) => (path.startsWith('/') ? path : path === '.' ? HERE : `${HERE}/${path}`),
    relative: (path) => path.replace(`${HERE}/`, ''),
    kindOf: (path) => (paths.has(path) ? 'file' : isFolder(path) ? 'folder' : undefined),
    list(folder) {
      const names = new Set([...paths.keys()].filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).split('/')[0]!));
      return [...names].map((name) => ({ name, kind: paths.has(`${folder}/${name}`) ? 'file' : 'folder' }));
    },
    read(path): FileText {
      if (!paths.has(path)) throw new ReadError('there is no such file');
      const text = paths.get(path);
      if (text === undefined) throw new ReadError('it is a binary file', 'binary');
      return { text, encoding: 'utf-8', byteOrderMark: false, exact: true };
    },
    readInput: () => ({ text: '', encoding: 'utf-8', byteOrderMark: false, exact: true }),
    write: () => {},
    rulePage: () => undefined,
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
  };
  const code = runCommand(args, runtime);
  return { code, ...printed };
}
