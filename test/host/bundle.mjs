// The suite as one file for each kind of extension host. It lies inside the extension's folder, where VS Code for the Web looks for it.
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repository } from '../../scripts/vscode-host/index.mjs';

/** `platform`: node or browser. Returns the bundle's path without its ".js", as VS Code wants it. */
export async function bundleSuite(platform) {
  const output = join(repository, 'test', 'host', 'dist', platform, 'index');
  await esbuild.build({
    absWorkingDir: repository,
    entryPoints: ['test/host/suite/index.ts'],
    outfile: `${output}.js`,
    bundle: true,
    platform,
    format: 'cjs',
    target: 'es2022',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
    // Mocha's browser build must not take the bundle's own `module` for its, nor the AMD loader of older editors.
    define: { exports: 'undefined', module: 'undefined', define: 'undefined' },
    ...(platform === 'browser' && { mainFields: ['browser', 'module', 'main'], conditions: ['browser'] }),
  });
  return output;
}
