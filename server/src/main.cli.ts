/** The command on Node: the one file of it that touches files, streams and the process. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { version } from '../package.json';
import { ReadError, runCommand, type CommandRuntime, type Entry, type EntryKind, type FileText } from './cli';

const slashes = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));

const runtime: CommandRuntime = {
  version,
  color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  cwd: slashes(process.cwd()),
  resolve: (path) => slashes(resolve(path)),
  relative: (path) => slashes(relative(process.cwd(), path)) || '.',
  kindOf,
  list: (folder) => attempt(() => readdirSync(folder, { withFileTypes: true })).map((entry): Entry => ({ name: entry.name, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() && kindOf(join(folder, entry.name)) === 'file' ? 'file' : undefined })),
  read: (path) => decode(attempt(() => readFileSync(path))),
  readInput: () => decode(attempt(() => readFileSync(0))),
  write: (path, file) => attempt(() => writeFileSync(path, encode(file))),
  rulePage,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

function kindOf(path: string): EntryKind | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isDirectory() ? 'folder' : stats ? 'file' : undefined;
  } catch (error) {
    // Reading it tells the user why it cannot be read; a link that leads round in a circle leads nowhere.
    return (error as NodeJS.ErrnoException).code === 'ELOOP' ? undefined : 'file';
  }
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new ReadError(messageOf(error as NodeJS.ErrnoException));
  }
}

function messageOf(error: NodeJS.ErrnoException): string {
  const known: Record<string, string> = { ENOENT: 'there is no such file', EACCES: 'no permission', EPERM: 'no permission', EISDIR: 'it is a folder', ELOOP: 'its links lead round in a circle', EROFS: 'it is on a read-only disk', ERR_FS_FILE_TOO_LARGE: 'it is too large to be read', ERR_STRING_TOO_LONG: 'it is too large to be read' };
  return known[error.code ?? ''] ?? error.message;
}

/** UTF-8, or UTF-16 where a byte order mark says so: what a shell on Windows writes with `>`. */
function decode(bytes: Buffer): FileText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString('utf16le', 2), encoding: 'utf-16le', byteOrderMark: true, exact: bytes.length % 2 === 0 };
  if (bytes.includes(0)) throw new ReadError('it is a binary file', true);
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = bytes.toString('utf8', byteOrderMark ? 3 : 0);
  return { text, encoding: 'utf-8', byteOrderMark, exact: !text.includes('\uFFFD') };
}

function encode({ text, encoding, byteOrderMark }: FileText): Buffer {
  return Buffer.from((byteOrderMark ? '\uFEFF' : '') + text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
}

/** In the published package the pages are beside the bundle, in the repository in docs. */
function rulePage(id: string): string | undefined {
  for (const folder of [join(__dirname, 'rules'), join(__dirname, '..', '..', 'docs', 'rules')]) {
    try {
      return readFileSync(join(folder, `${id}.md`), 'utf8');
    } catch {
      // Not here; the next place, or none.
    }
  }
  return undefined;
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.exitCode = runCommand(process.argv.slice(2), runtime);
