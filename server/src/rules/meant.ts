/** What an action or a condition was meant to say where a slip keeps AWS from taking it so. */
import type { Facts, ParsedOperator, ServiceName } from '../aws';
import { hasHole, withText, type ConditionTest, type ElementList, type PolicyKind, type Statement } from '../policy';
import type { Member, TreeNode } from '../syntax';

/** The condition key that a text names or resembles. */
export function keyMeant(text: string, facts: Facts): string | undefined {
  const known = facts.findConditionKey(text);
  const names = facts.conditionKeys().map(({ name }) => name);
  // `sts:SourceArn` may be a slip, `sts:ExternalId` is what it says.
  if (known) return known.scope === 'foreign' ? (facts.nearest(text, names, 1) ?? known.name) : known.name;
  // Another sign in the place of the colon: `aws.SourceArn`, `kms;ViaService`.
  const separated = /^\s*(aws|kms)\s*[^A-Za-z0-9]+\s*(\S.*)$/i.exec(text);
  const written = separated ? `${separated[1]!.toLowerCase()}:${separated[2]!.trim()}` : text;
  const found = facts.findConditionKey(written)?.name ?? facts.nearest(written, names);
  if (found !== undefined || written.includes(':')) return found;
  // The prefix may be missing: `SourceArn`, `CallerAccount`.
  return ['aws', 'kms'].map((prefix) => facts.findConditionKey(`${prefix}:${written}`)?.name ?? facts.nearest(`${prefix}:${written}`, names)).find((name) => name !== undefined);
}

/** A condition that is none: a text in its place, or an operator without a key. */
export function malformedConditions({ condition }: Statement): readonly Member[] {
  if (!condition) return [];
  return condition.node ? condition.node.members.filter(({ value }) => value?.kind === 'scalar' || value?.kind === 'array') : [condition.member];
}

/** A misspelt Condition that holds a test on one of the keys (in lower case). */
export function misspeltConditions({ members, condition }: Statement, keys: readonly string[]): readonly Member[] {
  if (condition) return [];
  const onKey = (node: TreeNode | undefined): boolean => node?.kind === 'object' && node.members.some(({ key }) => keys.includes(key.value.toLowerCase()));
  return members.filter(({ value }) => value?.kind === 'object' && value.members.some((operator) => onKey(operator.value)));
}

export interface MisspeltTest {
  readonly test: ConditionTest;
  /** In AWS's spelling. */
  readonly key: string;
}

/** A key where the operator belongs, and the operator in its place. */
export function isSwapped({ operator, key }: ConditionTest, facts: Facts): boolean {
  // Of thousands of keys no two are alike, of operators there are few.
  return facts.findConditionKey(operator.text) !== undefined && facts.parseOperator(key.text).operator !== undefined;
}

/** Tests whose operator or key has a slip and that were meant to let through only whoever sends one of the keys (in lower case). */
export function misspeltTests({ condition }: Statement, facts: Facts, keys: readonly string[]): readonly MisspeltTest[] {
  return (condition?.tests ?? []).flatMap((test) => {
    const operator = facts.parseOperator(test.operator.text);
    const fact = facts.findConditionKey(test.key.text);
    const unknown = !fact || fact.scope === 'foreign';
    if ((!unknown && !operator.problem) || hasHole(test.key) || hasHole(test.operator) || !restricts(isSwapped(test, facts) ? facts.parseOperator(test.key.text) : operator, facts)) return [];
    const key = isSwapped(test, facts) ? facts.findConditionKey(test.operator.text)!.name : keyMeant(test.key.text, facts);
    return key !== undefined && keys.includes(key.toLowerCase()) ? [{ test, key }] : [];
  });
}

function restricts({ text, nearest, problem }: ParsedOperator, facts: Facts): boolean {
  if (problem && nearest === undefined) return !/Not|IfExists|ForAll/.test(text);
  const { operator, ifExists, set } = facts.parseOperator(nearest ?? text);
  return operator !== undefined && operator.family !== 'null' && !operator.negated && !ifExists && set !== 'ForAllValues';
}

/** The action that a text without a readable prefix names or resembles: another sign in the place of the colon, quotation marks, no prefix. */
export function actionMeant(text: string, service: ServiceName, facts: Facts): string | undefined {
  const plain = text.replace(/[“”„‟«»‘’"'`,;]+$|^[“”„‟«»‘’"'`]+/g, '').trim();
  const separated = /^(sqs|kms)[^\w*?]+(.+)$/i.exec(plain);
  const written = separated ? `${separated[1]}:${separated[2]!.trim()}` : plain.includes(':') ? plain : `${service}:${plain}`;
  if (written.includes('*') && facts.expandAction(written).length > 0 && separated) return written;
  return facts.nearest(written.replace(/[^\w:*?]/g, ''), facts.actions(service).map(({ name }) => name));
}

/**
 * The statement on its own queue or key, and with unknown actions taken for those that they resemble, so that what is wrong with its other
 * elements can be told at once.
 */
export function asMeant(statement: Statement, kind: PolicyKind, facts: Facts): Statement {
  const { action } = statement;
  const [first] = action?.values ?? [];
  if (!action || !first) return statement;
  const resource = { member: action.member, node: action.node, values: [withText(first, '*')], open: false, holes: [], odd: [] };
  return { ...statement, resource, notResource: undefined, action: actionsMeant(action, kind === 'key' ? 'kms' : 'sqs', facts) };
}

function actionsMeant(action: ElementList, service: ServiceName, facts: Facts): ElementList {
  if (action.open || action.values.some((value) => !value.known || facts.expandAction(value.text).length > 0)) return action;
  const names = facts.actions(service).map(({ name }) => name);
  const values = action.values.flatMap((value) => {
    const meant = facts.nearest(value.text, names) ?? actionMeant(value.text, service, facts);
    return meant === undefined ? [] : [withText(value, meant)];
  });
  return values.length === 0 ? action : { ...action, values };
}
