/**
 * The walls of the house: imports run one way. A tool that reads no module would find no violation, so the test counts what it saw and shows
 * that it finds a planted one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What each room may import; a room may always import itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  syntax: [],
  aws: [],
  policy: ['syntax', 'aws'],
  documents: ['policy', 'syntax', 'aws'],
  access: ['policy', 'syntax', 'aws'],
  recipes: ['access', 'documents', 'policy', 'syntax', 'aws'],
  rules: ['recipes', 'access', 'documents', 'policy', 'syntax', 'aws'],
  service: ['rules', 'recipes', 'access', 'documents', 'policy', 'syntax', 'aws'],
  protocol: ['service', 'rules', 'recipes', 'access', 'documents', 'policy', 'syntax', 'aws'],
  cli: ['service', 'rules', 'recipes', 'access', 'documents', 'policy', 'syntax', 'aws'],
  main: ['protocol', 'cli', 'service', 'rules', 'recipes', 'access', 'documents', 'policy', 'syntax', 'aws'],
};

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => relative(root, join(e.parentPath, e.name)).replaceAll('\\', '/'));
}

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

function importsOf(path: string, text: string): Import[] {
  const { module, errors } = parseSync(path, text);
  expect(errors, path).toEqual([]);
  const statics = module.staticImports.map((i) => ({ from: i.moduleRequest.value, typeOnly: i.entries.length > 0 && i.entries.every((e) => e.isType) }));
  const exports = module.staticExports.flatMap((e) => e.entries.flatMap((entry) => (entry.moduleRequest ? [{ from: entry.moduleRequest.value, typeOnly: entry.isType }] : [])));
  const dynamic = module.dynamicImports.map((i) => ({ from: text.slice(i.moduleRequest.start + 1, i.moduleRequest.end - 1), typeOnly: false }));
  const inline = [...text.matchAll(/import\('([^']+)'\)\./g)].map((m) => ({ from: m[1]!, typeOnly: true }));
  return [...statics, ...exports, ...dynamic.filter((d) => !inline.some((i) => i.from === d.from)), ...inline];
}

function roomOf(path: string): string | undefined {
  const inside = /^server\/src\/([^/]+)(\/|$)/.exec(path)?.[1];
  return inside?.startsWith('main.') ? 'main' : inside;
}

/** One line for each import that goes through a wall. */
function violations(path: string, text: string): string[] {
  const found: string[] = [];
  const room = roomOf(path);
  for (const { from, typeOnly } of importsOf(path, text)) {
    const say = (why: string) => found.push(`${path} imports ${from}: ${why}`);
    if (!from.startsWith('.')) {
      const builtin = from.startsWith('node:') || builtinModules.includes(from);
      if (path.startsWith('client/')) {
        if (builtin && !path.endsWith('.node.ts')) say('only extension.node.ts touches Node');
      } else {
        if (builtin && room !== 'main') say('only main.* touches Node');
        if (from.startsWith('vscode') && !['protocol', 'main'].includes(room ?? '')) say('no connection type below protocol');
      }
      continue;
    }
    const target = relative(root, resolve(root, dirname(path), from)).replaceAll('\\', '/');
    if (path.startsWith('client/')) {
      if (!target.startsWith('client/') && !(typeOnly && target === 'server/src/protocol/messages')) say('the client may import the types of messages.ts, nothing else of the server');
      continue;
    }
    // The version of the package is main's to tell.
    if (room === 'main' && target === 'server/package.json') continue;
    const to = roomOf(`${target}/`) ?? target;
    if (to !== room && !ROOMS[room ?? '']?.includes(to)) say(`${room} may not import ${to}`);
  }
  return found;
}

test('imports run one way', () => {
  const seen = [...files(join(root, 'server/src')), ...files(join(root, 'client/src'))];
  expect(seen.length).toBeGreaterThan(80);
  for (const room of Object.keys(ROOMS).filter((r) => r !== 'main')) expect(seen.some((f) => f.startsWith(`server/src/${room}/`)), `no module of ${room} was seen`).toBe(true);
  expect(seen.flatMap((f) => violations(f, readFileSync(join(root, f), 'utf8')))).toEqual([]);
});

test.each([
  ['server/src/policy/planted.ts', "import { evaluate } from '../access';", /policy may not import access/],
  ['server/src/rules/grammar/planted.ts', "export { parseJson } from '../../documents/plainJson';\nimport type { Connection } from 'vscode-languageserver';", /no connection type/],
  ['server/src/service/planted.ts', "import { readFileSync } from 'node:fs';", /only main/],
  ['server/src/syntax/planted.ts', "export * from '../policy';", /syntax may not import policy/],
  ['server/src/cli/planted.ts', "const x = import('../protocol/startServer');", /cli may not import protocol/],
  ['client/src/planted.ts', "import { rules } from '../../server/src/rules';", /client may import/],
])('a planted violation is found: %s', (path, text, message) => {
  expect(violations(path, text).join('\n')).toMatch(message);
});
