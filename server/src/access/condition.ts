/**
 * Does a request meet a statement's conditions? Keys and operators are AND, values OR (under a negated operator: none of them).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html (2026-11)
 */
import { facts, type OperatorFact } from '../aws';
import { all, any, depends, NO, not, truth, YES, type ConditionElement, type ConditionTest, type Hole, type Truth, type VariableLookup } from '../policy';
import { compare } from './conditionValues';
import type { AccessRequest } from './request';

export interface ConditionVerdict {
  readonly truth: Truth;
  /** The first test that is not met. */
  readonly failed?: ConditionTest;
}

export function meetsConditions(condition: ConditionElement | undefined, request: AccessRequest, variables: VariableLookup | undefined): ConditionVerdict {
  if (!condition) return { truth: YES };
  const truths: Truth[] = [];
  for (const test of condition.tests) {
    const met = meetsTest(test, request, variables);
    if (met.is === 'no' && test.certain) return { truth: NO, failed: test };
    truths.push(test.certain || met.is === 'yes' ? met : depends([{ label: 'Condition', node: test.key.node }]));
  }
  if (condition.open) truths.push(depends(condition.holes.length > 0 ? condition.holes : [{ label: 'Condition', node: condition.member.key }]));
  return { truth: all(truths) };
}

export function meetsTest(test: ConditionTest, request: AccessRequest, variables: VariableLookup | undefined): Truth {
  const { operator, set, ifExists, problem } = facts.parseOperator(test.operator.text);
  const unsure = (label: string): Truth => depends([{ label, node: test.operatorMember.key } satisfies Hole]);
  // AWS refuses the policy: what it would do is not known.
  if (!operator || problem) return unsure(test.operator.text);
  const key = test.key.text.toLowerCase();
  const present = request.context.has(key);
  const given = request.context.get(key);
  if (present && given === undefined) return unsure(test.key.text);
  const absent = !present || given!.length === 0;
  if (operator.family === 'null') {
    if (absent && set) return truth(set === 'ForAllValues');
    return anyOf(test, (value) => compare({ ...operator, family: 'bool' }, value, absent ? 'true' : 'false', undefined));
  }
  if (absent) {
    if (set === 'ForAllValues') return YES;
    if (set === 'ForAnyValue') return truth(ifExists);
    return truth(ifExists || operator.negated);
  }
  const one = (text: string): Truth => meetsValue(test, operator, text, variables);
  if (set === 'ForAllValues') return all(given!.map(one));
  if (set === 'ForAnyValue') return any(given!.map(one));
  // A single-valued test on several values is not defined by AWS.
  return given!.length > 1 ? agree(given!.map(one), unsure(test.key.text)) : one(given![0]!);
}

function meetsValue(test: ConditionTest, operator: OperatorFact, text: string, variables: VariableLookup | undefined): Truth {
  const matched = anyOf(test, (value) => compare(operator, value, text, variables));
  return operator.negated ? not(matched) : matched;
}

function anyOf(test: ConditionTest, compareOne: (value: ConditionTest['list']['values'][number]) => Truth): Truth {
  const truths = test.list.values.map((value) => {
    const is = compareOne(value);
    return value.certain || is.is !== 'yes' ? is : depends([{ label: value.text, node: value.node }]);
  });
  if (test.list.open) truths.push(depends(test.list.holes.length > 0 ? test.list.holes : [{ label: test.key.text, node: test.key.node }]));
  return any(truths);
}

function agree(truths: readonly Truth[], otherwise: Truth): Truth {
  return truths.every((t) => t.is === 'yes') ? YES : truths.every((t) => t.is === 'no') ? NO : otherwise;
}
