/**
 * One concrete request against one policy, three-valued, with what each statement said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (2026-11)
 */
import { all, any, anyValue, depends, matches, NO, not, OWN_ACCOUNT, YES, type ElementList, type Hole, type Memory, type Policy, type PolicyKind, type Statement, type Truth, type VariableLookup } from '../policy';
import { meetsConditions } from './condition';
import { matchesOwn, UNTOLD, type OwnResource } from './ownResource';
import { matchesPrincipal, throughAccount } from './principal';
import type { AccessAnswer, AccessRequest, Decision, StatementVerdict } from './request';
import { whichResource, worldsOf, type World, type WorldOptions } from './worlds';

export interface EvaluateOptions extends WorldOptions {
  /** The account that owns the queue or key. */
  readonly owner?: string | undefined;
  /** Steps that several questions about a policy may take together; one request takes none. */
  readonly budget?: { left: number } | undefined;
  /** Absent: each in which the policy may be. */
  readonly world?: World | undefined;
  /** What else is known of where the policy stands; what is remembered of the answers to questions before. One request needs neither. */
  readonly context?: string | undefined;
  readonly memory?: Memory | undefined;
}

export function evaluate(policy: Policy, request: AccessRequest, options: EvaluateOptions): AccessAnswer {
  // Variables are literal text before 2012-10-17.
  const variables: VariableLookup | undefined =
    policy.version?.value?.text === '2012-10-17' || policy.form !== 'policy'
      ? (name) => {
          const values = request.context.get(name.toLowerCase());
          return values?.length === 1 ? values[0] : undefined;
        }
      : undefined;
  const answers = situationsOf(policy, request, options).map(({ own, owner }) => {
    const inIt = { ...options, owner };
    const statements = policy.statements.map((statement) => verdict(statement, request, options.kind, variables, own));
    const open = policy.open ? [depends(policy.holes)] : [];
    const of = (effect: 'Allow' | 'Deny'): Truth => any([...statements.map((v) => hasEffect(v, effect)), ...open]);
    const denied = of('Deny');
    const allowed = any([...statements.filter((v) => !delegates(v.statement, request, inIt)).map((v) => hasEffect(v, 'Allow')), ...open]);
    return { decision: decide(denied, allowed), identityPolicy: identityPolicy(statements, denied, allowed, request, inIt), statements };
  });
  return answers.length === 1 ? answers[0]! : together(answers, policy, options.kind);
}

interface Situation {
  readonly own: OwnResource;
  readonly owner: string | undefined;
}

const ANOTHER = '';

/** Each queue or key that it may be; where the owner is not known, the caller's account is the owner's, or is not. */
function situationsOf(policy: Policy, request: AccessRequest, options: EvaluateOptions): readonly Situation[] {
  const { caller } = request;
  return ownsOf(policy, request, options).flatMap((own): Situation[] => {
    const owner = options.owner ?? accountOf(own);
    const isKnown = owner !== undefined && !(owner === OWN_ACCOUNT && caller.kind === 'principal' && caller.account !== OWN_ACCOUNT);
    return isKnown || caller.kind !== 'principal' ? [{ own, owner }] : [{ own, owner: caller.account }, { own, owner: ANOTHER }];
  });
}

function accountOf({ arn, known }: OwnResource): string | undefined {
  return known ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1] : undefined;
}

/** The queues or keys of which the answer is to hold. */
export function ownsOf(policy: Policy, request: AccessRequest, { world, ...options }: EvaluateOptions): readonly OwnResource[] {
  if (request.resource !== undefined) return [{ arn: request.resource, known: true }];
  if (world) return [world.own];
  const worlds = worldsOf(policy, options);
  return worlds === 'too many' ? [UNTOLD] : [...new Map(worlds.map(({ own }) => [own.arn, own])).values()];
}

/** What holds for each queue or key that the policy may belong to. */
function together(answers: readonly AccessAnswer[], policy: Policy, kind: PolicyKind): AccessAnswer {
  const [first] = answers;
  const which = depends([whichResource(policy, kind)]);
  const statements = first!.statements.map((one, at): StatementVerdict => (answers.every(({ statements: all }) => all[at]!.matched.is === one.matched.is) ? one : { ...one, matched: which, because: 'Resource' }));
  const decision = answers.every((answer) => answer.decision === first!.decision) ? first!.decision : 'depends';
  const identity = answers.map((answer) => answer.identityPolicy);
  return { decision, identityPolicy: identity.find((one) => one !== 'irrelevant') ?? 'irrelevant', statements };
}

function decide(denied: Truth, allowed: Truth): Decision {
  if (denied.is === 'yes') return 'explicit-deny';
  if (denied.is === 'no') return allowed.is === 'yes' ? 'allowed' : allowed.is === 'no' ? 'implicit-deny' : 'depends';
  return 'depends';
}

