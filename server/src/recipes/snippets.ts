/** The recipes as VS Code snippets, for editors that take them from a file. A value that repeats is one linked tab stop. */
import { printJson, type PlainValue } from '../syntax';
import { keyRecipes } from './key';
import { newPolicy, type NewPolicyKind } from './newPolicy';
import { queueRecipes, s3WithoutAccount } from './queue';

export interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  readonly description: string;
  readonly scope: string;
}

const WHOLE: Readonly<Record<'queue' | 'key', readonly (readonly [NewPolicyKind, string, string])[]>> = {
  queue: [
    ['queue', 'sqs-queue-policy', 'Least-privilege queue policy'],
    ['dead-letter-queue', 'sqs-dead-letter-queue-policy', 'Least-privilege dead-letter queue policy'],
  ],
  key: [['key', 'kms-key-policy', 'Least-privilege key policy for an encrypted queue']],
};

export function snippets(of: 'queue' | 'key'): Readonly<Record<string, Snippet>> {
  const recipes = of === 'key' ? keyRecipes : [...queueRecipes, s3WithoutAccount];
  const whole = WHOLE[of].map(([kind, prefix, title]) => [title, snippet(prefix, newPolicy(kind, {}).policy, 'A whole policy: every statement of the set, with placeholders to fill in.')] as const);
  return Object.fromEntries([...recipes.map((r) => [r.title, snippet(r.prefix, r.build({}), r.description)] as const), ...whole]);
}

function snippet(prefix: string, value: PlainValue, description: string): Snippet {
  const stops: string[] = [];
  const body = printJson(value)
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/[\\$]/g, '\\$&')
        .replace(/<[^<>"]{1,120}>/g, (placeholder) => {
          if (!stops.includes(placeholder)) stops.push(placeholder);
          return `\${${stops.indexOf(placeholder) + 1}:${placeholder}}`;
        })
        .replace(/^( {2})+/, (indent) => '\t'.repeat(indent.length / 2)),
    );
  return { prefix, body, description, scope: 'json,jsonc' };
}
