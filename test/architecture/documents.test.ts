/** The documentation points at things that exist, and what the README shows works. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../server/src/rules';
import { parseConfiguration } from '../../server/src/service/configuration';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];

test.each(pages)('the relative links of %s lead somewhere', (page) => {
  const targets = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((m) => m[1]!).filter((target) => !/^[a-z]+:/.test(target));
  expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
});

test('the configuration that the README shows is one', () => {
  const [, shown] = /## Configuration[\s\S]*?```json\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))!;
  expect(parseConfiguration(shown!, rules.map((rule) => rule.meta.id)).problems).toEqual([]);
});
