/** Tree -> policy model. Any tree will do; what does not fit is left out of the model and stays in `members` for the rules of form. */
import { findMember, type ArrayNode, type HoleNode, type Member, type ObjectNode, type Tree, type TreeNode } from '../syntax/tree';
import type { ConditionElement, ConditionTest, ElementList, Policy, PrincipalElement, PrincipalEntry, Statement, Value, ValueList } from './model';
import { derivable, nothingDerived } from './derived';
import type { Hole } from './truth';
import { readValue } from './value';

/** `node` is the policy object, a lone statement, or an array of statements. */
export function readPolicy(tree: Tree, node: TreeNode, form: Policy['form'] = 'policy'): Policy {
  return derivable(readForm(tree, node, form));
}

function readForm(tree: Tree, node: TreeNode, form: Policy['form']): Policy {
  const base: Pick<Policy, 'tree' | 'node' | 'form' | 'derived'> = { tree, node, form, derived: nothingDerived() };
  if (form === 'statement') return { ...base, statements: statementsOf([node], true, sourceOf(tree)).statements, open: true, holes: [] };
  if (form === 'statements') {
    const array = node.kind === 'array' ? node : undefined;
    const { statements, holes } = statementsOf(array?.items ?? [], true, sourceOf(tree));
    return { ...base, ...(array && { statementArray: array }), statements, open: true, holes };
  }
  if (node.kind !== 'object') return { ...base, statements: [], open: true, holes: node.kind === 'hole' ? [{ label: node.label, node }] : [] };
  const statementMember = findMember(node, 'Statement');
  const value = statementMember?.value;
  const array = value?.kind === 'array' ? value : undefined;
  const { statements, holes } = value ? statementsOf(array ? array.items : [value], true, sourceOf(tree)) : { statements: [], holes: [] };
  return {
    ...base,
    object: node,
    version: scalarElement(findMember(node, 'Version')),
    id: scalarElement(findMember(node, 'Id')),
    ...(statementMember && { statementMember }),
    ...(array && { statementArray: array }),
    statements,
    open: node.open || hasMiscased(node, TOP) || (array?.open ?? false) || holes.length > 0 || (statementMember !== undefined && value === undefined),
    holes,
  };
}

/** What the statements are read from. */
interface Source {
  readonly text: string;
  /** It may hold intrinsics of CloudFormation. */
  readonly intrinsics: boolean;
}

function sourceOf({ text }: Tree): Source {
  // Without the quote before them, which stands everywhere.
  return { text, intrinsics: text.includes('Ref"') || text.includes('Fn::') };
}

function statementsOf(items: readonly TreeNode[], certain: boolean, source: Source, from: { index: number } = { index: 0 }): { statements: Statement[]; holes: Hole[] } {
  const statements: Statement[] = [];
  const holes: Hole[] = [];
  for (const item of items) {
    switch (item.kind) {
      case 'object':
        statements.push(readStatement(item, from.index++, certain, source));
        break;
      case 'hole':
        holes.push({ label: item.label, node: item });
        from.index++;
        break;
      case 'choice': {
        const alternatives = item.alternatives.filter((a) => a !== undefined);
        const index = from.index;
        for (const alternative of alternatives) {
          // Both sides of an `Fn::If` stand at the same place.
          const inner = statementsOf([alternative], false, source, { index });
          statements.push(...inner.statements);
          holes.push(...inner.holes);
        }
        from.index = index + 1;
        break;
      }
      case 'array': {
        // A list inside the list is no policy; its statements are still worth a look.
        const inner = statementsOf(item.items, certain, source, from);
        statements.push(...inner.statements);
        holes.push(...inner.holes);
        break;
      }
      default:
        from.index++;
    }
  }
  return { statements, holes };
}

function readStatement(node: ObjectNode, index: number, certain: boolean, source: Source): Statement {
  const member = (key: string): Member | undefined => findMember(node, key);
  const sid = member('Sid');
  return derivable({
    derived: nothingDerived(),
    index,
    node,
    written: written(node, source, sid?.value),
    certain,
    open: node.open || hasMiscased(node, ELEMENTS),
    sid: scalarElement(sid),
    effect: scalarElement(member('Effect')),
    principal: principalElement(member('Principal')),
    notPrincipal: principalElement(member('NotPrincipal')),
    action: listElement(member('Action')),
    notAction: listElement(member('NotAction')),
    resource: listElement(member('Resource')),
    notResource: listElement(member('NotResource')),
    condition: conditionElement(member('Condition')),
    members: node.members,
  });
}

const TOP = new Set(['Version', 'Id', 'Statement']);
const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);
const IN_ANY_CASE = new Set([...TOP, ...ELEMENTS].map((name) => name.toLowerCase()));

/** No AWS page says whether `resource` is taken for Resource: then what seems to be absent may be there. */
function hasMiscased({ members }: ObjectNode, names: ReadonlySet<string>): boolean {
  return members.some(({ key: { value } }) => !names.has(value) && IN_ANY_CASE.has(value.toLowerCase()));
}

function written(node: ObjectNode, { text, intrinsics }: Source, sid: TreeNode | undefined): string {
  const { range } = node;
  const own = sid?.kind === 'scalar' && sid.type === 'string' ? `${text.slice(range.start, sid.range.start)}${text.slice(sid.range.end, range.end)}` : text.slice(range.start, range.end);
  // What is a hole in a template is an object elsewhere.
  return intrinsics && (own.includes('"Ref"') || own.includes('"Fn::')) && holdsHole(node) ? `${own}~` : own;
}

