// Draws images/icon.png, the extension's icon: a queue under a lock. `node scripts/icon.mjs`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium, repository } from './vscode-host/index.mjs';

const size = 256;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 256 256">
  <rect width="256" height="256" rx="48" fill="#1f3a5f"/>
  <g fill="#ffffff">
    <rect x="36" y="132" width="40" height="72" rx="10" opacity=".55"/>
    <rect x="86" y="132" width="40" height="72" rx="10" opacity=".75"/>
  </g>
  <path d="M152 132v-28a34 34 0 0 1 68 0v28" fill="none" stroke="#f4b43d" stroke-width="16" stroke-linecap="round"/>
  <rect x="136" y="126" width="100" height="82" rx="14" fill="#f4b43d"/>
  <circle cx="186" cy="158" r="11" fill="#1f3a5f"/>
  <rect x="181" y="162" width="10" height="26" rx="5" fill="#1f3a5f"/>
</svg>`;

const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  mkdirSync(join(repository, 'images'), { recursive: true });
  await page.screenshot({ path: join(repository, 'images', 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
