/**
 * Whether a record exists that meets demands on its views, with one as witness. Each step keeps "none" a proof: views that are all text are
 * compared at once; a demand for one of a few texts is read back into fields; demands that share no field are solved apart; then examples;
 * and where none will do, fields and patterns are walked together breadth first.
 */
import { FREE, textOf, type RecordShape, type View } from './records';
import { compile, fits, isAccepted, isLiteral, mayMeet, start, step, stepThrough, takesAll, isWildcard, type CompiledPattern, type Positions, type TextPattern } from './textPatterns';

export interface ViewPattern extends TextPattern {
  readonly view: string;
}

/** One of the patterns matches, each its own view; negated: none does. A view that the record lacks matches nothing. */
export interface Demand {
  readonly negated: boolean;
  readonly patterns: readonly ViewPattern[];
}

export type Solved = { readonly is: 'some'; readonly fields: readonly string[] } | { readonly is: 'none' } | { readonly is: 'unknown' };

const NONE: Solved = { is: 'none' };
const UNKNOWN: Solved = { is: 'unknown' };

interface Budget {
  left: number;
}

/** States of the product that may be looked at. */
const STATES = 2_000;

type Fields = readonly (string | undefined)[];

/** `budget`: steps that are shared with other searches; each state looked at takes some. */
export function solveRecord(shape: RecordShape, demands: readonly Demand[], budget?: Budget, states = STATES): Solved {
  return solve(shape, shape.fields.map(() => undefined), demands, budget, states);
}

function solve(shape: RecordShape, fields: Fields, demands: readonly Demand[], budget: Budget | undefined, states: number): Solved {
  const open = settleTexts(shape, fields, demands);
  if (!open) return NONE;
  const literal = fewestTexts(open);
  if (literal) return solveTexts(shape, fields, literal, open.filter((demand) => demand !== literal), budget, states);
  const solved = [...fields];
  for (const { members, demands: apart } of componentsOf(shape, fields, open)) {
    const found = solveTogether(shape, fields, members, apart, budget, states);
    if (found.is !== 'some') return found;
    for (const field of members) solved[field] = found.fields[field];
  }
  return { is: 'some', fields: solved.map((text, field) => text ?? shape.fields[field]!.words[0] ?? '') };
}

/** What texts leave to be decided; undefined where they settle it in the negative. */
function settleTexts(shape: RecordShape, fields: Fields, demands: readonly Demand[]): Demand[] | undefined {
  const open: Demand[] = [];
  for (const demand of demands) {
    const left: ViewPattern[] = [];
    let matched = false;
    for (const pattern of demand.patterns) {
      const view = shape.views.get(pattern.view);
      if (!view) continue;
      const text = textOf(view, fields);
      if (text === undefined) left.push(pattern);
      else if ((matched = fits(pattern, text))) break;
    }
    if (matched && demand.negated) return undefined;
    if (matched) continue;
    if (left.length > 0) open.push(left.length === demand.patterns.length ? demand : { negated: demand.negated, patterns: left });
    else if (!demand.negated) return undefined;
  }
  return open;
}

function fewestTexts(demands: readonly Demand[]): Demand | undefined {
  let best: Demand | undefined;
  for (const demand of demands) if (!demand.negated && demand.patterns.every(isLiteral) && (!best || demand.patterns.length < best.patterns.length)) best = demand;
  return best;
}

function solveTexts(shape: RecordShape, fields: Fields, { patterns }: Demand, others: readonly Demand[], budget: Budget | undefined, states: number): Solved {
  let unknown = false;
  for (const { view, text } of patterns) {
    if (budget && --budget.left < 0) return UNKNOWN;
    const read = readFields(shape, shape.views.get(view)!, text, fields);
    if (!read) continue;
    const found = solve(shape, read, others, budget, states);
    if (found.is === 'some') return found;
    unknown ||= found.is === 'unknown';
  }
  return unknown ? UNKNOWN : NONE;
}

