/** Whole least-privilege statements: what the policy tells is filled in, the rest is a placeholder. */
import { instantiate, recipes } from '../../recipes';
import { printAt, type PlainValue } from '../../syntax';
import type { Location } from '../location';
import type { Candidate } from './item';
import type { Scope } from './scope';

export function statements({ site, node, replace, inArray }: Location, scope: Scope): Candidate[] {
  const taken = new Set(site.policy.statements.map((s) => s.sid?.value?.text));
  const start = node ? node.range.start : replace.start;
  return recipes
    .filter((recipe) => recipe.kinds.some((kind) => scope.kinds.includes(kind)))
    .map((recipe, rank) => {
      const kind = recipe.kinds.find((k) => scope.kinds.includes(k))!;
      const statement: PlainValue = { ...instantiate(recipe, site.policy, {}, { kind, owner: site.owner.account, own: site.own }), Sid: uniqueSid(recipe.sid, taken) };
      return {
        text: recipe.id,
        kind: 'statement' as const,
        rank,
        detail: recipe.title,
        documentation: recipe.description,
        json: printAt(site.tree.text, start, inArray ? statement : [statement]),
      };
    });
}

/** A Sid that is taken gets a number. */
function uniqueSid(sid: string, taken: ReadonlySet<string | undefined>): string {
  let unique = sid;
  for (let n = 2; taken.has(unique); n++) unique = `${sid}${n}`;
  return unique;
}
