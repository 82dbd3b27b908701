/**
 * Whatever a server has seen, it says what one says that has just been started: after many edits of several documents, among folders that
 * come and go. `EDITS=100000` makes it long (`npm run long -- sessions`), `SEED` another one.
 */
import type { Diagnostic } from 'vscode-languageserver/node';
import { expect, test } from 'vitest';
import { LongSession, numbers } from './longSession';
import { startSession, type Session } from './session';

const EDITS = Number(process.env['EDITS'] ?? 400);
const SEED = Number(process.env['SEED'] ?? 20_261_127);
/** Edits between two looks. */
const STRIDE = 8;

const capabilities = { workspace: { workspaceFolders: true } };
const folders = (uris: readonly string[]) => ({ workspaceFolders: uris.map((uri) => ({ uri, name: uri })), capabilities });

interface Said {
  readonly diagnostics: readonly Diagnostic[];
  readonly lenses: unknown;
}

async function said(session: Session, uri: string, version: number): Promise<Said> {
  // A text that was opened anew has the version of the one before it.
  const lenses = await session.client.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  const { diagnostics } = await session.newest(uri, version);
  return { diagnostics, lenses };
}

test(`${EDITS} edits leave no trace`, async () => {
  const random = numbers(SEED);
  const world = new LongSession(random);
  const session = await startSession(folders(world.folders), world.files);
  let findings = 0;
  for (let edit = 0; edit < EDITS; edit++) {
    world.step(session.client);
    if (edit % STRIDE !== 0) continue;
    const fresh = await startSession(folders(world.folders), world.files);
    for (const document of world.open.values()) fresh.open(document.uri, document.getText());
    for (const { uri, version } of world.open.values()) {
      const [here, there] = [await said(session, uri, version), await said(fresh, uri, 1)];
      expect(here, `edit ${edit} of seed ${SEED}: ${uri}\n${world.open.get(uri)!.getText()}`).toEqual(there);
      findings += here.diagnostics.length;
    }
    await fresh.close();
    session.forgetPublished();
  }
  await session.close();
  expect(findings).toBeGreaterThan(EDITS / 4);
}, 3_600_000);
