// `npm run new-rule -- <category> <rule-id>`: writes the files of a rule, ready to be filled in, and its line in the generated index.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rulesIndex } from './generate-rules-index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
export const categories = ['grammar', 'service', 'exposure', 'least-privilege', 'reach', 'configuration', 'pair'];

/** The files of a new rule: their texts by path, relative to the repository. They compile, and their tests fail until they are filled in. */
export function newRuleFiles(category, id) {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/consumer' }, Action: 'sqs:ReceiveMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' }] }, null, 2);
  return new Map([
    [
      `server/src/rules/${category}/${id}.ts`,
      `import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: '${id}',
    category: '${category}',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'none',
    summary: 'TODO: one sentence.',
  },
  *check(policy) {
    for (const statement of policy.statements) {
      // TODO: the smallest guilty token; what is wrong, why, what now. On a hole: yield { holes: [...] }.
      if (statement.index < 0) yield { node: statement.node, statement, message: 'TODO' };
    }
  },
};
`,
    ],
    [
      `test/fixtures/rules/${id}/cases.ts`,
      `import type { RuleCases } from '../../../rules/harness';

/** ⟦ and ⟧ stand round each finding. At least three invalid and three valid cases; name a false positive after where it was seen. */
export const cases: RuleCases = {
  invalid: [],
  valid: [],
};
`,
    ],
    [
      `docs/rules/${id}.md`,
      `# ${id}

TODO: one sentence.

## Avoid

\`\`\`json
${policy}
\`\`\`

## Prefer

\`\`\`json
${policy}
\`\`\`

## Why

TODO: what AWS does with it, with the page that says so and the date.

## When not to use it

TODO

## Fix

TODO: None, Safe, Repair or Decision, and what it does.
`,
    ],
  ]);
}

/** What is wrong with the arguments, in a line; undefined where nothing is. */
export function complaint(category, id, ids) {
  if (category === undefined || id === undefined) return `usage: npm run new-rule -- CATEGORY RULE-ID; categories: ${categories.join(', ')}`;
  if (!categories.includes(category)) return `there is no category ${category}; there are: ${categories.join(', ')}`;
  if (!/^[a-z]+(-[a-z]+)*$/.test(id)) return `${id}: a rule id is lower-case words joined by hyphens`;
  return ids.includes(id) ? `the rule ${id} exists` : undefined;
}

function existingIds() {
  return categories.flatMap((category) => {
    const folder = join(root, 'server/src/rules', category);
    return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3)) : [];
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [category, id] = process.argv.slice(2);
  const wrong = complaint(category, id, existingIds());
  if (wrong) {
    process.stderr.write(`${wrong}\n`);
    process.exitCode = 2;
  } else {
    for (const [path, text] of newRuleFiles(category, id)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { flag: 'wx' });
      process.stdout.write(`${path}\n`);
    }
    writeFileSync(join(root, 'server/src/rules/index.ts'), rulesIndex(join(root, 'server/src/rules')));
    process.stdout.write('server/src/rules/index.ts\nFill in the TODOs, then: npx vitest run test/rules, npm run generate\n');
  }
}
