/**
 * A statement taken apart once for all questions that it takes part in: the actions that it speaks of, and what meeting or failing its
 * conditions takes.
 */
import { facts, type ActionFact } from '../aws';
import { derive, deriveFromText, hasHole, hasVariable, holesOf, withUnits, type ConditionTest, type Hole, type PolicyKind, type PrincipalElement, type Statement, type ValueList } from '../policy';
import { alternativesOf, isConstant, isText, keyOf, undocumented, type Alternatives, type Reading } from './constraints';
import { actionTruth } from './evaluate';
import { namesUnsettled, principalsOf, type Principals } from './principal';

/** What a statement says of an action; 0 where it does not speak of it. */
export const MATCHES = 1;
export const PERHAPS = 2;

export interface TestPart {
  readonly test: ConditionTest;
  /** In lower case. */
  readonly key: string;
  readonly alternatives: Alternatives;
}

export interface Part {
  readonly statement: Statement;
  readonly wanted: boolean;
  /** By index in the catalogue: MATCHES, PERHAPS or 0. */
  readonly actions: Uint8Array;
  readonly principals: Principals;
  readonly tests: readonly TestPart[];
  /** Nothing hides in it: neither the statement nor a condition may be more than is seen. */
  readonly whole: boolean;
}

/** The same statements are asked about over and over, in at most eight ways. */
const partsOf = derive<Statement, (Part | undefined)[]>(() => []);

/** `wanted`: the statement is to cover the request; else it is not to. */
export function partOf(statement: Statement, wanted: boolean, reading: Reading): Part {
  const at = (wanted ? 1 : 0) + (reading.optimistic ? 2 : 0) + (reading.constants ? 4 : 0);
  return (partsOf(statement)[at] ??= readPart(statement, wanted, reading));
}

function readPart(statement: Statement, wanted: boolean, reading: Reading): Part {
  return {
    statement,
    wanted,
    actions: actionsOf(statement),
    principals: principalsOf(statement, wanted, reading),
    tests: (statement.condition?.tests ?? []).map((test) => ({ test, key: keyOf(test), alternatives: alternativesOf(test, wanted, reading) })),
    whole: statement.certain && !statement.condition?.open && !(statement.open && !statement.condition),
  };
}

/** The least choice first. */
export function inOrder(demands: Alternatives[]): Alternatives[] {
  // Mostly they are.
  for (let at = 1; at < demands.length; at++) if (demands[at]!.length < demands[at - 1]!.length) return demands.sort((a, b) => a.length - b.length);
  return demands;
}

/** Whether the statement speaks of the action, surely or perhaps. */
export function speaksOf(statement: Statement, { index }: ActionFact): boolean {
  return actionsOf(statement)[index] !== 0;
}

/** Whether the one surely speaks of every action that the other surely speaks of. */
export function coversActions(wide: Statement, narrow: Statement): boolean {
  const covered = sureBitsOf(wide);
  const wanted = sureBitsOf(narrow);
  for (let word = 0; word < wanted.length; word++) if ((wanted[word]! & ~covered[word]!) !== 0) return false;
  return true;
}

/** The actions that a statement speaks of. */
interface SpokenOf {
  /** By index in the catalogue: MATCHES, PERHAPS or 0. */
  readonly actions: Uint8Array;
  /** Surely or perhaps, as bits. */
  readonly any: Uint32Array;
  readonly sure: Uint32Array;
}

const spokenOf = deriveFromText((statement: Statement): SpokenOf => {
  const { action } = statement;
  if (!action || action.open || action.values.some((value) => !value.certain || hasHole(value))) return withBits(Uint8Array.from(facts.allActions, ({ name }) => wordOn(statement, name)));
  const actions = new Uint8Array(facts.allActions.length);
  for (const { text } of action.values) for (const { index } of facts.expandAction(text)) actions[index] = MATCHES;
  return withBits(actions);
});

function wordOn(statement: Statement, action: string): number {
  const { is } = actionTruth(statement, action);
  return is === 'yes' ? MATCHES : is === 'depends' ? PERHAPS : 0;
}

function withBits(actions: Uint8Array): SpokenOf {
  const where = (counts: (is: number) => boolean): Uint32Array => {
    const bits = new Uint32Array(Math.ceil(actions.length / 32));
    for (let index = 0; index < actions.length; index++) if (counts(actions[index]!)) bits[index >> 5]! |= 1 << (index & 31);
    return bits;
  };
  return { actions, any: where((is) => is !== 0), sure: where((is) => is === MATCHES) };
}

/** By Action or NotAction: what it says of each action of the catalogue. */
export const actionsOf = (statement: Statement): Uint8Array => spokenOf(statement).actions;
/** The actions that it speaks of, surely or perhaps, as bits. */
export const bitsOf = (statement: Statement): Uint32Array => spokenOf(statement).any;
const sureBitsOf = (statement: Statement): Uint32Array => spokenOf(statement).sure;

/** Whether there is an action of which both speak. */
export function shareActions(a: Statement, b: Statement): boolean {
  const [some, others] = [bitsOf(a), bitsOf(b)];
  for (let word = 0; word < some.length; word++) if ((some[word]! & others[word]!) !== 0) return true;
  return false;
}

