/**
 * Does a request meet a statement's conditions? Keys and operators are AND, values OR (under a negated operator: none of them).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html (2026-11)
 */
import { facts, type OperatorFact } from '../aws';
import { all, any, anyValue, depends, hasVariable, NO, not, truth, YES, type ConditionElement, type ConditionTest, type Hole, type Truth, type Value, type VariableLookup } from '../policy';
import { compare } from './conditionValues';
import type { Candidate } from './callers';
import { isSessionOf } from './principal';
import { isUnsettled, settle } from './unsettled';
import type { AccessRequest } from './request';

export interface ConditionVerdict {
  readonly truth: Truth;
  /** The first test that is not met. */
  readonly failed?: ConditionTest;
}

export function meetsConditions(condition: ConditionElement | undefined, request: AccessRequest, variables: VariableLookup | undefined): ConditionVerdict {
  if (!condition) return MET;
  let on: Hole[] | undefined;
  for (const test of condition.tests) {
    const met = meetsTest(test, request, variables);
    if (met.is === 'no' && test.certain) return { truth: NO, failed: test };
    if (met.is === 'depends' && test.certain) (on ??= []).push(...met.on);
    else if (met.is !== 'yes') (on ??= []).push({ label: 'Condition', node: test.key.node });
  }
  if (condition.open) (on ??= []).push(...(condition.holes.length > 0 ? condition.holes : [{ label: 'Condition', node: condition.member.key }]));
  return on ? { truth: depends(on) } : MET;
}

const MET: ConditionVerdict = { truth: YES };

export function meetsTest(test: ConditionTest, request: AccessRequest, variables: VariableLookup | undefined): Truth {
  const { operator, set, ifExists, problem } = facts.parseOperator(test.operator.text);
  // AWS refuses the policy: what it would do is not known.
  if (!operator || problem) return unsure(test, test.operator.text);
  const key = test.key.text.toLowerCase();
  const given = request.context.get(key);
  const open = openCaller(request);
  if (open && isUnsettled(key, open) && (!request.context.has(key) || (key === 'aws:principalservicenameslist' && given?.length === 1))) return settle(test, key, open);
  if (given === undefined && request.context.has(key)) return unsure(test, test.key.text);
  const absent = given === undefined || given.length === 0;
  if (operator.family === 'null') {
    if (absent && set) return truth(set === 'ForAllValues');
    return anyOf(test, (value) => compare({ ...operator, family: 'bool' }, value, absent ? 'true' : 'false', undefined));
  }
  if (absent) {
    if (set === 'ForAllValues') return YES;
    if (set === 'ForAnyValue') return truth(ifExists);
    return truth(ifExists || operator.negated);
  }
  if (!set && given.length === 1) {
    const met = meetsValue(test, operator, given[0]!, variables);
    const others = key === 'aws:principalarn' ? otherRoles(test, request) : [];
    return others.length === 0 ? met : agree([met, ...others.map((role) => meetsValue(test, operator, role, variables))], unsure(test, 'the path of the role'));
  }
  const truths = given.map((text) => meetsValue(test, operator, text, variables));
  if (set === 'ForAllValues') return all(truths);
  if (set === 'ForAnyValue') return any(truths);
  // A single-valued test on several values is not defined by AWS.
  return agree(truths, unsure(test, test.key.text));
}

/** The role of a session that is known by its session's ARN alone may have a path: roles of that name that the test speaks of. */
function otherRoles({ list }: ConditionTest, { caller }: AccessRequest): readonly string[] {
  if (caller.kind !== 'principal' || caller.roleArn !== undefined || !caller.arn.includes(':assumed-role/')) return [];
  return list.values.flatMap(({ text }) => (isSessionOf(caller.arn, text) ? [text] : []));
}

/** Of whose requests AWS leaves open what some keys hold. */
function openCaller({ caller, context }: AccessRequest): Candidate | undefined {
  if (caller.kind === 'service') return { kind: 'service', service: caller.name, forwarded: false };
  return caller.kind === 'principal' && context.get('aws:viaawsservice')?.[0] === 'true' ? { kind: 'role', forwarded: true } : undefined;
}

function unsure(test: ConditionTest, label: string): Truth {
  return depends([{ label, node: test.operatorMember.key } satisfies Hole]);
}

function meetsValue(test: ConditionTest, operator: OperatorFact, text: string, variables: VariableLookup | undefined): Truth {
  const matched = anyOf(test, (value) => compare(operator, value, text, variables));
  // AWS does not say that a negated test holds where a variable has no value.
  if (operator.negated && matched.is === 'no' && variables && test.list.values.some((value) => lacksValue(value, variables))) return unsure(test, test.key.text);
  return operator.negated ? not(matched) : matched;
}

function lacksValue(value: Value, variables: VariableLookup): boolean {
  return hasVariable(value) && value.pieces.some((piece) => piece.kind === 'variable' && !/^[*?$]$/.test(piece.name) && variables(piece.name) === undefined && !/,\s*'/.test(piece.text));
}

function anyOf(test: ConditionTest, compareOne: (value: ConditionTest['list']['values'][number]) => Truth): Truth {
  return anyValue(test.list, { label: test.key.text, node: test.key.node }, compareOne);
}

function agree(truths: readonly Truth[], otherwise: Truth): Truth {
  return truths.every((t) => t.is === 'yes') ? YES : truths.every((t) => t.is === 'no') ? NO : otherwise;
}
