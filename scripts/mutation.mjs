// `npm run mutation`: changes the rules one place at a time and tells which changes no test of the rules notices. `-- unique-sid valid-arn`
// changes these only. The tool is installed into test/mutation at the first run; the whole report is in .cache/mutation.json.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSources } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/mutation');
const stryker = join(folder, 'node_modules/@stryker-mutator/core');

function main(ids) {
  const files = readdirSync(join(root, 'server/src/rules'), { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const fileOf = (id) => files.find((file) => file.endsWith(`/${id}.ts`));
  const unknown = ids.filter((id) => !fileOf(id));
  if (unknown.length > 0) {
    process.stderr.write(`there is no rule ${unknown.join(', ')}\n`);
    return 2;
  }
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies['@stryker-mutator/core'];
  const installed = existsSync(stryker) ? JSON.parse(readFileSync(join(stryker, 'package.json'), 'utf8')).version : undefined;
  if (installed !== wanted) {
    // Not as a workspace of the repository's: then everybody would install it.
    const { status } = spawnSync('npm', ['ci', '--no-workspaces'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) return 1;
  }
  const only = ids.length > 0 ? ['--mutate', ids.map((id) => `server/src/rules/${fileOf(id)}`).join(',')] : [];
  return spawnSync(process.execPath, [join(stryker, 'bin/stryker.js'), 'run', 'test/mutation/stryker.config.json', ...only], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

// What the rules import and a fresh clone has not.
await generateSources();
process.exitCode = main(process.argv.slice(2));
