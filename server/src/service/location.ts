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
  /** The cursor is between quotes. */
  readonly quoted: boolean;
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
  readonly node?: ScalarNode;
  readonly member?: Member;
}

function locateIn(site: PolicySite, offset: number): Location | undefined {
  const { policy } = site;
  const place = descend(policy.node, offset, policy.form === 'policy' ? [] : policy.form === 'statement' ? ['Statement'] : ['Statement']);
  if (!place) return undefined;
  const statement = policy.statements.find((s) => s.node.range.start <= offset && offset <= s.node.range.end);
  const node = place.node;
  const quoted = node?.type === 'string' && offset > node.range.start && (offset < node.range.end || !site.tree.text.slice(node.range.start + 1, node.range.end).endsWith('"'));
  const replace = node ? (node.type === 'string' ? contentOf(node, site.tree.text) : node.range) : wordAt(site.tree.text, offset);
  const base = { site, offset, replace, quoted, hasValue: place.member?.value !== undefined || (place.member !== undefined && /^\s*:/.test(site.tree.text.slice(place.member.key.range.end))), ...(node && { node }), ...(statement && { statement }) };
  const path = place.path.filter((step) => typeof step === 'string');
  const [first, element, second, third] = path;
  if (first !== 'Statement') return place.where === 'key' && path.length === 0 ? { ...base, role: 'policy-key' } : path.length === 1 ? { ...base, role: 'element', element: first! } : undefined;
  if (element === undefined) return place.where === 'key' && statement ? { ...base, role: 'statement-key' } : statement ? undefined : { ...base, role: 'statement' };
  if (/^(Not)?Principal$/.test(element)) {
    if (place.where === 'key') return second === undefined ? { ...base, role: 'principal-type', element } : undefined;
    return { ...base, role: 'principal', element, ...(second !== undefined && { principalType: second }) };
  }
  if (element === 'Condition') {
    if (place.where === 'key') return second === undefined ? { ...base, role: 'operator', element } : third === undefined ? { ...base, role: 'condition-key', element, operator: second } : undefined;
    return third === undefined ? undefined : { ...base, role: 'condition-value', element, operator: second!, conditionKey: third };
  }
  return place.where === 'value' ? { ...base, role: 'element', element } : undefined;
}

function descend(node: TreeNode, offset: number, path: readonly (string | number)[]): Place | undefined {
  switch (node.kind) {
    case 'scalar':
      return { path, where: 'value', node };
    case 'array': {
      for (const [i, item] of node.items.entries()) if (inside(item, offset)) return descend(item, offset, [...path, i]);
      return offset > node.range.start ? { path, where: 'value' } : undefined;
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

function contentOf(node: ScalarNode, text: string): Span {
  const closed = node.range.end - node.range.start > 1 && text[node.range.end - 1] === '"';
  return { start: node.range.start + 1, end: closed ? node.range.end - 1 : node.range.end };
}

function wordAt(text: string, offset: number): Span {
  const before = /[A-Za-z0-9:_*.-]*$/.exec(text.slice(0, offset))![0].length;
  return { start: text[offset - before - 1] === '"' ? offset : offset - before, end: offset };
}
