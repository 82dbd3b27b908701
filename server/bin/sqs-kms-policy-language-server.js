#!/usr/bin/env node
'use strict';
// npm links a command only if its file exists at install time, so this launcher is checked in and the bundle is built later.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const bundle = join(__dirname, '..', 'dist', 'main.node.js');
if (!existsSync(bundle)) {
  process.stderr.write('sqs-kms-policy-language-server: ' + bundle + ' is missing; run "npm run build" first\n');
  process.exit(2);
}
require(bundle);
