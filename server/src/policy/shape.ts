/**
 * What a statement is, apart from its name and its place: two of one shape mean the same, wherever they stand. The form that tells is made of
 * resolved nodes, never of the text: what a reference in it means is told elsewhere in the document.
 */
import type { HoleNode, HolePart, Member, ObjectNode, ScalarNode, TextPart, TreeNode } from '../syntax/tree';
import type { Statement } from './model';

export interface Shape {
  /** No other shape has it. */
  readonly number: number;
  /** By the place of what was derived (`deriveFromText`). */
  readonly derived: unknown[];
}

/** Only ever counted up: a name for each shape, whoever remembers it. */
let shapes = 0;

export function newShape(): Shape {
  return { number: ++shapes, derived: [] };
}

/** `sid`: left aside where it is a name. */
export function statementForm(node: ObjectNode, sid: Member | undefined, certain: boolean): string {
  let form = certain ? opening(node) : `?${opening(node)}`;
  for (const member of node.members) form += `${scalarForm(member.key)}:${member === sid && isText(sid.value) ? '~' : formOf(member.value)}`;
  return `${form}}`;
}

function isText(node: TreeNode | undefined): boolean {
  return node?.kind === 'scalar' && node.type === 'string';
}

/** All that a node says but for where it stands. No node's form is the beginning of another's. */
export function formOf(node: TreeNode | undefined): string {
  switch (node?.kind) {
    case 'scalar':
      return scalarForm(node);
    case 'array': {
      let form = node.open ? '[+' : '[';
      for (const item of node.items) form += formOf(item);
      return `${form}]`;
    }
    case 'object': {
      let form = opening(node);
      for (const { key, value } of node.members) form += `${scalarForm(key)}:${formOf(value)}`;
      return `${form}}`;
    }
    case 'choice': {
      let form = '(';
      for (const alternative of node.alternatives) form += formOf(alternative);
      return `${form})`;
    }
    case 'hole':
      return holeForm(node);
    default:
      return '-';
  }
}

function opening({ open }: ObjectNode): string {
  return open ? '{+' : '{';
}

function scalarForm({ type, value, plain, parts }: ScalarNode): string {
  // With its length before it no text is taken for the end of itself.
  if (type !== 'string') return `${type}${value.length}:${value}`;
  if (plain) return `"${value.length}:${value}`;
  let form = `<${parts.length}`;
  for (const part of parts) form += part.kind === 'text' ? `"${part.text.length}:${part.text}${escapesOf(part)}` : holeForm(part);
  return form;
}

/** Where it is written otherwise than it reads: a service may take a character and refuse its escape. */
function escapesOf({ offsets, range }: TextPart): string {
  return offsets ? JSON.stringify(offsets.map((offset) => offset - range.start)) : '';
}

/** Whatever a hole says of itself tells it from another: what it is called, what it can be. */
function holeForm(hole: HoleNode | HolePart): string {
  return JSON.stringify(hole, (key, value: unknown) => (key === 'range' ? undefined : value));
}

/** Statements of one shape have the same number; a copy made by spreading has one of its own. */
export function numberOf(statement: Statement): number {
  return statement.derived.of === statement ? statement.shape.number : newShape().number;
}

let places = 0;

/**
 * A function that is computed once for each shape. What it gives outlives the document: it must hold no node, and no text that was cut out of
 * it (which would keep the whole of it in memory); and it must give neither undefined nor anything that changes.
 */
export function deriveFromText<T>(make: (statement: Statement) => T): (statement: Statement) => T {
  const place = places++;
  // A copy made by spreading has the shape of another.
  return (statement) => (statement.derived.of === statement ? ((statement.shape.derived[place] ??= make(statement)) as T) : make(statement));
}
