/** Tree -> policy model. Any tree will do; what does not fit is left out of the model and stays in `members` for the rules of form. */
import { findMember, type ArrayNode, type HoleNode, type Member, type ObjectNode, type Tree, type TreeNode } from '../syntax/tree';
import type { ConditionElement, ConditionTest, ElementList, Policy, PrincipalElement, PrincipalEntry, Statement, Value, ValueList } from './model';
import { derivable, nothingDerived } from './derived';
import type { Memory } from './memory';
import { formOf, newShape, statementForm, type Shape } from './shape';
import type { Hole } from './truth';
import { readValue } from './value';

/** `node` is the policy object, a lone statement, or an array of statements. */
export function readPolicy(tree: Tree, node: TreeNode, form: Policy['form'] = 'policy', memory?: Memory): Policy {
  return derivable(readForm(tree, node, form, memory));
}

function readForm(tree: Tree, node: TreeNode, form: Policy['form'], memory: Memory | undefined): Policy {
  const base: Pick<Policy, 'tree' | 'node' | 'form' | 'derived'> = { tree, node, form, derived: nothingDerived() };
  const version = form === 'policy' && node.kind === 'object' ? findMember(node, 'Version') : undefined;
  const shapeOf = shapes(form, version, memory);
  if (form === 'statement') return { ...base, statements: statementsOf([node], true, shapeOf).statements, open: true, holes: [] };
  if (form === 'statements') {
    const array = node.kind === 'array' ? node : undefined;
    const { statements, holes } = statementsOf(array?.items ?? [], true, shapeOf);
    return { ...base, ...(array && { statementArray: array }), statements, open: true, holes };
  }
  if (node.kind !== 'object') return { ...base, statements: [], open: true, holes: node.kind === 'hole' ? [{ label: node.label, node }] : [] };
  const statementMember = present(findMember(node, 'Statement'));
  const value = statementMember?.value;
  const array = value?.kind === 'array' ? value : undefined;
  const { statements, holes } = value ? statementsOf(array ? array.items : [value], true, shapeOf) : { statements: [], holes: [] };
  return {
    ...base,
    object: node,
    version: scalarElement(version),
    id: scalarElement(present(findMember(node, 'Id'))),
    ...(statementMember && { statementMember }),
    ...(array && { statementArray: array }),
    statements,
    open: node.open || hasMiscased(node, TOP) || (array?.open ?? false) || holes.length > 0 || (statementMember !== undefined && value === undefined),
    holes,
  };
}

type ShapeOf = (node: ObjectNode, sid: Member | undefined, certain: boolean) => Shape;

/** What the policy's own elements make of its statements is a part of what each is: variables, for one, are text in older versions. */
function shapes(form: Policy['form'], version: Member | undefined, memory: Memory | undefined): ShapeOf {
  if (!memory) return newShape;
  const policy = `${form} ${formOf(version?.value)}`;
  return (...statement) => memory.shapeOf(policy + statementForm(...statement));
}

function statementsOf(items: readonly TreeNode[], certain: boolean, shapeOf: ShapeOf, from: { index: number } = { index: 0 }): { statements: Statement[]; holes: Hole[] } {
  const statements: Statement[] = [];
  const holes: Hole[] = [];
  for (const item of items) {
    switch (item.kind) {
      case 'object':
        statements.push(readStatement(item, from.index++, certain, shapeOf));
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
          const inner = statementsOf([alternative], false, shapeOf, { index });
          statements.push(...inner.statements);
          holes.push(...inner.holes);
        }
        from.index = index + 1;
        break;
      }
      case 'array': {
        // A list inside the list is no policy; its statements are still worth a look.
        const inner = statementsOf(item.items, certain, shapeOf, from);
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

function readStatement(node: ObjectNode, index: number, certain: boolean, shapeOf: ShapeOf): Statement {
  const member = (key: string): Member | undefined => present(findMember(node, key));
  const sid = member('Sid');
  return derivable({
    derived: nothingDerived(),
    index,
    node,
    shape: shapeOf(node, sid, certain),
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

/** `AWS::NoValue`: the host leaves it out for sure. */
function isAbsent(node: TreeNode | undefined): boolean {
  return node?.kind === 'choice' && node.alternatives.every((alternative) => alternative === undefined);
}

function present(member: Member | undefined): Member | undefined {
  return isAbsent(member?.value) ? undefined : member;
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
      if (isAbsent(node)) break;
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

function addPrincipals(read: ReadPrincipal, node: TreeNode, certain = true): void {
  if (node.kind === 'object') {
    if (node.open) read.open = true;
    for (const entry of lastOfEach(node.members)) if (present(entry)) read.entries.push({ type: entry.key.value, member: entry, map: node, list: readList(entry, true) });
  } else if (node.kind === 'choice') {
    read.open = true;
    for (const alternative of node.alternatives) if (alternative) addPrincipals(read, alternative, false);
  } else if (!certain) {
    const bare: ReadList = { node, values: [...(read.bare?.values ?? [])], open: false, holes: [], odd: [...(read.bare?.odd ?? [])] };
    addValue(bare, node, false, false, 0);
    read.bare = bare;
    read.holes.push(...bare.holes);
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
    for (const keyMember of lastOfEach(node.members, true))
      if (present(keyMember)) read.tests.push({ operator, operatorMember, operators, key: readValue(keyMember.key), keyMember, keys: node, list: readList(keyMember, true), certain });
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