function holdsHole(node: TreeNode | undefined): boolean {
  switch (node?.kind) {
    case 'object':
      return node.open || node.members.some(({ value }) => holdsHole(value));
    case 'array':
      return node.open || node.items.some(holdsHole);
    case 'scalar':
      return node.parts.some(({ kind }) => kind === 'hole');
    default:
      return node !== undefined;
  }
}

function scalarElement(member: Member | undefined): { member: Member; value?: Value } | undefined {
  if (!member) return undefined;
  const node = member.value;
  return node?.kind === 'scalar' && node.type === 'string' ? { member, value: readValue(node) } : { member };
}

function listElement(member: Member | undefined): ElementList | undefined {
  return member && { member, ...readList(member) };
}

/** The values of a member: one string, an array of them, holes and choices among them. */
export function readList({ key, value }: Member, anyScalar = false): ValueList {
  // Nearly every one.
  if (value?.kind === 'scalar' && value.type === 'string') return { node: value, values: [readValue(value)], open: false, holes: NONE, odd: NONE };
  const read: ReadList = { node: value ?? key, values: [], open: value === undefined, holes: [], odd: [] };
  if (value) addValue(read, value, anyScalar, true, 0);
  return read;
}

interface ReadList extends ValueList {
  readonly values: Value[];
  open: boolean;
  readonly holes: Hole[];
  readonly odd: TreeNode[];
}

/** `list`: the array that it is an item of. */
function addValue(read: ReadList, node: TreeNode, anyScalar: boolean, certain: boolean, depth: number, list?: ArrayNode): void {
  switch (node.kind) {
    case 'scalar':
      if (node.type === 'string' || (anyScalar && node.type !== 'null')) read.values.push(readValue(node, certain, list));
      else read.odd.push(node);
      break;
    case 'hole':
      read.holes.push({ label: node.label, node });
      read.open = true;
      break;
    case 'choice':
      for (const alternative of node.alternatives)
        if (alternative) addValue(read, alternative, anyScalar, false, depth);
        else read.open = true;
      break;
    case 'array':
      if (depth > 0) read.odd.push(node);
      else {
        for (const item of node.items) addValue(read, item, anyScalar, certain, depth + 1, node);
        if (node.open) read.open = true;
      }
      break;
    default:
      read.odd.push(node);
  }
}

const NONE: readonly never[] = [];

function principalElement(member: Member | undefined): PrincipalElement | undefined {
  if (!member) return undefined;
  const read: ReadPrincipal = { member, entries: [], open: member.value === undefined, holes: [] };
  if (member.value) addPrincipals(read, member.value);
  for (const { list } of read.entries) if (list.holes.length > 0) read.holes.push(...list.holes);
  return read;
}

interface ReadPrincipal extends PrincipalElement {
  bare?: ValueList;
  readonly entries: PrincipalEntry[];
  open: boolean;
  readonly holes: Hole[];
}

function addPrincipals(read: ReadPrincipal, node: TreeNode): void {
  if (node.kind === 'object') {
    if (node.open) read.open = true;
    for (const entry of lastOfEach(node.members)) read.entries.push({ type: entry.key.value, member: entry, map: node, list: readList(entry, true) });
  } else if (node.kind === 'choice') {
    read.open = true;
    for (const alternative of node.alternatives) if (alternative) addPrincipals(read, alternative);
  } else {
    read.bare = readList(read.member);
    read.holes.push(...read.bare.holes);
    if (read.bare.open) read.open = true;
  }
}

function conditionElement(member: Member | undefined): ConditionElement | undefined {
  if (!member) return undefined;
  const { value } = member;
  const read: ReadCondition = { member, node: value?.kind === 'object' ? value : undefined, tests: [], open: value === undefined, holes: [] };
  if (value) addOperators(read, value, true);
  return read;
}

interface ReadCondition extends ConditionElement {
  readonly tests: ConditionTest[];
  open: boolean;
  readonly holes: Hole[];
}

function addOperators(read: ReadCondition, node: TreeNode, certain: boolean): void {
  if (node.kind === 'object') {
    if (node.open) read.open = true;
    for (const operatorMember of lastOfEach(node.members)) addTests(read, node, operatorMember, operatorMember.value, certain);
  } else if (node.kind === 'choice') {
    for (const alternative of node.alternatives) if (alternative) addOperators(read, alternative, false);
  } else if (node.kind === 'hole') addHole(read, node);
}

function addTests(read: ReadCondition, operators: ObjectNode, operatorMember: Member, node: TreeNode | undefined, certain: boolean): void {
  if (!node) return;
  if (node.kind === 'object') {
    if (node.open) read.open = true;
    const operator = readValue(operatorMember.key);
    for (const keyMember of lastOfEach(node.members, true)) read.tests.push({ operator, operatorMember, operators, key: readValue(keyMember.key), keyMember, keys: node, list: readList(keyMember, true), certain });
  } else if (node.kind === 'choice') {
    for (const alternative of node.alternatives) if (alternative) addTests(read, operators, operatorMember, alternative, false);
  } else if (node.kind === 'hole') addHole(read, node);
}

/** Of equal keys the last one wins, as in `findMember`. AWS folds the case of condition keys. */
function lastOfEach(members: readonly Member[], fold = false): readonly Member[] {
  if (members.length < 2) return members;
  const last = new Map(members.map((member) => [fold ? member.key.value.toLowerCase() : member.key.value, member]));
  return last.size === members.length ? members : members.filter((member) => last.get(fold ? member.key.value.toLowerCase() : member.key.value) === member);
}

function addHole(read: ReadCondition, node: HoleNode): void {
  read.open = true;
  read.holes.push({ label: node.label, node });
}
