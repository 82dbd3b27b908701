/**
 * Containment, element by element: what safe fixes rest on. One statement is contained in another where its principals, its actions, its
 * resources and its conditions each are, whoever may call and whichever queue or key it is. Nothing here asks the engine; what the engine alone
 * can see (no such caller exists, no such queue) is no reason to take a statement away.
 *
 *   principals.ts     who is named
 *   elements.ts       actions and resources          <- patterns.ts: patterns inside patterns
 *   conditions.ts     tests that follow from tests   <- testValues.ts: values inside values
 *   sameValue.ts      what is the same whatever is filled in
 */
import { hasVariable, valuesOf, type Effect, type Policy, type Statement } from '../../policy';
import type { Member, TreeNode } from '../../syntax';
import { conditionsContained } from './conditions';
import { actionComparison, elementContained, resourceComparison } from './elements';
import { principalsContained } from './principals';

export { actionHolds } from './elements';
export { nameContained, type Named } from './principals';
export { valueContained } from './testValues';

/** Whether every request that `narrow` speaks of is one that `wide` speaks of, to the same effect. A yes is a proof; a no may be an inclusion that is not seen. */
export function contains(policy: Policy, wide: Statement, narrow: Statement): boolean {
  const effect = effectOf(wide);
  if (!effect || effect !== effectOf(narrow) || !wide.certain) return false;
  const source = policy.tree.text;
  return (
    elementContained({ listed: wide.action, excepted: wide.notAction }, { listed: narrow.action, excepted: narrow.notAction }, actionComparison(source)) &&
    principalsContained(wide, narrow, { effect, source, partitions: () => partitionsOf([wide, narrow]) }) &&
    elementContained({ listed: wide.resource, excepted: wide.notResource }, { listed: narrow.resource, excepted: narrow.notResource }, resourceComparison(source)) &&
    conditionsContained(wide.condition, narrow.condition, source) &&
    bringsNoVariable(wide, narrow) &&
    isPlain(wide) &&
    isPlain(narrow)
  );
}

function effectOf({ effect }: Statement): Effect | undefined {
  const text = effect?.value?.text;
  return text === 'Allow' || text === 'Deny' ? text : undefined;
}

/** Partitions that the ARNs in Resource name. */
export function partitionsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ resource }) => resource?.values ?? []).flatMap(({ arn }) => (arn?.partition?.fixed && arn.resource ? [arn.partition.text] : []));
}

const ELEMENTS: ReadonlySet<string> = new Set(['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

/** Nothing in it is unknown to AWS, written twice, or still to come: of keys written twice only the last one counts. */
function isPlain({ node, open, members, principal, notPrincipal }: Statement): boolean {
  return !open && members.every(({ key }) => ELEMENTS.has(key.value)) && !(principal && notPrincipal) && !hasDoubles(node, 2);
}

/** `depth`: how many levels below are keys that AWS reads, operators and their condition keys. */
function hasDoubles(node: TreeNode | undefined, depth: number): boolean {
  if (node?.kind === 'choice') return node.alternatives.some((alternative) => hasDoubles(alternative, depth));
  if (node?.kind !== 'object') return false;
  const names = node.members.map(({ key }: Member) => key.value.toLowerCase());
  return new Set(names).size < names.length || (depth > 0 && node.members.some(({ value }) => hasDoubles(value, depth - 1)));
}

/** Where a request has no value for a variable, a statement with that variable may not apply at all. */
function bringsNoVariable(wide: Statement, narrow: Statement): boolean {
  const texts = new Set(valuesOf(narrow).filter(hasVariable).map(({ text }) => text));
  return valuesOf(wide).every((value) => !hasVariable(value) || texts.has(value.text));
}
