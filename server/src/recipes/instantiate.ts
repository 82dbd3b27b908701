/** A recipe as a statement for a policy: what the policy tells is filled in, what is given wins, the rest is a placeholder. */
import type { Policy } from '../policy';
import { valuesOf, type Known } from './fromPolicy';
import type { Values } from './parameters';
import type { Recipe, StatementData } from './recipe';

export function instantiate(recipe: Recipe, policy: Policy | undefined, values: Values, known: Known): StatementData {
  if (!policy) return recipe.build(values);
  const told = valuesOf(policy, known);
  const arn = told['source-arn'];
  const merged: Values = { ...told, ...values };
  // A source of another service is no value for this sender; one alone needs no list of exemptions.
  const wanted = /^Allow(SNS|S3|EventBridge)/.exec(recipe.id)?.[1];
  if (wanted && values['source-arn'] === undefined) return recipe.build({ ...merged, 'source-arn': undefined });
  if (isPlainBoundary(told) && recipe.id === 'DenyAllProducersExceptSNSFromSending') return recipe.build({ ...merged, producers: undefined, 'source-arn': arn });
  return recipe.build(merged);
}

/** All producers are told apart by aws:SourceArn alone. */
function isPlainBoundary(told: Values): boolean {
  const [only, ...others] = Object.values(told.producers ?? {}).flatMap((keys) => Object.keys(keys));
  return others.length === 0 && only === 'aws:SourceArn';
}
