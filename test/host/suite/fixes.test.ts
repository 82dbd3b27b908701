import * as assert from './assert';
import * as vscode from 'vscode';
import { applyFirstFix, closeAll, describeFindings, findingOf, findings, openExample, positionOf, ruleOf, SOURCE, until, untilGone } from './editor';

interface Statement {
  readonly Sid?: string;
  readonly Principal?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The value of aws:SourceArn under ArnLike, whatever the key's case. */
function sourceArn({ Condition }: Statement): unknown {
  return Object.entries(Condition?.['ArnLike'] ?? {}).find(([key]) => key.toLowerCase() === 'aws:sourcearn')?.[1];
}

function statementsOf(policy: { Statement: Statement[] }): Statement[] {
  return policy.Statement;
}

describe('Quick fixes', () => {
  afterEach(closeAll);

  it('insert an ArnLike aws:SourceArn of a topic into a queue policy', async () => {
    const { document } = await openExample('queue-policy.json');
    await applyFirstFix(document, await findingOf(document, 'require-source-condition'));
    await untilGone(document, 'require-source-condition');
    const [statement] = statementsOf(JSON.parse(document.getText()));
    assert.match(String(sourceArn(statement!)), /^arn:(aws|<partition>):sns:/);
    // In the file's own indentation, however the editor inserts it.
    const indentation = (text: string): number => document.lineAt(positionOf(document, text)).firstNonWhitespaceCharacterIndex;
    assert.equal(indentation('"Condition"'), indentation('"Resource"'));
  });

  it('exempt AWS services from the Deny that stops one', async () => {
    const { document } = await openExample('blocked-service.json');
    const finding = await findingOf(document, 'no-blocked-service');
    assert.equal(document.getText(finding.range), '"aws:PrincipalOrgID"');
    assert.match(finding.message, /stops sns\.amazonaws\.com/);
    assert.equal(document.getText(finding.relatedInformation![0]!.location.range), '"sns.amazonaws.com"');
    await applyFirstFix(document, finding);
    await untilGone(document, 'no-blocked-service');
    assert.equal(statementsOf(JSON.parse(document.getText()))[1]?.Condition?.['BoolIfExists']?.['aws:PrincipalIsAWSService'], 'false');
  });

  it('take themselves back with one undo', async () => {
    const { document } = await openExample('queue-policy.json');
    const before = document.getText();
    await applyFirstFix(document, await findingOf(document, 'require-source-condition'));
    await untilGone(document, 'require-source-condition');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('insert the same condition into a CloudFormation template', async () => {
    const { document } = await openExample('template.json');
    const finding = await findingOf(document, 'require-source-condition');
    assert.equal(document.getText(finding.range), '"sns.amazonaws.com"');
    await applyFirstFix(document, finding);
    await untilGone(document, 'require-source-condition');
    const template = JSON.parse(document.getText());
    const [statement] = statementsOf(template.Resources.OrdersQueuePolicy.Properties.PolicyDocument);
    assert.match(JSON.stringify(sourceArn(statement!)), /"Ref":"OrdersTopic"/);
  });

  it('insert the same condition into an escaped policy of an attributes file', async () => {
    const { document } = await openExample('queue-attributes.json');
    const finding = await findingOf(document, 'require-source-condition');
    assert.match(document.getText(finding.range), /^\\"sns\.amazonaws\.com\\"$/);
    await applyFirstFix(document, finding);
    await untilGone(document, 'require-source-condition');
    const attributes = JSON.parse(document.getText());
    const [statement] = statementsOf(JSON.parse(attributes.Policy));
    assert.match(String(sourceArn(statement!)), /^arn:(aws|<partition>):sns:/);
    assert.equal(attributes.MessageRetentionPeriod, '345600');
  });

  it('set the Resource of a key policy that is an alias to "*"', async () => {
    const { document } = await openExample('key-policy.json');
    const finding = await findingOf(document, 'kms-key-resource');
    assert.match(document.getText(finding.range), /alias\/orders/);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    await applyFirstFix(document, finding);
    await untilGone(document, 'kms-key-resource');
    assert.deepEqual(statementsOf(JSON.parse(document.getText())).map(({ Resource }) => Resource), ['*', '*', '*']);
  });

  describe('of JSON mistakes, which VS Code itself shows', () => {
    /** What the JSON service says. */
    const mistake = (document: vscode.TextDocument): Promise<vscode.Diagnostic> =>
      until('a mistake that the JSON service shows', () => vscode.languages.getDiagnostics(document.uri).find(({ source }) => source !== SOURCE), () => describeFindings(document));

    async function apply(document: vscode.TextDocument, title: string): Promise<void> {
      const { range } = await mistake(document);
      const action = await until(title, async () => {
        const offered = (await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>('vscode.executeCodeActionProvider', document.uri, range, vscode.CodeActionKind.QuickFix.value, 50)) ?? [];
        return offered.find((one) => one.title === title && one.edit !== undefined);
      });
      assert.equal(await vscode.workspace.applyEdit(action.edit!), true);
    }

    it('one by one', async () => {
      const { document } = await openExample('queue-policy.json');
      const before = document.getText();
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, positionOf(document, '"2012-10-17"', 'after'), ',');
      await vscode.workspace.applyEdit(edit);
      await apply(document, 'Remove the comma');
      assert.equal(document.getText(), before);
    });

    it('all at once', async () => {
      const { document } = await openExample('queue-policy.json');
      const policy = JSON.parse(document.getText());
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, positionOf(document, '"2012-10-17"', 'after'), ' // the newer one');
      const comma = positionOf(document, '"2012-10-17",', 'after');
      edit.delete(document.uri, new vscode.Range(comma.translate(0, -1), comma));
      await vscode.workspace.applyEdit(edit);
      await apply(document, 'Fix all JSON mistakes of this policy');
      assert.deepEqual(JSON.parse(document.getText()), policy);
      // What is not JSON is told by VS Code alone.
      assert.equal(findings(document).some((finding) => ruleOf(finding) === 'valid-json'), false);
    });
  });
});
