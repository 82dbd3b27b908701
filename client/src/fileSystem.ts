/** The server's view of files is VS Code's own, so that it sees what the user sees: also virtual folders. */
import * as vscode from 'vscode';

/** Bytes: more than any configuration or policy. */
const MOST_BYTES = 24 * 1024 * 1024;

/** The text of a file; null where there is none, and for what is no regular file of bounded size: a device would answer for ever. */
export async function readFile(uri: vscode.Uri): Promise<string | null> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > MOST_BYTES) return null;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
