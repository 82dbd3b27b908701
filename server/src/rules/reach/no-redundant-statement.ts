import { covers, coversActions } from '../../access';
import { derive, type ConditionTest, type Statement } from '../../policy';
import { placeOfStatement } from '../places';
import { ask, DEAD_FOR_ANOTHER_REASON, nameOf, optionsOf } from '../reach';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-redundant-statement',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'hint', strict: 'hint' },
    fix: 'safe',
    summary: 'A statement that another one of the same effect holds already.',
    accessAnalyzer: ['REDUNDANT_STATEMENT'],
    yieldsTo: [...DEAD_FOR_ANOTHER_REASON, 'no-dead-allow', 'no-dead-deny', 'no-shadowed-allow'],
  },
  *check(policy, context) {
    const whole = policy.statements.filter((s) => s.certain && !s.open && s.effect?.value);
    const dropped = new Set<Statement>();
    for (const statement of whole) {
      const effect = statement.effect!.value!.text;
      const holds = (other: Statement): boolean => coversActions(other, statement) && other !== statement && other.effect!.value!.text === effect && !dropped.has(other) && namesAll(other, statement) && mayHold(other, statement);
      const wide = whole.find((other) => holds(other) && covers(policy, other, statement, optionsOf(context)) === 'yes' && ask(policy, context, { require: [statement] }).is === 'yes');
      const array = policy.statementArray;
      if (!wide || !array?.items.includes(statement.node)) continue;
      dropped.add(statement);
      yield {
        ...placeOfStatement(statement),
        statement,
        message: `${nameOf(wide)[0]!.toUpperCase()}${nameOf(wide).slice(1)} says all of this already.`,
        related: [{ ...placeOfStatement(wide), message: 'says the same and perhaps more' }],
        fixes: [{ title: 'Remove the statement', class: 'safe', edits: () => [{ kind: 'remove', container: array, child: statement.node }] }],
      };
    }
  },
};

/**
 * Whether the one names every principal of the other as it is named there. An account's name leaves the decision to its IAM policies, a
 * role's does not: neither makes the other superfluous.
 */
function namesAll(wide: Statement, narrow: Statement): boolean {
  if (wide.notPrincipal || narrow.notPrincipal) return false;
  const given = namesOf(wide);
  return given.includes('*') || namesOf(narrow).every((name) => given.includes(name));
}

const namesOf = derive(({ principal }: Statement): readonly string[] => [...(principal?.bare?.values ?? []), ...(principal?.entries ?? []).flatMap((entry) => entry.list.values)].map((value) => value.text));

/** A cheap look before the question is asked: a plain value that the one wants and the other does not keeps them apart. */
function mayHold(wide: Statement, narrow: Statement): boolean {
  const plain = ({ list }: ConditionTest): readonly string[] | undefined => (list.open || list.values.some((value) => /[*?$<]/.test(value.text)) ? undefined : list.values.map((value) => value.text));
  return (wide.condition?.tests ?? []).every((test) => {
    const same = narrow.condition?.tests.find((other) => other.operator.text === test.operator.text && other.key.text === test.key.text);
    const wanted = plain(test);
    const given = same && plain(same);
    if (!wanted || !given) return true;
    return /Not/.test(test.operator.text) ? wanted.every((text) => given.includes(text)) : given.every((text) => wanted.includes(text));
  });
}
