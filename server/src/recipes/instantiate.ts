/** A recipe as a statement for a policy: what the policy tells is filled in, what is given wins, the rest is a placeholder. */
import type { Expressions, Policy } from '../policy';
import type { PlainValue } from '../syntax';
import { valuesOf, type Known } from './fromPolicy';
import type { Values } from './parameters';
import type { Recipe, StatementData } from './recipe';

export function instantiate(recipe: Recipe, policy: Policy | undefined, values: Values, known: Known): StatementData {
  if (!policy) return recipe.build(values);
  const statement = instantiateFor(recipe, policy, values, known);
  const expressions = known.own?.expressions;
  return expressions ? (writtenBy(expressions, statement) as StatementData) : statement;
}

/** Every text of it as the host writes it; what is an expression of the host already stays. */
function writtenBy(expressions: Expressions, value: PlainValue): PlainValue {
  if (typeof value === 'string') return expressions.write(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: PlainValue) => writtenBy(expressions, item));
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, key === 'Ref' || key.startsWith('Fn::') ? of : writtenBy(expressions, of)]));
}

function instantiateFor(recipe: Recipe, policy: Policy, values: Values, known: Known): StatementData {
  const told = valuesOf(policy, known);
  const arn = told['source-arn'];
  const merged: Values = { ...told, ...values };
  // A source of another service is no value for this sender; one alone needs no list of exemptions.
  const wanted = /^Allow(SNS|S3|EventBridge)/.exec(recipe.id)?.[1];
  if (wanted && values['source-arn'] === undefined) return recipe.build({ ...merged, 'source-arn': onlySource(wanted, known) });
  if (isPlainBoundary(told) && recipe.id === 'DenyAllProducersExceptSNSFromSending') return recipe.build({ ...merged, producers: undefined, 'source-arn': arn });
  return recipe.build(merged);
}

/** All producers are told apart by aws:SourceArn alone. */
function isPlainBoundary(told: Values): boolean {
  const [only, ...others] = Object.values(told.producers ?? {}).flatMap((keys) => Object.keys(keys));
  return others.length === 0 && only === 'aws:SourceArn';
}

const SOURCES: ReadonlyMap<string, string> = new Map([['SNS', 'a topic'], ['S3', 'a bucket'], ['EventBridge', 'a rule']]);

/** The one topic, bucket or rule that is deployed along. */
function onlySource(sender: string, { own }: Known): PlainValue | undefined {
  const [only, second] = (own?.expressions?.deployed ?? []).filter(({ type }) => type.of === SOURCES.get(sender));
  return second ? undefined : only?.type.arn;
}
