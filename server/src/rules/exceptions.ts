/** What a Deny spares by a negated test, and the edits that make it spare what an Allow beside it is for. */
import type { Facts } from '../aws';
import { derive, type ConditionTest, type Statement } from '../policy';
import { conditionFix } from './conditionEdits';
import { addValues } from './listEdits';
import { listed } from './listed';
import { nameOf } from './reach';
import type { Fix } from './rule';

export interface Exception {
  readonly deny: Statement;
  /** The Deny's negated test. */
  readonly test: ConditionTest;
  /** What the Allow is for, by the same key, and the test does not name. */
  readonly forgotten: readonly string[];
}

/** Of the Denies that have one: what a test of theirs and the Allow both speak of. `principals`: those that matter; absent: all of the Allow's. */
export function exceptionsOf(denies: readonly Statement[], allow: Statement, facts: Facts, principals = principalsOf(allow)): Exception[] {
  const wanted = new Map<string, readonly string[]>();
  const found: Exception[] = [];
  for (const deny of denies) {
    for (const { test, key, wildcard } of sparingTests(deny)(facts)) {
      let all = wanted.get(key);
      if (!all) wanted.set(key, (all = wantedBy(allow, key, principals, facts)));
      const forgotten = all.length === 0 ? all : all.filter((one) => !names(test, one));
      if (forgotten.length === 0 || (!wildcard && forgotten.some((text) => /[*?]/.test(text)))) continue;
      found.push({ deny, test, forgotten });
      break;
    }
  }
  return found;
}

function names({ list }: ConditionTest, wanted: string): boolean {
  for (const { text } of list.values) if (text === wanted) return true;
  return false;
}

interface SparingTest {
  readonly test: ConditionTest;
  /** In lower case. */
  readonly key: string;
  /** Whether a value may be a pattern. */
  readonly wildcard: boolean;
}

/** The negated tests of a Deny of which all values are known. */
const sparingTests = derive((deny: Statement) => {
  let found: SparingTest[] | undefined;
  return (facts: Facts): readonly SparingTest[] =>
    (found ??= (deny.condition?.tests ?? []).flatMap((test) => {
      const { operator, set } = facts.parseOperator(test.operator.text);
      if (!operator?.negated || set || !test.certain || test.list.open || test.list.values.some(({ known }) => !known)) return [];
      return [{ test, key: test.key.text.toLowerCase(), wildcard: operator.wildcard }];
    }));
});

/** `spares only a and b` */
export function sparesOnly({ test }: Exception): string {
  return `spares only ${listed(test.list.values.map(({ text }) => text), 2)}`;
}

/** Lets a Deny leave AWS services alone; nothing where it speaks of them already, or may be left out. */
export function exemptionFix(deny: Statement): Fix[] {
  if (!deny.certain || deny.condition?.tests.some((test) => test.key.text.toLowerCase() === 'aws:principalisawsservice')) return [];
  return conditionFix('Exempt AWS services from this Deny', deny, { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } });
}

/** Adds what is forgotten to the tests of all of them; nothing where the values of one are the host's to choose. */
export function exceptionFix(exceptions: readonly Exception[]): Fix[] {
  const [first] = exceptions;
  if (!first || exceptions.some(({ test: { list } }) => list.node.kind !== 'array' && list.node.kind !== 'scalar')) return [];
  const where = exceptions.length > 1 ? `these ${exceptions.length} Denies` : nameOf(first.deny);
  return [{ title: `Except ${listed(first.forgotten, 2)} from ${where}`, class: 'decision', edits: () => exceptions.flatMap(({ test, forgotten }) => addValues(test.list, forgotten) ?? []) }];
}

function principalsOf({ principal }: Statement): readonly string[] {
  const lists = principal?.entries.map(({ list }) => list) ?? [];
  return lists.some(({ open, values }) => open || values.some(({ known }) => !known)) ? [] : lists.flatMap(({ values }) => values.map(({ text }) => text));
}

/** What the Allow says of a key that tells who calls or for which source; nothing where it leaves that open. */
function wantedBy(allow: Statement, key: string, principals: readonly string[], facts: Facts): readonly string[] {
  if (key === 'aws:principalarn') return principals.every((text) => /^arn:[^:]+:iam::\d{12}:(role|user)\/[^*?]+$/.test(text)) ? principals : [];
  if (key === 'aws:principalaccount' || key === 'kms:calleraccount') {
    const accounts = principals.map((text) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1]);
    return accounts.every((account) => account !== undefined) ? accounts : [];
  }
  const same = allow.condition?.tests.find((test) => test.key.text.toLowerCase() === key && facts.parseOperator(test.operator.text).operator?.negated === false);
  return same && !same.list.open && same.list.values.every(({ known }) => known) ? same.list.values.map(({ text }) => text) : [];
}
