/** The command and the server say the same, finding by finding: over the examples and every rule's fixtures, in all three forms. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckReport } from '../../server/src/cli';
import type { Profile } from '../../server/src/rules/rule';
import { startSession } from '../protocol/session';
import { forms, unmark, wrap, type RuleCases } from '../rules/harness';
import { folder, json } from './command';

const fixtures = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });

/** By path, each text once. */
function documents(): Map<string, string> {
  const found = new Map<string, string>();
  const texts = new Set<string>();
  const add = (path: string, text: string): void => {
    if (texts.has(text)) return;
    texts.add(text);
    found.set(path, text);
  };
  for (const [path, { cases }] of Object.entries(fixtures))
    [...cases.invalid, ...cases.valid].forEach((c, i) => {
      for (const form of c.forms ?? forms) add(`${path.split('/').at(-2)}/${i}-${form}-${c.file ?? 'policy.json'}`, wrap(unmark(c.policy).text, form, c.kind ?? 'queue').text);
    });
  if (existsSync('examples')) for (const entry of readdirSync('examples', { recursive: true, withFileTypes: true })) if (entry.isFile() && !entry.name.startsWith('.')) add(join('examples', entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  return found;
}

test.each<Profile>(['recommended', 'strict'])('%s', async (profile) => {
  const texts = documents();
  const configuration = json({ profile });
  const here = folder({ ...Object.fromEntries(texts), '.sqs-kms-policy.json': configuration });
  const { report } = here.check(...texts.keys());
  const session = await startSession({}, new Map([['file:///work/.sqs-kms-policy.json', configuration]]));
  try {
    let compared = 0;
    for (const file of report.files) {
      // Text in which no policy is found is the JSON service's in an editor.
      if (file.policies.some((policy) => policy.kind === 'other')) continue;
      const uri = `file:///work/${file.path}`;
      // An editor takes the mark of the byte order off before it hands the text on.
      session.open(uri, texts.get(file.path)!.replace(/^\uFEFF/, ''));
      const said = (await session.diagnostics(uri)).map((d) => [d.code, SEVERITY[d.severity ?? 0], d.message, d.range, (d.relatedInformation ?? []).map((r) => [r.message, r.location.range])]);
      expect(said, file.path).toEqual(findingsOf(file));
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  } finally {
    await session.close();
  }
});

const SEVERITY = ['', 'error', 'warning', 'information', 'hint'];

function findingsOf(file: CheckReport['files'][number]): unknown[] {
  return file.policies.flatMap((policy) => policy.findings.map((f) => [f.rule, f.severity, f.message, f.range, f.related.map((r) => [r.message, r.range])]));
}