/** Of each key that the statement tests and that only some actions have, those actions. */
const restrictedOf = deriveFromText(({ condition }: Statement): readonly (readonly string[])[] => (condition?.tests ?? []).map((test) => facts.findConditionKey(test.key.text)?.actions).filter((list) => list !== undefined));

/** Whether it tests a key that only some actions have. */
export const restrictsKeys = (statement: Statement): boolean => restrictedOf(statement).length > 0;

/** Actions in groups that none of the statements tells apart. */
export function groupActions(actions: readonly ActionFact[], statements: readonly Statement[]): readonly (readonly ActionFact[])[] {
  if (actions.length < 2) return actions.map((action) => [action]);
  const covered = statements.map(actionsOf);
  const lists = [...new Set(statements.flatMap(restrictedOf))];
  const found = new Map<string, ActionFact[]>();
  for (const action of actions) {
    let group = '';
    for (const of of covered) group += of[action.index];
    for (const list of lists) group += list.includes(action.name) ? 'y' : 'n';
    const members = found.get(group);
    if (members) members.push(action);
    else found.set(group, [action]);
  }
  return [...found.values()];
}

/** The actions of the kind's service, in groups that none of the statements tells apart. */
export function actionGroups(statements: readonly Statement[], kind: PolicyKind): readonly (readonly ActionFact[])[] {
  return groupActions(facts.actions(kind === 'key' ? 'kms' : 'sqs'), statements);
}

/** Whether anything in the statement is still to be filled in, or may be left out. */
export function hasUnknown(statement: Statement): boolean {
  return !statement.certain || isUnknown(statement) || hasHoles(statement);
}

/** The same, values of conditions and principals aside that are some fixed text though it is not known. */
export function hasMoreThanHoles(statement: Statement): boolean {
  return !statement.certain || isUnknown(statement);
}

function isUnsure(list: ValueList | undefined): boolean {
  return list !== undefined && (list.open || list.values.some((value) => !value.certain || hasHole(value)));
}

function isUncertain(list: ValueList | undefined): boolean {
  return list !== undefined && (list.open || list.values.some(({ certain }) => !certain));
}

function isUnsureElement(element: PrincipalElement | undefined): boolean {
  return element !== undefined && (element.open || isUnsure(element.bare) || element.entries.some(({ type, list }) => isUncertain(list) || (type === 'Service' && isUnsure(list))));
}

function isUnsureTest(test: ConditionTest): boolean {
  const { operator } = facts.parseOperator(test.operator.text);
  return !test.certain || hasHole(test.key) || test.list.open || test.list.values.some((value) => !value.certain || (!value.known && (hasVariable(value) || (hasHole(value) && !(operator && isText(operator) && isConstant(keyOf(test), withUnits(value))))))) || undocumented(test) !== undefined;
}

/** Another cause than a value that is still to be filled in. A Resource that is counts as the very queue or key. */
const isUnknown = deriveFromText((s: Statement): boolean => {
  if (s.open || isUnsure(s.action) || isUnsure(s.notAction) || isUnsureElement(s.principal) || isUnsureElement(s.notPrincipal) || namesUnsettled(s.notPrincipal)) return true;
  return isUncertain(s.resource) || isUncertain(s.notResource) || (s.condition !== undefined && (s.condition.open || s.condition.tests.some(isUnsureTest)));
});

const hasHoles = deriveFromText(({ principal, notPrincipal, condition }: Statement): boolean => {
  for (const element of [principal, notPrincipal]) if (element?.entries.some(({ list }) => list.values.some(hasHole))) return true;
  return condition?.tests.some(({ list }) => list.values.some(hasHole)) === true;
});

/** What is still to be filled in, and what AWS does not say the meaning of. */
export function holesIn(statements: readonly Statement[]): Hole[] {
  const holes: Hole[] = [];
  for (const s of statements) {
    if (!s.certain) holes.push({ label: s.sid?.value?.text || `statement ${s.index + 1}`, node: s.node });
    for (const list of [s.action, s.notAction]) if (list) holes.push(...list.holes, ...list.values.flatMap(holesOf));
    // A Resource that is still to be filled in counts as the very queue or key.
    for (const list of [s.resource, s.notResource]) if (list?.open) holes.push(...list.holes);
    for (const element of [s.principal, s.notPrincipal]) if (element) holes.push(...element.holes, ...(element.bare?.values ?? []).flatMap(holesOf), ...element.entries.flatMap((e) => [...e.list.holes, ...e.list.values.flatMap(holesOf)]));
    if (s.condition) holes.push(...s.condition.holes, ...s.condition.tests.flatMap((test) => [...(test.certain ? [] : [{ label: test.key.text, node: test.key.node }]), ...holesOf(test.key), ...test.list.holes, ...test.list.values.flatMap(holesOf), ...undocumentedHole(test)]));
  }
  return holes;
}

function undocumentedHole(test: ConditionTest): Hole[] {
  const value = undocumented(test);
  return value ? [{ label: value.text, node: value.node }] : [];
}
