/** The command on Node: with main.files.ts, what of it touches files, streams and the process. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { version } from '../package.json';
import { ReadError, runCommand, type CommandRuntime, type Entry, type EntryKind, type FileText } from './cli';
import { FileError, readNamedFile, readStandardInput, replaceFile } from './main.files';

const slashes = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));

const runtime: CommandRuntime = {
  version,
  color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  cwd: slashes(process.cwd()),
  resolve: (path) => slashes(resolve(path)),
  relative: (path) => slashes(relative(process.cwd(), path)) || '.',
  kindOf,
  list,
  read: (path) => decode(attempt(() => readNamedFile(path))),
  readInput: () => decode(attempt(readStandardInput)),
  write: (path, file, within) => attempt(() => replaceFile(path, encode(file), within)),
  rulePage,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

function kindOf(path: string): EntryKind | undefined {
  try {
    // Of a link that leads nowhere, or round in a circle, reading tells the user what is wrong.
    const stats = statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false });
    return stats?.isDirectory() ? 'folder' : stats ? 'file' : undefined;
  } catch {
    return 'file';
  }
}

function list(folder: string): Entry[] {
  return attempt(() => readdirSync(folder, { withFileTypes: true })).map((entry) => {
    const isFile = entry.isFile() || (entry.isSymbolicLink() && leadsToFile(join(folder, entry.name)));
    return { name: entry.name, kind: isFile ? 'file' : entry.isDirectory() ? 'folder' : undefined };
  });
}

function leadsToFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    return false;
  }
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new ReadError(error instanceof FileError ? error.message : messageOf(error as NodeJS.ErrnoException));
  }
}

const MESSAGES: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its links lead round in a circle'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['EROFS', 'it is on a read-only disk'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EFBIG', 'it would become larger than is allowed here'],
]);

function messageOf({ code, message }: NodeJS.ErrnoException): string {
  return MESSAGES.get(code) ?? (code === undefined ? message : `the system says ${code}`);
}

/** UTF-8, or UTF-16 where a byte order mark says so: what a shell on Windows writes with `>`. */
function decode(bytes: Buffer): FileText {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (encoding) return { text: swapped(bytes.subarray(2, bytes.length & ~1), encoding).toString('utf16le'), encoding, byteOrderMark: true, exact: bytes.length % 2 === 0 };
  if (bytes.includes(0)) throw new ReadError('it is a binary file', 'binary');
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = bytes.toString('utf8', byteOrderMark ? 3 : 0);
  return { text, encoding: 'utf-8', byteOrderMark, exact: !text.includes('\uFFFD') };
}

function encode({ text, encoding, byteOrderMark }: FileText): Buffer {
  return swapped(Buffer.from((byteOrderMark ? '\uFEFF' : '') + text, encoding === 'utf-8' ? 'utf8' : 'utf16le'), encoding);
}

/** Node has no codec for the bytes of UTF-16 the other way round. */
function swapped(bytes: Buffer, encoding: FileText['encoding']): Buffer {
  return encoding === 'utf-16be' ? Buffer.from(bytes).swap16() : bytes;
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
