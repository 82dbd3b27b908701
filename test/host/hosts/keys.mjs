// The embedded VS Code once more, with real keys: what suggestions do to Tab is seen by nobody who calls commands.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cache, installExtension, launchChromium, openFile, repository, startServer } from '../../../scripts/vscode-host/index.mjs';

export const title = 'embedded VS Code, with keys';

/** A person who reads what comes up before the next key is pressed. */
const LOOK = 700;

/** What a snippet leaves in an empty file where nothing is filled in. */
function inserted(name) {
  const { body } = JSON.parse(readFileSync(join(repository, 'snippets', 'queue.json'), 'utf8'))[name];
  return body.join('\n').replaceAll('\t', '    ').replace(/\$\{\d+:([^}]*)\}/g, '$1');
}

/** Words that suggestions would answer to: a name in the file, words of statements, a part of the placeholder itself. */
const TOPICS = ['orders', 'sqs', 'topic', 'name'];

const WORDS = ['kms', 'deny', 'sqs', 'allow'];

const cases = [
  ...TOPICS.map((topic) => ({
    title: `the walk-through of the README: the fix, ${topic}, Tab`,
    file: 'queue-policy.json',
    keys: async (editor) => {
      await editor.cursorTo('sns.amazonaws.com');
      await editor.quickFixMenu();
      await editor.press('Enter');
      await editor.page.getByText('ArnLike').first().waitFor();
      await editor.type(topic);
      await editor.page.waitForTimeout(LOOK);
      await editor.press('Tab');
    },
    after: (before) =>
      before.replace(
        /("Action": "sqs:SendMessage",\n)(.*orders")\n/,
        `$1$2,\n      "Condition": {\n        "ArnLike": {\n          "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:${topic}"\n        }\n      }\n`,
      ),
  })),
  {
    title: 'Insert Snippet lists a statement, and Tab goes from one of its places to the next',
    text: '',
    keys: async (editor) => {
      await editor.command('Snippets: Insert Snippet');
      await editor.pick('Consumers receive from the queue');
      for (const word of WORDS) {
        await editor.type(word);
        await editor.page.waitForTimeout(LOOK);
        await editor.press('Tab');
      }
    },
    after: () =>
      ['<consumer-role-arn>', '<region>', '<account-id>', '<queue-name>'].reduce((text, placeholder, i) => text.replaceAll(placeholder, WORDS[i]), inserted('Consumers receive from the queue')),
  },
  {
    title: 'Fill File with Snippet lists whole policies',
    text: '',
    keys: async (editor) => {
      await editor.command('Snippets: Fill File with Snippet');
      await editor.pick('Least-privilege dead-letter queue policy');
    },
    after: () => inserted('Least-privilege dead-letter queue policy'),
  },
];

/** Runs all cases. Returns the version of VS Code and an exit code. */
export async function run({ folder, log }) {
  const data = mkdtempSync(join(tmpdir(), 'host-keys-'));
  installExtension(data);
  let server;
  let browser;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    server = await startServer({ data, testDriver: false, log });
    browser = await launchChromium(log);
    for (const [i, { title, file = 'empty.json', text, keys, after }] of cases.entries()) {
      const place = join(data, String(i), 'examples');
      cpSync(folder, place, { recursive: true });
      const path = join(place, file);
      if (text !== undefined) writeFileSync(path, text);
      const before = readFileSync(path, 'utf8');
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      try {
        const editor = await openFile(context, server, place, file, { findings: text === undefined });
        await editor.focus();
        await keys(editor);
        await editor.save();
        const saved = readFileSync(path, 'utf8');
        if (saved !== after(before)) throw new Error(`the file is now\n${saved}\nand not\n${after(before)}`);
        counts.passed++;
        log(`  ok  ${title}`);
      } catch (error) {
        counts.failed++;
        const picture = join(cache, 'logs', `keys-${i}.png`);
        mkdirSync(join(cache, 'logs'), { recursive: true });
        await context.pages()[0]?.screenshot({ path: picture });
        log(`  FAILED  ${title}\n${error.message}\nwhat was shown: ${picture}`);
      } finally {
        await context.close();
      }
    }
    log(`summary: ${JSON.stringify(counts)}`);
    return { exitCode: counts.failed === 0 ? 0 : 1, version: server.version };
  } finally {
    await browser?.close();
    await server?.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
