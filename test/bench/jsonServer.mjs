// What VS Code's JSON server does for a file without a schema, in pull mode: parse, report syntax errors.
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const service = getLanguageService({ workspaceContext: { resolveRelativePath: (path) => path } });
service.configure({ validate: true });
connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } } }));
connection.languages.diagnostics.on(async ({ textDocument }) => {
  const document = documents.get(textDocument.uri);
  const items = document ? await service.doValidation(document, service.parseJSONDocument(document)) : [];
  return { kind: 'full', items };
});
documents.listen(connection);
connection.listen();
