/** Edits -> text changes, printed once in the text's own indentation, spacing and line ends. */
import { ownPlaceholders } from './placeholder';
import { sourceSpan, type ArrayNode, type Edit, type Member, type ObjectNode, type PlainValue, type Span, type TextChange, type TreeNode } from './tree';

interface Style {
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  /** Everything on one line. */
  readonly compact: boolean;
  readonly colon: string;
  readonly comma: string;
}

export function writeJson(text: string, edits: readonly Edit[]): TextChange[] {
  const style = styleOf(text);
  const changes: TextChange[] = [];
  const containers = new Map<ObjectNode | ArrayNode, ContainerEdits>();
  const edit = (container: ObjectNode | ArrayNode): ContainerEdits => {
    let found = containers.get(container);
    if (!found) containers.set(container, (found = { inserts: new Map(), removed: new Set() }));
    return found;
  };
  for (const e of edits) {
    switch (e.kind) {
      case 'insertItem':
        insert(edit(e.array), clamp(e.index, e.array.items.length), (indent) => print(e.value, indent, style));
        break;
      case 'moveItem': {
        const item = e.array.items[e.from];
        if (!item || e.from === e.to) break;
        edit(e.array).removed.add(e.from);
        insert(edit(e.array), clamp(e.to > e.from ? e.to + 1 : e.to, e.array.items.length), () => text.slice(item.range.start, item.range.end));
        break;
      }
      case 'setProperty': {
        const existing = e.object.members.find((m) => m.key.value === e.key);
        if (existing?.value) changes.push(change(existing.value.range, print(e.value, indentAt(text, existing.range.start), style)));
        else if (existing) changes.push(change({ start: existing.key.range.end, end: existing.range.end }, `${style.colon}${print(e.value, indentAt(text, existing.range.start), style)}`));
        else {
          const before = e.before === undefined ? -1 : e.object.members.findIndex((m) => m.key.value === e.before);
          insert(edit(e.object), before < 0 ? e.object.members.length : before, (indent) => `${JSON.stringify(e.key)}${style.colon}${print(e.value, indent, style)}`);
        }
        break;
      }
      case 'renameKey':
        changes.push(change(e.member.key.range, JSON.stringify(e.key)));
        break;
      case 'replaceSpan':
        if (e.node.type === 'string') changes.push(change(sourceSpan(e.node, e.span), JSON.stringify(e.text).slice(1, -1)));
        else changes.push(change(e.node.range, JSON.stringify(e.node.value.slice(0, e.span.start) + e.text + e.node.value.slice(e.span.end))));
        break;
      case 'replaceValue':
        changes.push(change(e.node.range, print(e.value, indentAt(text, e.node.range.start), style)));
        break;
      case 'remove': {
        const children = childrenOf(e.container);
        const index = (children as readonly (Member | TreeNode)[]).indexOf(e.child);
        if (index >= 0) edit(e.container).removed.add(index);
        break;
      }
      case 'wrapInArray': {
        const indent = indentAt(text, e.node.range.start);
        changes.push({ range: { start: e.node.range.start, end: e.node.range.start }, newText: '[' });
        changes.push(change({ start: e.node.range.end, end: e.node.range.end }, `${e.append.map((v) => `${style.comma}${print(v, indent, style)}`).join('')}]`));
        break;
      }
      case 'replaceText':
        changes.push({ range: e.range, newText: e.text });
        break;
    }
  }
  for (const [container, containerEdits] of containers) changes.push(...writeContainer(text, container, containerEdits, style));
  return changes.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

interface ContainerEdits {
  /** By the index before which to insert. */
  readonly inserts: Map<number, ((indent: string) => string)[]>;
  readonly removed: Set<number>;
}

function insert(edits: ContainerEdits, index: number, write: (indent: string) => string): void {
  const list = edits.inserts.get(index);
  if (list) list.push(write);
  else edits.inserts.set(index, [write]);
}

function writeContainer(text: string, container: ObjectNode | ArrayNode, edits: ContainerEdits, style: Style): TextChange[] {
  const children = childrenOf(container);
  const outer = indentAt(text, container.range.start);
  const first = children[0];
  const multiline = first ? /[\r\n]/.test(text.slice(container.range.start, first.range.start)) : !style.compact;
  const indent = first && multiline ? indentAt(text, first.range.start) : outer + style.unit;
  const between = multiline ? `,${style.eol}${indent}` : style.comma;
  const kept = children.filter((_, i) => !edits.removed.has(i));
  if (kept.length === 0) {
    const written = [...edits.inserts].sort((a, b) => a[0] - b[0]).flatMap(([, writes]) => writes.map((w) => w(indent)));
    const closed = text[container.range.end - 1] === (container.kind === 'object' ? '}' : ']');
    const inner = { start: container.range.start + 1, end: closed ? container.range.end - 1 : container.range.end };
    const tail = closed ? '' : container.kind === 'object' ? '}' : ']';
    if (written.length === 0) return [{ range: inner, newText: tail }];
    return [change(inner, (multiline ? `${style.eol}${indent}${written.join(between)}${style.eol}${outer}` : written.join(between)) + tail)];
  }
  const changes: TextChange[] = [];
  const firstKept = children.findIndex((_, i) => !edits.removed.has(i));
  if (firstKept > 0) changes.push({ range: { start: children[0]!.range.start, end: children[firstKept]!.range.start }, newText: '' });
  for (const i of edits.removed) {
    if (i < firstKept) continue;
    changes.push({ range: { start: children[i - 1]!.range.end, end: children[i]!.range.end }, newText: '' });
  }
  for (const [index, writes] of [...edits.inserts].sort((a, b) => a[0] - b[0])) {
    const written = writes.map((w) => w(indent));
    if (index <= firstKept) {
      const at = children[firstKept]!.range.start;
      changes.push(change({ start: at, end: at }, written.map((w) => w + between).join('')));
    } else {
      const at = children[index - 1]!.range.end;
      changes.push(change({ start: at, end: at }, written.map((w) => between + w).join('')));
    }
  }
  return changes;
}

function childrenOf(container: ObjectNode | ArrayNode): readonly (Member | TreeNode)[] {
  return container.kind === 'object' ? container.members : container.items;
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length));
}

