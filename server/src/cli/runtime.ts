/** What the command needs of its platform; main.cli.ts implements it on Node. Paths are absolute, with `/`. */
export interface CommandRuntime {
  readonly version: string;
  /** Whether standard output is a terminal that shows colours. */
  readonly color: boolean;
  readonly cwd: string;
  /** An argument's path, made absolute. */
  resolve(path: string): string;
  /** The path as it is shown: relative to the current folder. */
  relative(path: string): string;
  kindOf(path: string): EntryKind | undefined;
  /** What a folder holds. Throws a `ReadError`. */
  list(folder: string): readonly Entry[];
  /** A regular file of bounded size, or a stream that was named itself (`/dev/fd/63`). Throws a `ReadError`. */
  read(path: string): FileText;
  /** Standard input, to its end. Throws a `ReadError`. */
  readInput(): FileText;
  /**
   * Puts a new text in the place of a file's, in its own encoding, wholly or not at all. With `within`, not where links lead out of that folder.
   * Throws a `ReadError`.
   */
  write(path: string, file: FileText, within?: string): void;
  /** The documentation page of a rule, as Markdown, where it is at hand. */
  rulePage(id: string): string | undefined;
  out(text: string): void;
  err(text: string): void;
}

/** `file`: anything that is no folder; reading it tells whether it can be read. */
export type EntryKind = 'file' | 'folder';

export interface Entry {
  readonly name: string;
  /** `file` for regular files alone. Undefined for a device, a pipe, a socket, a link to one, a dangling link, and a link to a folder: following it could lead round in a circle. */
  readonly kind: EntryKind | undefined;
}

export interface FileText {
  /** Without the byte order mark: editors count no position for it. */
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly byteOrderMark: boolean;
  /** False where some bytes are no text in this encoding: the file can be checked, and not be written back. */
  readonly exact: boolean;
}

/** A file or folder that cannot be read or written, with a message for the user that does not name it. */
export class ReadError extends Error {
  constructor(
    message: string,
    /** The file could be read, and what it holds is not read here: a search passes over it. */
    readonly foreign?: 'binary' | 'other-syntax',
  ) {
    super(message);
  }
}

/** Exit codes: what a build script relies on. */
export const CLEAN = 0;
export const FINDINGS = 1;
export const WRONG_USAGE = 2;
export type ExitCode = typeof CLEAN | typeof FINDINGS | typeof WRONG_USAGE;

/** The arguments do not make sense; the message is one line and names the one at fault. */
export class UsageError extends Error {}
