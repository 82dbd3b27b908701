/** The evaluator's answer with its reasons: what matched in each statement, what did not, and why. */
import type { ConditionTest, Policy, PolicyKind, Statement, Truth, Value, VariableLookup } from '../policy';
import { meetsTest } from './condition';
import { actionTruth, evaluate, matchesResource, ownsOf, type EvaluateOptions } from './evaluate';
import type { OwnResource } from './ownResource';
import { matchesPrincipal } from './principal';
import type { AccessAnswer, AccessRequest, Caller, StatementVerdict } from './request';

export interface Check {
  /** `Action`, `NotPrincipal`, `Condition aws:SourceArn`, … */
  readonly element: string;
  readonly matched: Truth['is'];
  /** What the statement wants and what the request has. */
  readonly because: string;
}

export interface StatementExplanation extends StatementVerdict {
  /** Every element that has a say, in the order in which they are looked at. */
  readonly checks: readonly Check[];
}

export interface Explanation extends AccessAnswer {
  readonly statements: readonly StatementExplanation[];
}

export function explain(policy: Policy, request: AccessRequest, options: EvaluateOptions): Explanation {
  const answer = evaluate(policy, request, options);
  const lookup = policy.version?.value?.text === '2012-10-17' || policy.form !== 'policy' ? (name: string) => (request.context.get(name.toLowerCase())?.length === 1 ? request.context.get(name.toLowerCase())![0] : undefined) : undefined;
  const owns = ownsOf(policy, request, options);
  return {
    ...answer,
    statements: answer.statements.map((verdict) => {
      const checks = checksOf(verdict.statement, request, options.kind, lookup, owns);
      const decisive = verdict.matched.is === 'yes' ? undefined : (checks.find(({ matched }) => matched === verdict.matched.is) ?? checks.find(({ matched }) => matched !== 'yes'));
      return { ...verdict, checks, because: decisive ? `${decisive.element}: ${decisive.because}` : verdict.because };
    }),
  };
}

function checksOf(statement: Statement, request: AccessRequest, kind: PolicyKind, lookup: VariableLookup | undefined, owns: readonly OwnResource[]): Check[] {
  const checks: Check[] = [];
  const actions = statement.action ?? statement.notAction;
  if (actions) {
    const { is } = actionTruth(statement, request.action);
    const list = texts(actions.values);
    checks.push({ element: statement.notAction ? 'NotAction' : 'Action', matched: is, because: statement.notAction ? `all but ${list}` : is === 'yes' ? `${request.action} is among ${list}` : `${request.action} is not among ${list}` });
  }
  const principals = statement.principal ?? statement.notPrincipal;
  if (principals) {
    const { is } = matchesPrincipal(statement, request.caller, kind);
    const who = nameOf(request.caller);
    checks.push({ element: statement.notPrincipal ? 'NotPrincipal' : 'Principal', matched: is, because: is === 'depends' ? `whether it names ${who} is still to be filled in` : statement.notPrincipal ? `${who} is ${is === 'yes' ? 'not ' : ''}excepted` : `${who} is ${is === 'yes' ? '' : 'not '}named` });
  }
  const resources = statement.resource ?? statement.notResource;
  if (resources) {
    const is = resourceTruth(statement, request, kind, lookup, owns);
    checks.push({ element: statement.notResource ? 'NotResource' : 'Resource', matched: is, because: `${texts(resources.values)}${request.resource === undefined ? '' : `, the request is for ${request.resource}`}` });
  }
  for (const test of statement.condition?.tests ?? []) checks.push(checkOf(test, request, lookup));
  return checks;
}

function resourceTruth(statement: Statement, request: AccessRequest, kind: PolicyKind, lookup: VariableLookup | undefined, owns: readonly OwnResource[]): Truth['is'] {
  const [first, ...others] = owns.map((own) => matchesResource(statement, request, kind, lookup, own).is);
  return others.every((is) => is === first) ? first! : 'depends';
}

function checkOf(test: ConditionTest, request: AccessRequest, lookup: ((name: string) => string | undefined) | undefined): Check {
  const { is } = meetsTest(test, request, lookup);
  const key = test.key.text.toLowerCase();
  const given = request.context.get(key);
  const has = !request.context.has(key) || given?.length === 0 ? 'the request does not carry the key' : given === undefined ? 'what the request carries is not known' : `the request carries ${given.map(short).join(', ')}`;
  return { element: `Condition ${test.key.text}`, matched: !test.certain && is === 'no' ? 'depends' : is, because: `${test.operator.text} ${texts(test.list.values)}, and ${has}` };
}

function nameOf(caller: Caller): string {
  return caller.kind === 'anonymous' ? 'an anonymous caller' : caller.kind === 'service' ? caller.name : caller.arn;
}

function texts(values: readonly Value[]): string {
  const shown = values.slice(0, 3).map(({ text }) => short(text)).join(', ');
  return values.length > 3 ? `${shown} and ${values.length - 3} more` : shown;
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 80)}…${text.slice(-30)}` : text;
}
