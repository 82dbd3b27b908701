// A real VS Code for tests, screenshots and `npm start`, made from the npm registry alone.
export { cache, print, repository, versions } from './cache.mjs';
export { embeddedEditor } from './editor.mjs';
export { chromiumPath, launchChromium } from './chromium.mjs';
export { pageAddress, startServer } from './server.mjs';
export { runExtensionTests } from './extensionTests.mjs';
