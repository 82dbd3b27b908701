import { afterEach, expect, test } from 'vitest';
import { uri } from './policies';
import { startSession, type Session } from './session';

interface Lens {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly command: { readonly title: string; readonly command: string };
}

let session: Session;
afterEach(() => session.close());

const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders" },
    { "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
  ]
}
`;
const VERDICT = '0:0 Not public · no access from outside the zone of trust';
const SENTENCES = ['3:4 sns.amazonaws.com may call sqs:SendMessage.', '4:4 Nobody may do anything when the call is not over TLS.'];

async function lenses(): Promise<string[]> {
  const found = await session.client.sendRequest<Lens[]>('textDocument/codeLens', { textDocument: { uri } });
  return found.map(({ range: { start }, command }) => {
    // Text: there is nothing to run.
    expect(command.command).toBe('');
    return `${start.line}:${start.character} ${command.title}`;
  });
}

const asks = { capabilities: { workspace: { configuration: true, codeLens: { refreshSupport: true } } } };

test('above the policy its verdict, above each statement its sentence', async () => {
  session = await startSession();
  session.open(uri, text);
  expect(await lenses()).toEqual([VERDICT, ...SENTENCES]);
});

test.each<[name: string, setting: unknown, expected: string[]]>([
  ['sentences', { statements: false }, [VERDICT]],
  ['verdicts', { policy: false }, SENTENCES],
  ['both', { statements: false, policy: false }, []],
  ['neither, by a setting of no form', 'off', [VERDICT, ...SENTENCES]],
])('switched off: %s', async (_, codeLens, expected) => {
  session = await startSession(asks, new Map(), { answers: { settings: new Map([['', { codeLens }]]) } });
  session.open(uri, text);
  await session.diagnostics(uri);
  expect(await lenses()).toEqual(expected);
});

test('the editor’s switch holds where a file configures the rest', async () => {
  session = await startSession(asks, new Map([['file:///work/.sqs-kms-policy.json', '{"zoneOfTrust": {"accounts": ["444455556666"]}}']]), { answers: { settings: new Map([['', { codeLens: { statements: false } }]]) } });
  session.open(uri, text.replace('{ "Service": "sns.amazonaws.com" }', '{ "AWS": "777788889999" }'));
  await session.diagnostics(uri);
  expect(await lenses()).toEqual(['0:0 Not public · 1 caller outside the zone of trust']);
});

test('are asked for again when settings change', async () => {
  const settings = new Map<string, unknown>([['', {}]]);
  session = await startSession(asks, new Map(), { answers: { settings } });
  session.open(uri, text);
  await session.diagnostics(uri);
  settings.set('', { codeLens: { statements: false } });
  const before = session.requests.length;
  await session.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await expect.poll(() => session.requests.slice(before).some(({ method }) => method === 'workspace/codeLens/refresh')).toBe(true);
  expect(await lenses()).toEqual([VERDICT]);
});

test('a policy inside a string has its verdict alone', async () => {
  session = await startSession();
  session.open(uri, JSON.stringify({ Policy: text }));
  expect((await lenses()).map((lens) => lens.replace(/^\d+:\d+ /, ''))).toEqual([VERDICT.slice(4)]);
});