/** The fields out of the text of a view; undefined where it is no such text, or disagrees with what is known. The views are made so that there is one way at most. */
function readFields(shape: RecordShape, view: View, text: string, fields: Fields): (string | undefined)[] | undefined {
  const match = readerOf(shape, view).exec(text);
  if (!match) return undefined;
  const read = [...fields];
  let group = 1;
  for (const part of view) {
    if (typeof part === 'string') continue;
    const found = match[group++]!;
    if (read[part] !== undefined && read[part] !== found) return undefined;
    read[part] = found;
  }
  return read;
}

/** Shapes are made once for a partition and kept; so is what reads them. */
const readers = new WeakMap<View, RegExp>();

function readerOf(shape: RecordShape, view: View): RegExp {
  let reader = readers.get(view);
  if (!reader) {
    const source = view.map((part) => (typeof part === 'string' ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(${shape.fields[part]!.source})`)).join('');
    readers.set(view, (reader = new RegExp(`^${source}$`)));
  }
  return reader;
}

interface Component {
  /** Fields, in order. */
  readonly members: readonly number[];
  readonly demands: readonly Demand[];
}

/** Demands that share fields, directly or through others. */
function componentsOf(shape: RecordShape, fields: Fields, demands: readonly Demand[]): Component[] {
  let components: { members: Set<number>; demands: Demand[] }[] = [];
  for (const demand of demands) {
    const members = new Set<number>();
    for (const { view } of demand.patterns) for (const part of shape.views.get(view)!) if (typeof part === 'number' && fields[part] === undefined) members.add(part);
    const touched = components.filter((other) => [...members].some((field) => other.members.has(field)));
    components = components.filter((other) => !touched.includes(other));
    components.push({ members: new Set([...members, ...touched.flatMap((other) => [...other.members])]), demands: [...touched.flatMap((other) => other.demands), demand] });
  }
  return components.map(({ members, demands: apart }) => ({ members: [...members].sort((a, b) => a - b), demands: apart }));
}

function solveTogether(shape: RecordShape, fields: Fields, members: readonly number[], demands: readonly Demand[], budget: Budget | undefined, states: number): Solved {
  for (const example of examples(shape, fields, members, demands)) if (meetsAll(shape, example, demands)) return { is: 'some', fields: example };
  const left = simplify(demands, budget);
  return left ? explore(shape, fields, members, left, Math.min(states, budget?.left ?? states), budget) : NONE;
}

function meetsAll(shape: RecordShape, fields: readonly string[], demands: readonly Demand[]): boolean {
  for (const { negated, patterns } of demands) {
    let met = false;
    for (const pattern of patterns) if ((met = fits(pattern, textOf(shape.views.get(pattern.view)!, fields)!))) break;
    if (met === negated) return false;
  }
  return true;
}

/** Enough to find most of what there is. */
const EXAMPLES = 12;

/** Fields that are likely to do: one pattern of each positive demand with its wildcards filled, the others as usual. */
function* examples(shape: RecordShape, fields: Fields, members: readonly number[], demands: readonly Demand[]): Iterable<readonly string[]> {
  const positive = demands.filter(({ negated }) => !negated);
  let drafts: Fields[] = [fields];
  for (const { patterns } of positive) {
    const more: Fields[] = [];
    for (const draft of drafts)
      for (const pattern of patterns)
        for (const text of filled(pattern)) {
          const read = more.length < EXAMPLES && readFields(shape, shape.views.get(pattern.view)!, text, draft);
          if (read) more.push(read);
        }
    // What a wildcard across several fields stands for is for the search.
    if (more.length === 0) break;
    drafts = more;
  }
  for (const draft of drafts) {
    const words = Math.max(...members.map((field) => (draft[field] === undefined ? shape.fields[field]!.words.length : 1)));
    for (let at = 0; at < words; at++) yield shape.fields.map(({ words: all }, field) => draft[field] ?? all[Math.min(at, all.length - 1)] ?? '');
  }
}

const FILLINGS = ['x', 'other', ''];

/** A pattern with its wildcards filled, an account with digits. */
function filled({ text, mode }: ViewPattern): string[] {
  if (mode === 'exact' || mode === 'exact-ignoring-case' || !/[*?]/.test(text)) return [text];
  const segments = text.split(':');
  const fill = (filling: string): string => (segments.length >= 6 ? segments.map((segment, at) => (at === 4 ? asAccount(segment) : at < 4 ? asWord(segment) : plain(segment, filling))).join(':') : plain(text, filling));
  return /^[\d*?]{1,12}$/.test(text) && /\d/.test(text) ? [asAccount(text)] : FILLINGS.map(fill);
}

function plain(text: string, filling: string): string {
  return text.replace(/\?/g, 'x').replace(/\*+/g, filling);
}

function asWord(text: string): string {
  return text.replace(/\?/g, 'x').replace(/\*+/g, text.replace(/\*/g, '') === '' ? 'x' : '');
}

function asAccount(text: string): string {
  if (!/[*?]/.test(text)) return text;
  const digits = text.replace(/[*?]/g, '').length;
  const one = text.replace(/\?/g, '7');
  return one.replace('*', '7'.repeat(Math.max(0, 12 - digits - (text.match(/\?/g)?.length ?? 0)))).replace(/\*/g, '');
}

/**
 * The same with fewer patterns: those of a positive demand that a negated one takes altogether are of no use, and neither are negated ones
 * that take nothing of what a positive one lets in. Undefined where nothing is let in. Several Denies with one exception are common.
 */
function simplify(demands: readonly Demand[], budget: Budget | undefined): Demand[] | undefined {
  const taken = new Map<string, ViewPattern>();
  for (const { negated, patterns } of demands) if (negated) for (const pattern of patterns) taken.set(`${pattern.view} ${pattern.mode} ${pattern.text}`, pattern);
  if (taken.size === 0) return [...demands];
  const positive: Demand[] = [];
  for (const { negated, patterns } of demands) {
    if (negated) continue;
    const useful = patterns.filter((pattern) => !taken.has(`${pattern.view} ${pattern.mode} ${pattern.text}`) && ![...taken.values()].some((wide) => wide.view === pattern.view && mayMeet(wide, pattern) && takesAll(wide, pattern, budget)));
    if (useful.length === 0) return undefined;
    positive.push({ negated: false, patterns: useful });
  }
  const negative = [...taken.values()].filter((wide) => positive.every(({ patterns }) => patterns.some((pattern) => pattern.view !== wide.view || mayMeet(wide, pattern))));
  return negative.length > 0 ? [...positive, { negated: true, patterns: negative }] : positive;
}

/** A pattern with what it reads: texts and, between them, fields of the component. */
interface Reader {
  readonly compiled: CompiledPattern;
  /** By field: the text that follows it in the view; absent where the view has not got the field. */
  readonly after: ReadonlyMap<number, string>;
  readonly begun: Positions;
}

interface Machine {
  readonly negated: boolean;
  readonly readers: readonly Reader[];
}

interface Node {
  /** The field that is being written, by its place among the members; behind the last the record is whole. */
  readonly at: number;
  readonly state: number;
  readonly texts: readonly string[];
  readonly positions: readonly (readonly Positions[])[];
}

function explore(shape: RecordShape, fields: Fields, members: readonly number[], demands: readonly Demand[], states: number, budget: Budget | undefined): Solved {
  const machines: readonly Machine[] = demands.map(({ negated, patterns }) => ({ negated, readers: patterns.map((pattern) => readerFor(shape, fields, pattern)) }));
  const alphabets = members.map((field) => alphabetOf(shape, field, demands));
  const readersCount = machines.reduce((sum, { readers: all }) => sum + all.length, 0);
  const queue: Node[] = [];
  const seen = new Set<string>();
  let empty: Node | undefined;
  const isDead = ({ positions }: Node): boolean => machines.some(({ negated }, i) => !negated && positions[i]!.every((reached) => reached.length === 0));
  const isGood = ({ positions }: Node): boolean => machines.every(({ negated, readers: all }, i) => all.some(({ compiled }, j) => isAccepted(compiled, positions[i]![j]!)) !== negated);
  /** The first that is good; fields that may end where they are, end as well. */
  const add = (node: Node): Node | undefined => {
    if (isDead(node)) return undefined;
    const key = `${node.at} ${node.state} ${node.positions.map((all) => all.map((p) => p.join(',')).join(';')).join('|')}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    if (node.at === members.length) {
      if (!isGood(node)) return undefined;
      // A value is never empty, but if nothing else will do the empty text is one.
      if (shape.views.has(FREE) && node.texts[0] === '') {
        empty ??= node;
        return undefined;
      }
      return node;
    }
    queue.push(node);
    const field = members[node.at]!;
    return shape.fields[field]!.accepts(node.state) ? add(endField(node, field)) : undefined;
  };
  const endField = ({ at, texts, positions }: Node, field: number): Node => ({
    at: at + 1,
    state: 0,
    texts: at + 1 === members.length ? texts : [...texts, ''],
    positions: machines.map(({ readers: all }, i) => all.map(({ compiled, after }, j) => (after.has(field) ? stepThrough(compiled, positions[i]![j]!, after.get(field)!) : positions[i]![j]!))),
  });
  const result = ({ texts }: Node): Solved => {
    const solved = [...fields];
    for (const [at, field] of members.entries()) solved[field] = texts[at]!;
    return { is: 'some', fields: solved.map((text, field) => text ?? shape.fields[field]!.words[0] ?? '') };
  };
  const first = add({ at: 0, state: 0, texts: [''], positions: machines.map(({ readers: all }) => all.map(({ begun }) => begun)) });
  if (first) return result(first);
  for (let done = 0; done < queue.length; done++) {
    const node = queue[done]!;
    const alphabet = alphabets[node.at]!;
    if (done >= states) return UNKNOWN;
    // What one state takes grows with the patterns and with the characters that they tell apart.
    if (budget && (budget.left -= Math.ceil((alphabet.length * readersCount) / 16)) < 0) return UNKNOWN;
    const field = members[node.at]!;
    const { next } = shape.fields[field]!;
    for (const character of alphabet) {
      const state = next(node.state, character);
      if (state < 0) continue;
      const found = add({
        at: node.at,
        state,
        texts: [...node.texts.slice(0, -1), node.texts.at(-1)! + character],
        positions: machines.map(({ readers: all }, i) => all.map(({ compiled, after }, j) => (after.has(field) ? step(compiled, node.positions[i]![j]!, character) : node.positions[i]![j]!))),
      });
      if (found) return result(found);
    }
  }
  return empty ? result(empty) : NONE;
}

function readerFor(shape: RecordShape, fields: Fields, pattern: ViewPattern): Reader {
  const compiled = compile(pattern);
  const after = new Map<number, string>();
  let before = '';
  let last: number | undefined;
  for (const part of shape.views.get(pattern.view)!) {
    const text = typeof part === 'string' ? part : fields[part];
    if (text === undefined) after.set((last = part as number), '');
    else if (last === undefined) before += text;
    else after.set(last, after.get(last)! + text);
  }
  return { compiled, after, begun: stepThrough(compiled, start(compiled), before) };
}

/** Every character that some pattern on the field minds, and of each class one that none does. */
function alphabetOf(shape: RecordShape, field: number, demands: readonly Demand[]): readonly string[] {
  const minded = new Set<string>();
  for (const { patterns } of demands)
    for (const pattern of patterns) {
      if (!shape.views.get(pattern.view)!.includes(field)) continue;
      if (pattern.mode === 'arn') minded.add(':');
      for (const character of pattern.text) {
        if (isWildcard(pattern, character)) continue;
        minded.add(character);
        if (pattern.mode === 'exact-ignoring-case') minded.add(character.toLowerCase()).add(character.toUpperCase());
      }
    }
  const others = shape.fields[field]!.classes.flatMap((characters) => [...characters].find((character) => !minded.has(character)) ?? []);
  return [...others, ...minded];
}
