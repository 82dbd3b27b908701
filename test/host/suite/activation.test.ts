import * as assert from './assert';
import * as vscode from 'vscode';
import { closeAll, extensionApi, findingOf, findings, openExample, openText, policiesOf, ruleOf, until } from './editor';

describe('Activation', () => {
  afterEach(closeAll);

  // The first test: it sees the extension as it was before any policy was opened.
  it('leaves the server alone for JSON that is no policy, and starts it once a policy is typed', async () => {
    const api = await extensionApi();
    const editor = await openText('{ "name": "orders" }');
    assert.equal(api.started(), false);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 20), '{ "Statement": [] }'));
    await until('the server to be started', () => (api.started() ? true : undefined));
  });

  it('shows what is wrong at the principal of a queue policy', async () => {
    const { document } = await openExample('queue-policy.json');
    const finding = await findingOf(document, 'require-source-condition');
    assert.equal(document.getText(finding.range), '"sns.amazonaws.com"');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof finding.code === 'object' && finding.code.target.path.endsWith('/docs/rules/require-source-condition.md'), JSON.stringify(finding.code));
  });

  it('shows the kind and the owner of the open policy with their reasons', async () => {
    const api = await extensionApi();
    const { document } = await openExample('dead-letter-queue-policy.json');
    const [policy] = await policiesOf(document);
    assert.equal(policy?.kind, 'dead-letter-queue');
    assert.equal(policy?.owner, '111122223333');
    assert.ok(policy?.kindReason && policy.ownerReason);
    assert.equal(await until('the status item', () => api.statusText()), 'Dead-letter queue policy');
  });

  for (const [language, content, says] of [
    ['yaml', 'Resources:\n  Policy:\n    Type: AWS::SQS::QueuePolicy\n', 'YAML is not read yet, only JSON is'],
    ['json', '# the queue\nStatement:\n  - Action: sqs:SendMessage\n', 'YAML is not read yet, only JSON is'],
  ] as const) {
    it(`says of ${language} that holds YAML that it is not read yet, and nothing else`, async () => {
      const api = await extensionApi();
      const { document } = await openText(content, language);
      await until('the status item', () => (api.statusText() === says ? true : undefined), () => String(api.statusText()));
      assert.deepEqual(findings(document), []);
    });
  }

  it('clears the findings of a document that is closed', async () => {
    const { document } = await openText('{ "Version": "2012-10-17", "Statement": [{ "Effect": "allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*" }] }');
    await until('findings', () => (findings(document).length > 0 ? true : undefined));
    await closeAll();
    await until('no findings', () => (findings(document).length === 0 ? true : undefined));
  });

  for (const example of ['queue-policy.json', 'dead-letter-queue-policy.json', 'key-policy.json', 'template.json', 'queue-attributes.json']) {
    it(`says nothing twice about one token of ${example}`, async () => {
      const { document } = await openExample(example);
      await policiesOf(document);
      const all = await until('findings', () => (findings(document).length > 0 ? vscode.languages.getDiagnostics(document.uri) : undefined));
      const seen = new Map<string, vscode.Diagnostic>();
      for (const diagnostic of all) {
        for (const key of [`${document.offsetAt(diagnostic.range.start)} ${ruleOf(diagnostic)}`, `${document.offsetAt(diagnostic.range.start)} ${diagnostic.message}`]) {
          assert.equal(seen.get(key), undefined, `twice: ${diagnostic.message} (${diagnostic.source})`);
          seen.set(key, diagnostic);
        }
      }
    });
  }

  it('leaves syntax errors to the JSON service of VS Code', async () => {
    const { document } = await openText('{ "Version": "2012-10-17", "Statement": [{ "Effect": "allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*" },] }');
    await until('findings', () => (findings(document).length > 0 ? true : undefined));
    assert.deepEqual(findings(document).filter((finding) => ruleOf(finding) === 'valid-json'), []);
  });
});