function hasEffect({ statement, matched }: StatementVerdict, effect: 'Allow' | 'Deny'): Truth {
  const written = statement.effect?.value?.text;
  if (written === effect) return matched;
  if (written === undefined && (statement.effect || statement.open) && matched.is !== 'no') return depends([{ label: 'Effect', node: statement.node }]);
  return NO;
}

/**
 * An Allow to the own account as a whole hands the decision to its IAM policies: by itself it lets nobody in but the root user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts (2026-11)
 */
export function delegates(statement: Statement, request: AccessRequest, options: EvaluateOptions): boolean {
  const { caller } = request;
  if (caller.kind !== 'principal' || statement.effect?.value?.text !== 'Allow') return false;
  return caller.account === options.owner && throughAccount(statement, caller);
}

function identityPolicy(statements: readonly StatementVerdict[], denied: Truth, allowed: Truth, request: AccessRequest, options: EvaluateOptions): AccessAnswer['identityPolicy'] {
  if (denied.is === 'yes' || request.caller.kind !== 'principal') return 'irrelevant';
  const own = request.caller.account === options.owner;
  if (!own) return allowed.is === 'no' ? 'irrelevant' : 'alsoNeeded';
  if (allowed.is === 'yes') return 'irrelevant';
  if (options.kind !== 'key') return 'couldAllow';
  return statements.some((v) => delegates(v.statement, request, options) && v.matched.is !== 'no') ? 'couldAllow' : 'irrelevant';
}

/** Whether Action or NotAction covers an action, by its full name. */
export function actionTruth(statement: Statement, action: string): Truth {
  return matchesList(statement, statement.action, statement.notAction, (value) => matches(value, action, 'wildcard-ignoring-case'));
}

/** What is asked of a statement apart from its conditions. */
export interface ElementsVerdict {
  readonly truth: Truth;
  /** The element that decides, or that leaves it open. */
  readonly because?: string;
}

/** Whether a statement's Action, Principal and Resource cover a request, its conditions aside. */
export function matchesElements(statement: Statement, request: Pick<AccessRequest, 'action' | 'caller' | 'resource'>, kind: PolicyKind, variables: VariableLookup | undefined, own: OwnResource): ElementsVerdict {
  let unsure: string | undefined;
  let on: Hole[] | undefined;
  // The action excludes most statements.
  for (const element of ['Action', 'Principal', 'Resource'] as const) {
    const is = element === 'Action' ? actionTruth(statement, request.action) : element === 'Principal' ? matchesPrincipal(statement, request.caller, kind) : matchesResource(statement, request, kind, variables, own);
    if (is.is === 'yes') continue;
    const name = statement[`not${element}`] ? `Not${element}` : element;
    if (is.is === 'no') return { truth: NO, because: name };
    unsure ??= name;
    (on ??= []).push(...is.on);
  }
  return on ? { truth: depends(on), because: unsure! } : COVERED;
}

const COVERED: ElementsVerdict = { truth: YES };

/** Whether a statement covers a request, its Effect aside. */
export function verdict(statement: Statement, request: AccessRequest, kind: PolicyKind, variables: VariableLookup | undefined, own: OwnResource): StatementVerdict {
  const elements = matchesElements(statement, request, kind, variables, own);
  if (elements.truth.is === 'no') return { statement, matched: NO, because: elements.because! };
  let unsure = elements.because;
  const truths: Truth[] = [elements.truth];
  const conditions = meetsConditions(statement.condition, request, variables);
  if (conditions.truth.is === 'no') return { statement, matched: NO, because: `Condition ${conditions.failed!.key.text}` };
  if (conditions.truth.is === 'depends') unsure ??= 'Condition';
  truths.push(conditions.truth);
  if (statement.open && !statement.condition) truths.push(depends([{ label: 'Condition', node: statement.node }]));
  if (!statement.certain) truths.push(depends([{ label: 'the statement', node: statement.node }]));
  const matched = all(truths);
  return { statement, matched, because: matched.is === 'yes' ? 'every element matches' : (unsure ?? 'the statement') };
}

function matchesList(statement: Statement, list: ElementList | undefined, notList: ElementList | undefined, match: (value: ElementList['values'][number]) => Truth): Truth {
  const one = (of: ElementList): Truth => anyValue(of, { label: of.member.key.value, node: of.member.key }, match);
  if (list) return one(list);
  if (notList) return not(one(notList));
  return statement.open ? depends([{ label: 'an element', node: statement.node }]) : NO;
}

/** Without a resource in the request the queue or key itself is meant. */
export function matchesResource(statement: Statement, { resource }: Pick<AccessRequest, 'resource'>, kind: PolicyKind, variables: VariableLookup | undefined, own: OwnResource): Truth {
  if (resource === undefined) return matchesOwn(statement, own, kind);
  // KMS accepts a statement without Resource, and it does nothing.
  return matchesList(statement, statement.resource, statement.notResource, (value) => (value.text === '*' ? YES : matches(value, resource, 'arn', variables)));
}
