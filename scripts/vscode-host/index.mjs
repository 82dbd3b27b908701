// A real VS Code for tests, screenshots and `npm start`, made from the npm registry alone.
export { cache, cached, installPackages, print, repository, versions } from './cache.mjs';
export { embeddedEditor } from './editor.mjs';
export { chromiumFlags, chromiumPath, launchChromium } from './chromium.mjs';
export { freePort, host, pageAddress, startServer } from './server.mjs';
export { runExtensionTests } from './extensionTests.mjs';
export { codeCommand, desktopExecutable } from './desktop.mjs';
export { installExtension, packageFiles } from './install.mjs';
export { openFile, Workbench } from './workbench.mjs';
