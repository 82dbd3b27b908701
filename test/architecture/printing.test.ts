/** One place writes what the command prints, so that one place escapes it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../../server/src/cli', import.meta.url));

test('lines.ts alone prints', () => {
  const files = readdirSync(cli, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const printing = files.filter((file) => /\bruntime\.(?:out|err)\b|\bconsole\.|process\.std/.test(readFileSync(join(cli, file), 'utf8')));
  expect(printing).toEqual(['lines.ts']);
});
