/** Whether a stranger gets in by an Allow whose principal is `*`. */
import { contextOf, dateOf, evaluate, type AccessRequest, type Caller } from '../access';
import type { Policy, Statement, Value } from '../policy';
import type { RuleContext } from './rule';

/** An account that is nobody's here: AWS numbers are twelve digits, and this one is in no policy that names it. */
const STRANGER = '999988887777';

/** In milliseconds. */
const DAY = 86_400_000;

/** The `*` among the principals. */
export function everybodyIn(statement: Statement): Value | undefined {
  const principal = statement.principal;
  const values = [...(principal?.bare?.values ?? []), ...(principal?.entries ?? []).flatMap((e) => (e.type === 'AWS' ? e.list.values : []))];
  return values.find((v) => v.text === '*' && v.certain);
}

/** A request of a stranger that this statement lets through and no Deny stops. */
export function strangersRequest(policy: Policy, statement: Statement, context: RuleContext): { request: AccessRequest } | { holes: [] } | undefined {
  let unsure = false;
  for (const request of candidates(statement, context)) {
    const answer = evaluate(policy, request, { kind: context.kind, owner: context.owner.account });
    if (answer.decision === 'allowed' && answer.statements.some((s) => s.statement === statement && s.matched.is === 'yes')) return { request };
    if (answer.decision === 'depends') unsure = true;
  }
  return unsure ? { holes: [] } : undefined;
}

/** A date or number that all tests of a key take. */
function between(statement: Statement, key: string, { facts }: RuleContext): [string] | undefined {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let isDate = false;
  for (const test of statement.condition?.tests ?? []) {
    const { operator } = facts.parseOperator(test.operator.text);
    if (test.key.text.toLowerCase() !== key || !operator) continue;
    isDate ||= operator.family === 'date';
    for (const { text } of test.list.values) {
      const bound = operator.family === 'date' ? dateOf(text) : Number(text);
      if (bound === undefined || Number.isNaN(bound)) return undefined;
      if (operator.comparison === 'equals') return operator.negated ? undefined : [text];
      if (operator.comparison.startsWith('greater')) low = Math.max(low, bound);
      else high = Math.min(high, bound);
    }
  }
  const some = low === Number.NEGATIVE_INFINITY ? high - DAY : high === Number.POSITIVE_INFINITY ? low + DAY : Math.floor((low + high) / 2);
  return Number.isFinite(some) ? [isDate ? new Date(some).toISOString() : String(some)] : undefined;
}

function* candidates(statement: Statement, context: RuleContext): Iterable<AccessRequest> {
  const service = context.kind === 'key' ? 'kms' : 'sqs';
  const named = statement.action ? statement.action.values.flatMap((v) => context.facts.expandAction(v.text)) : context.facts.actions(service);
  const actions = named.filter((a) => a.service === service && a.crossAccount && a.inResourcePolicy === 'effective');
  const stranger: Caller = { kind: 'principal', arn: `arn:aws:iam::${STRANGER}:role/stranger`, account: STRANGER };
  const callers: Caller[] = service === 'sqs' ? [{ kind: 'anonymous' }, stranger] : [stranger];
  const extra: Record<string, readonly string[]> = {};
  for (const test of statement.condition?.tests ?? []) {
    const { operator } = context.facts.parseOperator(test.operator.text);
    if (!operator || operator.negated || operator.family === 'null') continue;
    const key = test.key.text.toLowerCase();
    const value = test.list.values[0]?.text;
    // What a stranger's request can be made to carry; who the stranger is, it cannot choose.
    if (value === undefined || key.startsWith('aws:principal')) continue;
    if (operator.family === 'date' || operator.family === 'number') extra[key] = between(statement, key, context) ?? [value];
    else extra[key] = [operator.wildcard ? value.replace(/\*/g, 'x').replace(/\?/g, 'x') : operator.family === 'ip' ? value.split('/')[0]! : value];
  }
  for (const action of actions.slice(0, 8)) for (const caller of callers) yield { action: action.name, caller, context: contextOf(caller, extra) };
}
