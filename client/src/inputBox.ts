/** One question in VS Code's input box. */
import * as vscode from 'vscode';
import { problemOf, type Asked, type Reply } from './questions';

const leaveRest: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-step-over'), tooltip: 'Leave placeholders for the rest' };

export async function askByInputBox(asked: Asked): Promise<Reply> {
  const reply = await showBox(asked);
  // Esc may mean either; where something was answered already, it is not thrown away without a word.
  return reply.kind === 'cancel' && asked.step > 1 ? confirmEscape(asked.title) : reply;
}

function showBox({ title, question, step, totalSteps, value }: Asked): Promise<Reply> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    let reply: Reply = { kind: 'cancel' };
    const finish = (result: Reply): void => {
      reply = result;
      box.hide();
    };
    const check = (): boolean => {
      box.validationMessage = problemOf(question, box.value);
      return box.validationMessage === undefined;
    };
    box.title = title;
    box.step = step;
    box.totalSteps = totalSteps;
    box.value = value;
    box.prompt = `${question.title}${question.repeatable ? ', several separated by spaces' : ''}. Empty: ${question.placeholder} stays.`;
    box.placeholder = question.example;
    box.ignoreFocusOut = true;
    box.buttons = step > 1 ? [vscode.QuickInputButtons.Back, leaveRest] : [leaveRest];
    box.onDidChangeValue(check);
    box.onDidAccept(() => {
      if (check()) finish({ kind: 'answer', value: box.value });
    });
    box.onDidTriggerButton((button) => finish({ kind: button === vscode.QuickInputButtons.Back ? 'back' : 'rest' }));
    box.onDidHide(() => {
      box.dispose();
      resolve(reply);
    });
    box.show();
  });
}

async function confirmEscape(title: string): Promise<Reply> {
  const rest = { label: 'Leave placeholders for the rest', reply: { kind: 'rest' } as const };
  const cancel = { label: 'Cancel', reply: { kind: 'cancel' } as const };
  const chosen = await vscode.window.showQuickPick([rest, cancel], { title });
  return chosen?.reply ?? cancel.reply;
}
