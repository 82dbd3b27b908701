import { expect, test } from 'vitest';
import { CLEAN } from '../../../server/src/cli';
import { explain } from '../../../server/src/cli/explain';
import { rules } from '../../../server/src/rules';
import type { CommandRuntime } from '../../../server/src/cli';

const printed = (id: string, rulePage: CommandRuntime['rulePage']): string => {
  let out = '';
  expect(explain([id], { rulePage, out: (text: string) => void (out += text) } as unknown as CommandRuntime)).toBe(CLEAN);
  return out;
};

test.each(rules.map(({ meta }) => meta))('$id', (meta) => {
  expect(printed(meta.id, (id) => `# ${id}\n\nThe page.\n`)).toContain(`# ${meta.id}\n\nThe page.\n\nCategory: ${meta.category}\n`);
  // Without its page, a rule still says what it is.
  expect(printed(meta.id, () => undefined)).toContain(`# ${meta.id}\n\n${meta.summary}\n`);
});
