import * as assert from './assert';
import * as vscode from 'vscode';
import { applyFirstFix, closeAll, findingOf, openExample, until, untilGone } from './editor';

async function titles(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  return lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ''}`);
}

const titlesWith = (document: vscode.TextDocument, passes: (found: string[]) => boolean): Promise<string[]> =>
  until('the lenses', async () => {
    const found = await titles(document);
    return passes(found) ? found : undefined;
  });

describe('Code lenses', () => {
  const setting = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('sqsKmsPolicy.codeLens');
  afterEach(async () => {
    await setting().update('statements', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  it('say above the policy who gets in, and above each statement what it says', async () => {
    const { document } = await openExample('blocked-service.json');
    const found = await titlesWith(document, (all) => all.length > 2);
    assert.match(found[0]!, /^1: Not public · /);
    assert.ok(found.some((title) => /sns\.amazonaws\.com may call sqs:SendMessage/.test(title)), found.join('\n'));
    assert.ok(found.some((title) => /Nobody may do anything unless aws:PrincipalOrgID is /.test(title)), found.join('\n'));
    // The finding that goes with it, and what the fix does to the sentence.
    await applyFirstFix(document, await findingOf(document, 'no-blocked-service'));
    await untilGone(document, 'no-blocked-service');
    await titlesWith(document, (all) => all.some((title) => /or aws:PrincipalIsAWSService is true/.test(title)));
  });

  it('are switched off by a setting', async () => {
    const { document } = await openExample('blocked-service.json');
    await titlesWith(document, (all) => all.length > 2);
    await setting().update('statements', false, vscode.ConfigurationTarget.Global);
    const [only, ...others] = await titlesWith(document, (all) => all.length === 1);
    assert.match(only!, /^1: Not public · /);
    assert.equal(others.length, 0);
  });
});
