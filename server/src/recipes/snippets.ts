/**
 * The recipes as VS Code snippets. None has a prefix: a contributed snippet cannot be limited to a place, so with one it would be suggested inside
 * any string of any JSON file, and Tab would insert a whole statement there. "Snippets: Insert Snippet" lists them all the same; those of whole
 * policies also stand under "Fill File with Snippet". The server suggests statements where they belong. A value that repeats is one linked tab stop.
 */
import { printJson, type PlainValue } from '../syntax';
import { keyRecipes } from './key';
import { newPolicy, type NewPolicyKind } from './newPolicy';
import { queueRecipes, s3WithoutAccount } from './queue';

export interface Snippet {
  readonly body: readonly string[];
  readonly description: string;
  /** A whole file: VS Code offers it for an empty one. */
  readonly isFileTemplate?: true;
  readonly scope: string;
}

const WHOLE: Readonly<Record<'queue' | 'key', readonly (readonly [NewPolicyKind, string])[]>> = {
  queue: [
    ['queue', 'Least-privilege queue policy'],
    ['dead-letter-queue', 'Least-privilege dead-letter queue policy'],
  ],
  key: [['key', 'Least-privilege key policy for an encrypted queue']],
};

export function snippets(of: 'queue' | 'key'): Readonly<Record<string, Snippet>> {
  const recipes = of === 'key' ? keyRecipes : [...queueRecipes, s3WithoutAccount];
  const whole = WHOLE[of].map(([kind, title]) => [title, { ...snippet(newPolicy(kind, {}).policy, 'A whole policy: every statement of the set, with placeholders to fill in.'), isFileTemplate: true }] as const);
  return Object.fromEntries([...recipes.map((r) => [r.title, snippet(r.build({}), r.description)] as const), ...whole]);
}

function snippet(value: PlainValue, description: string): Snippet {
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
  return { body, description, scope: 'json,jsonc' };
}
