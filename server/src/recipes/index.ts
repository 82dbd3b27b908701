/** The least-privilege statements as data: the one source of snippets, completions, quick fixes and `new`. */
import type { PolicyKind } from '../policy';
import { keyRecipes } from './key';
import { queueRecipes, s3WithoutAccount } from './queue';
import type { Recipe } from './recipe';

export type { Achievement, Recipe, StatementData } from './recipe';
export { findParameter, parameters, type Parameter, type ParameterName, type Values } from './parameters';
export { instantiate } from './instantiate';
export { satisfied } from './satisfied';
export { principalsPartition, valuesOf, type Known } from './fromPolicy';
export { newPolicy, parametersFor, recipesFor, type NewPolicyKind } from './newPolicy';

export const recipes: readonly Recipe[] = [...queueRecipes, s3WithoutAccount, ...keyRecipes];

/** Two statements share the name AllowConsumersToReceiveFromTheQueue: the kind tells them apart. */
export function findRecipe(id: string, kind?: PolicyKind): Recipe {
  const found = recipes.find((r) => r.id === id && (kind === undefined || r.kinds.includes(kind)));
  if (!found) throw new Error(`no recipe ${id}${kind ? ` for a ${kind}` : ''}`);
  return found;
}
