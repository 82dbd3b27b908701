/** The server's view of files is VS Code's own, so that it sees what the user sees: also virtual folders. */
import * as vscode from 'vscode';

/** The text of a file; null where there is none. */
export async function readFile(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
