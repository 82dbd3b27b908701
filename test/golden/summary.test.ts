/**
 * What is found in the examples and in what the rules' pages tell to avoid, one line per finding. A rule's own cases run that rule alone: this
 * shows what all of them say together, and a change of it in review. `npx vitest run test/golden -u` writes it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lineIndex } from '../../server/src/cli/positions';
import { rules } from '../../server/src/rules';
import type { Profile } from '../../server/src/rules/rule';
import { createPolicyLanguageService, defaultWorkspace } from '../../server/src/service';
import { ZONE } from '../rules/harness';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const service = createPolicyLanguageService({
  onRuleError: (rule, error) => {
    throw new Error(`${rule.id}: ${String(error)}`);
  },
});

const profiles: readonly Profile[] = ['recommended', 'strict'];

interface Example {
  /** As it is listed. */
  readonly title: string;
  /** What tells the kind where the content does not. */
  readonly name: string;
  readonly text: string;
}

const files = readdirSync(join(root, 'examples')).sort().map((file): Example => ({ title: `examples/${file}`, name: file, text: text(`examples/${file}`) }));

const avoided = rules.flatMap(({ meta }) => {
  const page = `docs/rules/${meta.id}.md`;
  const section = text(page).split(/^## /m).find((part) => part.startsWith('Avoid\n')) ?? '';
  const name = meta.kinds.includes('queue') ? 'queue-policy.json' : 'key-policy.json';
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map((match, i): Example => ({ title: `${page}#avoid${i === 0 ? '' : `-${i + 1}`}`, name, text: match[1]! }));
});

/** `file address rule severity line:col message` */
function lines({ title, name, text }: Example, profile: Profile): string[] {
  const workspace = { ...defaultWorkspace, zone: ZONE, profile };
  const positionAt = lineIndex(text);
  const found = service.validate(service.read(text, name, workspace), workspace).flatMap(({ site, findings }) =>
    findings.map(({ rule, severity, range, message }) => {
      const { line, character } = positionAt(range.start);
      return `${title} ${site.address} ${rule.id} ${severity} ${line + 1}:${character + 1} ${message.replaceAll('\n', '\\n')}`;
    }),
  );
  return found.length > 0 ? found : [`${title} nothing`];
}

describe.each(profiles)('%s', (profile) => {
  const summary = (examples: readonly Example[]): string => `${examples.flatMap((example) => lines(example, profile)).join('\n')}\n`;

  test('the examples', () => expect(summary(files)).toMatchFileSnapshot(`examples.${profile}.txt`));

  test('what the pages tell to avoid', () => expect(summary(avoided)).toMatchFileSnapshot(`avoid.${profile}.txt`));
});

test('a rule is among what is found in what its own page tells to avoid', () => {
  const shown = ({ meta }: (typeof rules)[number]): boolean =>
    profiles.every((profile) => meta.levels[profile] === 'off') || avoided.some((example) => example.title.startsWith(`docs/rules/${meta.id}.md#`) && profiles.some((profile) => lines(example, profile).some((line) => line.includes(` ${meta.id} `))));
  expect(rules.filter((rule) => !shown(rule)).map(({ meta }) => meta.id)).toEqual([]);
});
