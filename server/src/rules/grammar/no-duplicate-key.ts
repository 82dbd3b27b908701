import { hasHole, readValue, type Policy, type Statement } from '../../policy';
import type { Edit, Member, ObjectNode, PlainValue, TreeNode } from '../../syntax';
import type { Finding, Fix, Rule } from '../rule';

/** Elements of one value each: two of them cannot be united. */
const SINGLE = ['Version', 'Id', 'Sid', 'Effect'];
type Place = 'element' | 'condition' | 'keys' | 'other';

export const rule: Rule = {
  meta: {
    id: 'no-duplicate-key',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'The same key twice in one object (condition keys also in another letter case): the last one wins silently.',
    accessAnalyzer: ['DUPLICATE_KEYS_WITH_DIFFERENT_CASE'],
  },
  *check(policy) {
    if (policy.object && mayHaveDoubles(policy.object)) yield* doubles(policy.object, 'element', policy);
    for (const statement of policy.statements) for (const [object, place] of objectsIn(statement.node, 'element')) yield* doubles(object, place, policy, statement);
  },
};

/** Those that may have two members of a name, outermost first. */
function objectsIn(node: TreeNode | undefined, place: Place, found: [ObjectNode, Place][] = []): [ObjectNode, Place][] {
  if (node?.kind === 'choice') for (const alternative of node.alternatives) objectsIn(alternative, place, found);
  if (node?.kind !== 'object') return found;
  if (mayHaveDoubles(node)) found.push([node, place]);
  for (const { key, value } of node.members) objectsIn(value, place === 'element' ? (key.value === 'Condition' ? 'condition' : 'other') : place === 'condition' ? 'keys' : 'other', found);
  return found;
}

/** A quick look: most objects have a few members, and no two of a name. */
function mayHaveDoubles({ members }: ObjectNode): boolean {
  if (members.length > 16) return true;
  for (let later = 1; later < members.length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      const [a, b] = [members[earlier]!.key.value, members[later]!.key.value];
      if (a.length === b.length && a.toLowerCase() === b.toLowerCase()) return true;
    }
  return false;
}

function* doubles(object: ObjectNode, place: Place, policy: Policy, statement?: Statement): Iterable<Finding> {
  const seen = new Map<string, Member>();
  for (const member of object.members) {
    const name = member.key.value;
    if (member.value === undefined) continue;
    // Elements, operators and kinds of principal in another letter case are unknown ones, of which other rules tell.
    const id = place === 'keys' ? name.toLowerCase() : name;
    const earlier = seen.get(id);
    seen.set(id, member);
    // What is still to be filled in may be filled in otherwise in the other place.
    if (!earlier || hasHole(readValue(member.key))) continue;
    const other = earlier.key.value === name ? '' : ` (as ${earlier.key.value})`;
    yield {
      node: member.key,
      ...(statement && { statement }),
      message: `${name} stands in this object twice${other}: of equal keys the last one wins silently, and what the earlier one says is lost. Write it once.`,
      related: [{ node: earlier.key, message: 'the one that is lost' }],
      fixes: [fixOf(object, earlier, member, place, policy)],
    };
  }
}

function fixOf(object: ObjectNode, earlier: Member, later: Member, place: Place, policy: Policy): Fix {
  const name = later.key.value;
  // A list is no Principal.
  const single = place === 'element' && (SINGLE.includes(name) || (name.endsWith('Principal') && later.value!.kind !== 'object'));
  const united = single ? undefined : unite(plainOf(earlier.value!, policy), plainOf(later.value!, policy));
  const remove: Edit = { kind: 'remove', container: object, child: earlier };
  if (united === undefined) return { title: `Remove the earlier ${earlier.key.value}`, class: 'decision', edits: () => [remove] };
  return { title: `Unite both under one ${name}`, class: 'decision', edits: () => [remove, { kind: 'replaceValue', node: later.value!, value: united }] };
}

/** Undefined for what the host decides and for what is no JSON. */
function plainOf(node: TreeNode, policy: Policy): PlainValue | undefined {
  if (node.kind === 'hole' || node.kind === 'choice' || (node.kind === 'scalar' && node.parts.some(({ kind }) => kind === 'hole'))) return undefined;
  try {
    return JSON.parse(policy.tree.text.slice(node.range.start, node.range.end)) as PlainValue;
  } catch {
    return undefined;
  }
}

/** Strings and lists become one list; maps that share no key, one map. */
function unite(a: PlainValue | undefined, b: PlainValue | undefined): PlainValue | undefined {
  if (a === undefined || b === undefined || a === null || b === null) return undefined;
  if (isMap(a) && isMap(b)) {
    const names = new Set(Object.keys(a).map((k) => k.toLowerCase()));
    return Object.keys(b).some((k) => names.has(k.toLowerCase())) ? undefined : { ...a, ...b };
  }
  if (isMap(a) || isMap(b)) return undefined;
  const values = [a, b].flat() as PlainValue[];
  const distinct = values.filter((v, i) => values.findIndex((w) => JSON.stringify(w) === JSON.stringify(v)) === i);
  return distinct.length === 1 && !Array.isArray(b) ? distinct[0] : distinct;
}

function isMap(value: Exclude<PlainValue, null>): value is { readonly [key: string]: PlainValue } {
  return typeof value === 'object' && !Array.isArray(value);
}
