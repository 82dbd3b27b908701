/** What a Deny spares by a negated test, and the edit that makes it spare what an Allow beside it is for. */
import type { Facts } from '../aws';
import type { ConditionTest, Statement } from '../policy';
import type { Edit } from '../syntax';
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

/** Undefined where no test of the Deny and nothing in the Allow speak of the same. `principals`: those that matter; absent: all of the Allow's. */
export function exceptionFor(deny: Statement, allow: Statement, facts: Facts, principals = principalsOf(allow)): Exception | undefined {
  for (const test of deny.condition?.tests ?? []) {
    const { operator, set } = facts.parseOperator(test.operator.text);
    if (!operator?.negated || set || !test.certain || test.list.open || test.list.values.some(({ known }) => !known)) continue;
    const forgotten = wantedBy(allow, test.key.text.toLowerCase(), principals, facts).filter((wanted) => !test.list.values.some(({ text }) => text === wanted));
    if (forgotten.length > 0 && (operator.wildcard || !forgotten.some((text) => /[*?]/.test(text)))) return { deny, test, forgotten };
  }
  return undefined;
}

/** `spares only a and b` */
export function sparesOnly({ test }: Exception): string {
  return `spares only ${listed(test.list.values.map(({ text }) => text), 2)}`;
}

/** Adds what is forgotten to the tests of all of them; nothing where the values of one are the host's to choose. */
export function exceptionFix(exceptions: readonly Exception[]): Fix[] {
  const edits: Edit[] = [];
  for (const { test, forgotten } of exceptions) {
    const more = addValues(test.list, forgotten);
    if (!more) return [];
    edits.push(...more);
  }
  const [first] = exceptions;
  if (!first) return [];
  const where = exceptions.length > 1 ? `these ${exceptions.length} Denies` : nameOf(first.deny);
  return [{ title: `Except ${listed(first.forgotten, 2)} from ${where}`, class: 'decision', edits: () => edits }];
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
