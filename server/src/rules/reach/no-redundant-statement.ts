import { areKnown, covers, coversActions, type EvaluateOptions } from '../../access';
import { contains } from '../../access/containment';
import { derive, numberOf, type Policy, type Statement } from '../../policy';
import { placeOfStatement, relatedStatement } from '../places';
import { ask, nameAtStart, optionsOf, QUIETER_CONDITION_FAULTS, withEffect } from '../reach';
import type { Finding, Part, Rule, RuleContext } from '../rule';

/** Mended, the one statement may say something else than the other. */
const OTHER_FAULTS = ['valid-principal', 'no-unsupported-principal', 'no-orphan-principal', 'known-service-principal', 'known-action', 'no-batch-action', 'no-foreign-action', 'no-unusable-action', 'kms-key-resource', 'sqs-queue-resource', 'no-element-conflict'];

export const rule: Rule = {
  meta: {
    id: 'no-redundant-statement',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'hint', strict: 'hint' },
    fix: 'safe',
    summary: 'A statement that another one of the same effect holds already.',
    accessAnalyzer: ['REDUNDANT_STATEMENT'],
    yieldsTo: [...QUIETER_CONDITION_FAULTS, ...OTHER_FAULTS, 'no-dead-allow', 'no-dead-deny', 'no-shadowed-allow'],
  },
  *check(policy, context) {
    const options = optionsOf(context);
    for (const effect of ['Allow', 'Deny'] as const) yield* among(withEffect(policy, effect).filter((statement) => statement.certain && !statement.open), policy, context, options);
  },
};

/** Of statements that have the same effect. */
function* among(whole: readonly Statement[], policy: Policy, context: RuleContext, options: EvaluateOptions): Iterable<Finding> {
  const array = policy.statementArray;
  const removed = new Set<Statement>();
  const told = new Set<Statement>();
  for (const statement of whole) {
    // What is left would be asked in vain.
    if (options.budget && options.budget.left <= 0) return;
    if (!array?.items.includes(statement.node)) continue;
    // One that goes is no reason for another to go.
    const holder = whole.find((other) => other !== statement && !removed.has(other) && coversActions(other, statement) && holds(policy, other, statement, context));
    const isCovered = (other: Statement): boolean => other !== statement && !told.has(other) && coversActions(other, statement) && namesAll(other, statement) && mayHold(other, statement) && covers(policy, other, statement, options) === 'yes';
    const wide = holder ?? whole.find(isCovered);
    const asked = wide && ask(policy, context, { require: [statement] }).is;
    if (!wide || asked === 'no' || (asked === 'depends' && !holder)) continue;
    told.add(statement);
    if (holder) removed.add(statement);
    yield {
      ...placeOfStatement(statement),
      statement,
      rests: [statement, wide].flatMap(partsOf),
      message: `${nameAtStart(wide)} says all of this already.`,
      related: [relatedStatement(wide, 'says the same and perhaps more')],
      // That no caller is known who would tell the two apart is no reason to take one away.
      fixes: holder ? [{ title: 'Remove the statement', class: 'safe', edits: () => [{ kind: 'remove', container: array, child: statement.node }] }] : [],
    };
  }
}

function partsOf({ principal, notPrincipal, action, notAction, resource, notResource, condition }: Statement): readonly Part[] {
  return [principal, notPrincipal, action, notAction, resource, notResource, condition].flatMap((element) => (element ? [element.member] : []));
}

/** Remembered, as most pairs of statements are as they were. */
function holds(policy: Policy, wide: Statement, narrow: Statement, { memory }: RuleContext): boolean {
  if (!memory || !areKnown(policy, [wide, narrow])) return contains(policy, wide, narrow);
  return memory.ofPair(numberOf(wide), numberOf(narrow), () => contains(policy, wide, narrow));
}

/**
 * Whether the one names every principal of the other as it is named there. An account's name leaves the decision to its IAM policies, a
 * role's does not: neither makes the other superfluous.
 */
function namesAll(wide: Statement, narrow: Statement): boolean {
  if (wide.notPrincipal || narrow.notPrincipal) return false;
  const given = namesOf(wide);
  if (given.includes('*')) return true;
  for (const name of namesOf(narrow)) if (!given.includes(name)) return false;
  return true;
}

const namesOf = derive(({ principal }: Statement): readonly string[] => {
  const names: string[] = [];
  for (const { text } of principal?.bare?.values ?? []) names.push(text);
  for (const { list } of principal?.entries ?? []) for (const { text } of list.values) names.push(text);
  return names;
});

/** The tests of a statement with their values, as far as these are plain texts. */
const plainTests = derive(({ condition }: Statement): readonly PlainTest[] =>
  (condition?.tests ?? []).map(({ operator, key, list }) => ({ operator: operator.text, key: key.text, values: list.open || list.values.some(({ text }) => /[*?$<]/.test(text)) ? undefined : list.values.map(({ text }) => text) })),
);

interface PlainTest {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[] | undefined;
}

/** A cheap look before the question is asked: a plain value that the one wants and the other does not keeps them apart. */
function mayHold(wide: Statement, narrow: Statement): boolean {
  const tests = plainTests(narrow);
  for (const { operator, key, values: wanted } of plainTests(wide)) {
    const given = wanted && tests.find((test) => test.key === key && test.operator === operator)?.values;
    if (given && !(operator.includes('Not') ? holdsAll(given, wanted) : holdsAll(wanted, given))) return false;
  }
  return true;
}

function holdsAll(texts: readonly string[], wanted: readonly string[]): boolean {
  for (const text of wanted) if (!texts.includes(text)) return false;
  return true;
}
