// Reads every file of a folder and runs jsonc-parser's parseTree on it: the yardstick of `check`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTree } from 'jsonc-parser';

const folder = process.argv[2];
let nodes = 0;
for (const name of readdirSync(folder).sort()) nodes += parseTree(readFileSync(join(folder, name), 'utf8'))?.children?.length ?? 0;
process.stdout.write(`${nodes}\n`);
