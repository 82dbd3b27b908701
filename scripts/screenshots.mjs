// Takes the pictures of docs/images from the running editor. `node scripts/screenshots.mjs [NAME…]`; needs a build.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cache, installExtension, launchChromium, openFile, print, repository, startServer } from './vscode-host/index.mjs';

const images = join(repository, 'docs', 'images');

const settings = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'editor.minimap.enabled': false,
  'editor.fontSize': 15,
  'editor.renderLineHighlight': 'none',
  'editor.hover.delay': 50,
  'editor.parameterHints.enabled': false,
  'editor.stickyScroll.enabled': false,
  'chat.commandCenter.enabled': false,
  'problems.decorations.enabled': false,
};

/** Each opens a file and brings the editor into the state to be shown. */
const pictures = [
  {
    name: 'problems', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.command('View: Focus Problems');
      await editor.page.locator('.markers-panel .monaco-list-row').nth(1).waitFor();
    },
  },
  {
    name: 'quick-fix', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.cursorTo('sns.amazonaws.com');
      await editor.quickFixMenu();
    },
  },
  {
    name: 'quick-fix-applied', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.cursorTo('sns.amazonaws.com');
      await editor.quickFixMenu();
      await editor.press('Enter');
      await editor.page.getByText('ArnLike').waitFor();
    },
  },
  {
    name: 'statement-completion', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.lineEnd('"Statement": [');
      await editor.press('Enter');
      await editor.opened('Control+Space', '.suggest-widget.visible .monaco-list-row');
    },
  },
  {
    name: 'statement-inserted', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.lineEnd('"Statement": [');
      await editor.press('Enter');
      await editor.page.keyboard.type('DenyUnse');
      await editor.opened('Control+Space', '.suggest-widget.visible .monaco-list-row.focused:has-text("DenyUnsecureTransport")');
      await editor.press('Enter');
      await editor.page.getByText('aws:SecureTransport').waitFor();
      await editor.page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: 'key-policy', file: 'key-policy.json',
    show: async (editor) => {
      await editor.cursorTo('alias/orders');
      await editor.quickFixMenu();
    },
  },
  {
    name: 'cloudformation', file: 'template.json',
    show: async (editor) => {
      await editor.cursorTo('sns.amazonaws.com');
      await editor.quickFixMenu();
    },
  },
  {
    name: 'escaped-policy', file: 'queue-attributes.json', wrap: true,
    show: async (editor) => {
      await editor.cursorTo('sns.amazonaws.com');
      await editor.quickFixMenu();
    },
  },
  {
    name: 'blocked-service', file: 'blocked-service.json',
    show: async (editor) => {
      await editor.cursorTo('aws:PrincipalOrgID');
      await editor.command('Show or Focus Hover');
      await editor.page.locator('.monaco-hover:not(.hidden)').first().waitFor();
    },
  },
  {
    name: 'lenses', file: 'blocked-service.json',
    show: async (editor) => {
      await editor.page.locator('.codelens-decoration', { hasText: 'may call' }).first().waitFor();
      await editor.command('View: Focus Problems');
      await editor.page.locator('.markers-panel .monaco-list-row').nth(1).waitFor();
    },
  },
  {
    name: 'hover', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.cursorTo('sqs:ReceiveMessage');
      await editor.command('Show or Focus Hover');
      await editor.page.locator('.monaco-hover:not(.hidden)').first().waitFor();
    },
  },
  {
    name: 'status', file: 'dead-letter-queue-policy.json',
    show: async (editor) => {
      await editor.page.locator('[id="status.languageStatus"]').first().hover();
      await editor.page.getByText('Dead-letter queue policy').first().waitFor();
    },
  },
  {
    name: 'new-policy', file: 'queue-policy.json',
    show: async (editor) => {
      await editor.command('SQS & KMS Policy: New queue policy');
      await editor.page.getByText('Account id').first().waitFor();
      await editor.page.keyboard.type('111122223333');
      await editor.press('Enter');
      await editor.page.getByText('(2/').waitFor();
    },
  },
];

async function take(browser, server, { name, file, wrap, show }) {
  // A folder for itself: VS Code remembers by folder what was changed and not saved.
  const folder = join(temporary, name, 'examples');
  cpSync(join(repository, 'examples'), folder, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const editor = await openFile(context, server, folder, file);
    const { page } = editor;
    // They move every line below them.
    await page.locator('.codelens-decoration', { hasText: /ublic/ }).first().waitFor();
    await editor.focus();
    if (wrap) await editor.press('Alt+z');
    await show(editor);
    // A frame after the last change, so that what has just appeared is painted and carets and spinners do not differ from run to run.
    await page.addStyleTag({ content: '.monaco-editor .cursor { visibility: hidden !important } .notifications-toasts { display: none !important }' });
    await page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled', caret: 'hide' });
    print(`docs/images/${name}.png`);
  } catch (error) {
    const path = join(cache, 'logs', `${name}.png`);
    await context.pages()[0]?.screenshot({ path });
    throw new Error(`${error.message}\nwhat there was instead: ${path}`);
  } finally {
    await context.close();
  }
}

const names = process.argv.slice(2);
mkdirSync(images, { recursive: true });
const temporary = mkdtempSync(join(tmpdir(), 'screenshots-'));
const data = join(temporary, 'data');
mkdirSync(data);
installExtension(data);
const server = await startServer({ data, settings, testDriver: false });
const browser = await launchChromium();
let failed = 0;
try {
  for (const picture of pictures.filter(({ name }) => names.length === 0 || names.includes(name))) {
    await take(browser, server, picture).catch((error) => {
      failed++;
      process.stderr.write(`${picture.name}: ${error.message}\n`);
    });
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = failed > 0 ? 1 : 0;
