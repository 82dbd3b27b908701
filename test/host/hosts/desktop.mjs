// VS Code itself, through @vscode/test-electron: the user's own, else the newest one where it can be downloaded.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cache, desktopExecutable } from '../../../scripts/vscode-host/index.mjs';
import { bundleSuite } from '../bundle.mjs';

export const title = 'VS Code (desktop)';

/** Why this host cannot be used on this machine; undefined where it can. */
export async function unavailable() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (desktopExecutable() !== undefined) return undefined;
  try {
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: AbortSignal.timeout(5000) });
    return answer.ok ? undefined : `no VS Code on this machine, and its download site answers ${answer.status}`;
  } catch {
    return 'no VS Code on this machine, and its download site is not reached';
  }
}

export async function run({ extension, folder, log }) {
  const own = desktopExecutable();
  const vscodeExecutablePath = own ?? (await downloadAndUnzipVSCode({ cachePath: cache }));
  log(`using ${vscodeExecutablePath}`);
  const data = mkdtempSync(join(tmpdir(), 'vscode-data-'));
  try {
    const exitCode = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: extension,
      extensionTestsPath: await bundleSuite('node'),
      launchArgs: [
        folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--user-data-dir', data, '--extensions-dir', join(data, 'extensions'),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    }).catch((error) => {
      log(String(error));
      return 1;
    });
    return { exitCode, version: own === undefined ? 'stable' : 'as installed' };
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
