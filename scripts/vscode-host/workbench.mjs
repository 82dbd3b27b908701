// The workbench as a person uses it: keys, menus, the palette. For pictures, and for tests that have to press real keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { host } from './server.mjs';

/** Opens a file of a folder in a page of its own; with `findings`, waits until the extension has said something about it. */
export async function openFile(context, server, folder, file, { findings = true } = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const payload = JSON.stringify([['openFile', `vscode-remote://${host}:${server.port}${folder}/${file}`]]);
  await page.goto(`${server.address}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(payload)}`);
  const editor = new Workbench(page, readFileSync(join(folder, file), 'utf8'));
  const squiggle = page.locator('.monaco-editor [class*="squiggly-"]').first();
  // VS Code asks once whether the folder is trusted: before any finding is shown, and after an empty file is.
  const button = page.locator('.monaco-dialog-box').getByText('Yes, I trust');
  await Promise.race([button.waitFor(), ...(findings ? [squiggle.waitFor()] : [])]);
  if (await button.isVisible()) await button.click();
  await (findings ? squiggle : page.locator('.monaco-editor .view-lines').first()).waitFor();
  return editor;
}

export class Workbench {
  /** `text`: what stands in the file that is open. */
  constructor(page, text) {
    this.page = page;
    this.text = text;
  }

  /** Puts the focus into the editor: again, where the workbench takes it away while it is still coming up. */
  async focus() {
    const focused = this.page.locator('.editor-instance .monaco-editor.focused').first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
      await this.page.waitForTimeout(100);
      if (await focused.isVisible()) return;
    }
  }

  type(text) {
    return this.page.keyboard.type(text, { delay: 40 });
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  async command(title) {
    await this.opened('F1', '.quick-input-widget .quick-input-box input');
    await this.page.locator('.quick-input-box input').first().fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Chooses a row of the list that has just been opened. */
  async pick(title) {
    await this.page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
    await this.page.keyboard.type(title);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Saves the file, and waits until it is. */
  async save() {
    await this.press('ControlOrMeta+s');
    await this.page.locator('.tab.active:not(.dirty)').first().waitFor();
  }

  quickFixMenu() {
    return this.opened('ControlOrMeta+.', '.action-widget .monaco-list-row');
  }

  /** Presses a key until what it opens is there: it closes again where findings arrive just then. */
  async opened(key, selector) {
    const widget = this.page.locator(selector).first();
    for (let attempt = 0; !(await widget.isVisible()) && attempt < 20; attempt++) {
      await this.press(key);
      await widget.waitFor({ timeout: 1000 }).catch(() => {});
    }
    await widget.waitFor();
  }

  /** Puts the cursor into the first line that has this text, at the text's end. */
  cursorTo(text) {
    return this.goTo((line) => line.indexOf(text) + Math.ceil(text.length / 2), text);
  }

  lineEnd(text) {
    return this.goTo((line) => line.length, text);
  }

  async goTo(column, text) {
    const lines = this.text.split('\n');
    const line = lines.findIndex((candidate) => candidate.includes(text));
    await this.press('Control+g');
    await this.page.locator('.quick-input-box input').first().waitFor();
    await this.page.keyboard.type(`${line + 1}:${column(lines[line]) + 1}`);
    await this.press('Enter');
    await this.page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
  }
}
