/** Where in a policy a cursor stands: what it is in, and what typing there would replace. */
import type { PolicyDocument, PolicySite } from '../documents';
import type { Statement } from '../policy';
import type { Member, ScalarNode, Span, TreeNode } from '../syntax';

export type Role = 'policy-key' | 'statement-key' | 'statement' | 'element' | 'principal-type' | 'principal' | 'operator' | 'condition-key' | 'condition-value';

export interface Location {
  readonly site: PolicySite;
  readonly role: Role;
  /** The element the cursor is in: `Action`, `Version`, … */
  readonly element?: string;
  readonly statement?: Statement;
  readonly principalType?: string;
  readonly operator?: string;
  readonly conditionKey?: string;
  /** The scalar under the cursor, key or value. */
  readonly node?: ScalarNode;
  /** What typing replaces, in offsets of the site's tree: the content of the string, or the word being typed. */
  readonly replace: Span;
  /** The cursor is between quotes, or behind the one quote that there is yet. */
  readonly quoted: boolean;
  /** For values: an array is around it already. */
  readonly inArray: boolean;
  /** For keys: a colon follows already. */
  readonly hasValue: boolean;
  /** The cursor, in offsets of the site's tree. */
  readonly offset: number;
}

export function locate(document: PolicyDocument, documentOffset: number): Location | undefined {
  for (const site of document.policies) {
    if (documentOffset < site.range.start || documentOffset > site.range.end) continue;
    const offset = site.tree.offsetAt(documentOffset);
    if (offset === undefined) continue;
    return locateIn(site, offset);
  }
  return undefined;
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly where: 'key' | 'value';
  readonly inArray?: boolean;
  readonly node?: ScalarNode;
  readonly member?: Member;
}

function locateIn(site: PolicySite, offset: number): Location | undefined {
  const { policy } = site;
  const place = descend(policy.node, offset, policy.form === 'policy' ? [] : ['Statement']);
  if (!place) return undefined;
  const statement = policy.statements.find((s) => inside(s.node, offset));
  const role = roleOf(place, statement !== undefined);
  if (!role) return undefined;
  const { text } = site.tree;
  const { node, member } = place;
  const string = node?.type === 'string';
  const quoted = string && offset > node.range.start && (offset < node.range.end || !isClosed(node, text));
  return {
    ...role,
    site,
    offset,
    quoted,
    inArray: place.inArray === true,
    replace: quoted ? contentAt(node, text, offset) : node ? node.range : wordAt(text, offset),
    hasValue: member !== undefined && (member.value !== undefined || /^\s*:/.test(text.slice(member.key.range.end))),
    ...(node && { node }),
    ...(statement && { statement }),
  };
}

type RoleAt = Pick<Location, 'role' | 'element' | 'principalType' | 'operator' | 'conditionKey'>;

/** The role by the way down from the policy; array indexes say nothing. */
function roleOf({ path, where }: Place, inStatement: boolean): RoleAt | undefined {
  const [first, element, second, third, ...deeper] = path.filter((step) => typeof step === 'string');
  if (deeper.length > 0) return undefined;
  if (first === undefined) return where === 'key' ? { role: 'policy-key' } : undefined;
  if (first !== 'Statement') return where === 'value' && element === undefined ? { role: 'element', element: first } : undefined;
  if (element === undefined) return where === 'value' ? (inStatement ? undefined : { role: 'statement' }) : inStatement ? { role: 'statement-key' } : undefined;
  if (/^(Not)?Principal$/.test(element)) {
    if (where === 'key') return second === undefined ? { role: 'principal-type', element } : undefined;
    return { role: 'principal', element, ...(second !== undefined && { principalType: second }) };
  }
  if (element !== 'Condition') return where === 'value' && second === undefined ? { role: 'element', element } : undefined;
  if (where === 'key') return second === undefined ? { role: 'operator', element } : third === undefined ? { role: 'condition-key', element, operator: second } : undefined;
  return second === undefined || third === undefined ? undefined : { role: 'condition-value', element, operator: second, conditionKey: third };
}

function descend(node: TreeNode, offset: number, path: readonly (string | number)[]): Place | undefined {
  switch (node.kind) {
    case 'scalar':
      return { path, where: 'value', node };
    case 'array': {
      for (const [i, item] of node.items.entries()) {
        if (!inside(item, offset)) continue;
        const place = descend(item, offset, [...path, i]);
        return place && item.kind === 'scalar' ? { ...place, inArray: true } : place;
      }
      return offset > node.range.start ? { path, where: 'value', inArray: true } : undefined;
    }
    case 'object': {
      for (const member of node.members) {
        if (offset >= member.key.range.start && offset <= member.key.range.end) return { path, where: 'key', node: member.key, member };
        if (member.value && inside(member.value, offset)) return descend(member.value, offset, [...path, member.key.value]);
        const end = member.value ? member.value.range.start : undefined;
        if (offset > member.key.range.end && (end === undefined ? sameSlot(node, member, offset) : offset < end)) return { path: [...path, member.key.value], where: 'value' };
      }
      return offset > node.range.start && offset < node.range.end + (node.open ? 1 : 0) ? { path, where: 'key' } : undefined;
    }
    case 'choice': {
      for (const alternative of node.alternatives) if (alternative && inside(alternative, offset)) return descend(alternative, offset, path);
      return undefined;
    }
    case 'hole':
      return undefined;
  }
}

/** A member without a value owns the text up to the next member. */
function sameSlot(node: TreeNode & { kind: 'object' }, member: Member, offset: number): boolean {
  const next = node.members[node.members.indexOf(member) + 1];
  return offset <= member.range.end + 1 && (next === undefined || offset < next.range.start);
}

function inside(node: TreeNode, offset: number): boolean {
  if (node.kind === 'scalar') return offset >= node.range.start && offset <= node.range.end;
  // Between the brackets; an unclosed container reaches to the end.
  return offset > node.range.start && (offset < node.range.end || ((node.kind === 'object' || node.kind === 'array') && node.open && offset <= node.range.end));
}

function isClosed(node: ScalarNode, text: string): boolean {
  return node.range.end - node.range.start > 1 && text[node.range.end - 1] === '"';
}

/** What stands between the quotes. A string without its second quote runs to the end of the line: only the word at the cursor is meant. */
function contentAt(node: ScalarNode, text: string, offset: number): Span {
  const start = node.range.start + 1;
  if (isClosed(node, text)) return { start, end: node.range.end - 1 };
  return { start, end: offset + /^[\w:*./-]*/.exec(text.slice(offset, node.range.end))![0].length };
}

function wordAt(text: string, offset: number): Span {
  // Bounded: a regular expression that is anchored at the end is slow on long words.
  const before = /[\w:*.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))![0].length;
  return { start: text[offset - before - 1] === '"' ? offset : offset - before, end: offset };
}
