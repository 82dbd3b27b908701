/** Files on Node, for the server and the command: what is read is a regular file of bounded size, what is written is whole or not written. */
import { accessSync, closeSync, constants, fchmodSync, fchownSync, fstatSync, fsyncSync, openSync, readSync, realpathSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/** Bytes. The reader takes 8 Mi characters, which are at most three times as many bytes in UTF-8. */
const MOST_BYTES = 24 * 1024 * 1024;
/** What a shell gives for `<(…)`, and standard input by its name: a stream that was named on the command line, not a link in a folder. */
const STREAM = /^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/;

/** A file that is not read or written, with the reason for the user. */
export class FileError extends Error {}

/** Throws a `FileError`, or what the system says. A pipe does not make it wait, nor does a device answer for ever. */
export function readRegularFile(path: string): Buffer {
  // Before it is opened: opening alone may already do something to a device.
  if (!statSync(path).isFile()) throw new FileError(notRegular(path));
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new FileError(notRegular(path));
    if (stats.size > MOST_BYTES) throw new FileError(TOO_LARGE);
    return readAll(file, stats.size);
  } finally {
    closeSync(file);
  }
}

/** As `readRegularFile`, and for a stream that the user names. */
export function readNamedFile(path: string): Buffer {
  if (!STREAM.test(path) || statSync(path).isFile()) return readRegularFile(path);
  const file = openSync(path, constants.O_RDONLY);
  try {
    return readAll(file, 0);
  } finally {
    closeSync(file);
  }
}

/** Standard input, to its end. */
export function readStandardInput(): Buffer {
  return readAll(0, 0);
}

/** `expected` bytes, and what follows them: a file may grow meanwhile, and those of /proc say that they are empty. */
function readAll(file: number, expected: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(64 * 1024, expected + 1 - size));
    const count = readChunk(file, chunk);
    if (count === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
    size += count;
    if (size > MOST_BYTES) throw new FileError(TOO_LARGE);
    chunks.push(chunk.subarray(0, count));
  }
}

function readChunk(file: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(file, into, 0, into.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Windows says so at the end of a pipe.
      if (code === 'EOF') return 0;
      // Standard input that another process has made non-blocking: there is something soon.
      if (code !== 'EAGAIN' || file !== 0) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * Puts a new content in the place of a file: written beside it, then renamed, so that whoever reads it, and a crash or a full disk at any moment,
 * finds the old content or the new one. Mode and owner stay, a link stays a link. With `within`, a file that lies outside of that folder, behind
 * links, is not written. Throws a `FileError`, or what the system says.
 */
export function replaceFile(path: string, content: Buffer, within?: string): void {
  const target = realpathSync(path);
  if (within !== undefined && !isInside(target, realpathSync(within))) throw new FileError('it is a link that leads out of the folder');
  const before = statSync(target);
  if (!before.isFile()) throw new FileError(notRegular(path));
  // A rename would make two files of one.
  if (before.nlink > 1) throw new FileError('it has other names (hard links), which would keep the old text');
  accessSync(target, constants.W_OK);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 40)}.${process.pid}.${Math.random().toString(36).slice(2, 10)}.tmp`);
  const file = openTemporary(temporary);
  try {
    writeAndClose(file, content, before);
    renameSync(temporary, target);
  } catch (error) {
    attempt(() => unlinkSync(temporary));
    throw error;
  }
  // The new name is on the disk, too. Not every system lets a folder be opened.
  attempt(() => {
    const folder = openSync(dirname(target), constants.O_RDONLY);
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  });
}

function openTemporary(path: string): number {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw new FileError('its folder cannot be written to');
    throw error;
  }
}

function writeAndClose(file: number, content: Buffer, { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number }): void {
  let open = true;
  try {
    for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
    const made = fstatSync(file);
    if (made.uid !== uid || made.gid !== gid) keepOwner(file, uid, gid);
    // After the owner: a change of it takes bits away.
    fchmodSync(file, mode & 0o7777);
    fsyncSync(file);
    open = false;
    closeSync(file);
  } finally {
    if (open) closeSync(file);
  }
}

function keepOwner(file: number, uid: number, gid: number): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    throw new FileError('it belongs to somebody else, and would become yours');
  }
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing depends on it.
  }
}

const TOO_LARGE = 'it is too large to be read';

function notRegular(path: string): string {
  return statSync(path).isDirectory() ? 'it is a folder' : 'it is a device, a pipe or a socket, not a file';
}