function change(range: Span, newText: string): TextChange {
  const placeholders = ownPlaceholders(newText);
  return placeholders.length > 0 ? { range, newText, placeholders } : { range, newText };
}

function print(value: PlainValue, indent: string, style: Style): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const deeper = indent + style.unit;
  const entries = Array.isArray(value)
    ? value.map((v: PlainValue) => print(v, deeper, style))
    : Object.entries(value as { readonly [key: string]: PlainValue }).map(([k, v]) => `${JSON.stringify(k)}${style.colon}${print(v, deeper, style)}`);
  if (entries.length === 0) return `${open}${close}`;
  if (style.compact) return `${open}${entries.join(style.comma)}${close}`;
  return `${open}${style.eol}${deeper}${entries.join(`,${style.eol}${deeper}`)}${style.eol}${indent}${close}`;
}

/** A value as a document of its own, two spaces a step. */
export function printJson(value: PlainValue): string {
  return `${print(value, '', { eol: '\n', unit: '  ', compact: false, colon: ': ', comma: ', ' })}\n`;
}

/** The white space that the line of `offset` begins with. */
function indentAt(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))![0];
}

function styleOf(text: string): Style {
  const eol = /\r\n|\n|\r/.exec(text)?.[0];
  const spaced = !/":\S/.test(text) || /":[ \t]/.test(text);
  // The first line that is indented one step deeper than its container tells the unit.
  const unit = /[{[][ \t]*(?:\r\n|\n|\r)([ \t]+)\S/.exec(text);
  let step = '  ';
  if (unit) {
    const outer = indentAt(text, unit.index);
    const inner = unit[1]!;
    if (inner.length > outer.length && inner.startsWith(outer)) step = inner.slice(outer.length);
  }
  // A few lines, but each a whole object: minified for our purpose too.
  const compact = eol === undefined && text.trim().length > 2;
  return { eol: eol ?? '\n', unit: step, compact, colon: spaced ? ': ' : ':', comma: compact && !/,[ \t]/.test(text) && !spaced ? ',' : ', ' };
}

/** A value as it would be written at an offset of a text, in the text's style; the first line has no indentation of its own. */
export function printAt(text: string, offset: number, value: PlainValue): string {
  const style = styleOf(text);
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return print(value, /^[ \t]*/.exec(text.slice(lineStart, offset))![0], style);
}
