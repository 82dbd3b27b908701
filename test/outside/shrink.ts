/** A wrong answer made small: whatever can go while the engine still says no and the request still shows yes goes. */
import { compile, coverage, evidenceOf, type PolicyJson, type Request, type StatementJson, type World } from '../requests';
import { claimsOf, type Claim, type Subject } from './claims';
import { isWorldOf, tell } from './run';

export function shrink(subject: Subject, claim: Claim, request: Request, world: World): { readonly subject: Subject; readonly why: string } {
  let now = claim.name === 'newAccess' ? subject : { ...subject, before: undefined };
  let at = claim.at;
  const stands = (candidate: Subject, where: readonly number[]): boolean => {
    if (!isWorldOf(world, evidenceOf(candidate.before ? [candidate.policy, candidate.before] : [candidate.policy], candidate.kind, candidate.owner))) return false;
    try {
      const again = claimsOf(candidate, { name: claim.name, at: where })[0];
      return again?.says === 'no' && again.shows(coverage(compile(candidate.policy), request, world), request, world);
    } catch {
      return false;
    }
  };
  for (let progress = true, rounds = 0; progress && rounds < 200; rounds++) {
    progress = false;
    const { Statement } = now.policy;
    for (let i = 0; i < Statement.length && !progress; i++) {
      const without = Statement.filter((_, j) => j !== i);
      if (!at.includes(i) && try_({ ...now, policy: { ...now.policy, Statement: without } }, at.map((j) => (j > i ? j - 1 : j)))) progress = true;
      for (const smaller of smallerStatements(Statement[i]!)) {
        if (progress) break;
        if (try_({ ...now, policy: { ...now.policy, Statement: Statement.map((one, j) => (j === i ? smaller : one)) } }, at)) progress = true;
      }
    }
    if (!progress && now.before) for (const smaller of smallerPolicies(now.before)) if (!progress && try_({ ...now, before: smaller }, at)) progress = true;
  }
  return { subject: now, why: `${claim.name} of ${at.join()}: ${tell(request, world)}` };

  function try_(candidate: Subject, where: readonly number[]): boolean {
    if (!stands(candidate, where)) return false;
    now = candidate;
    at = where;
    return true;
  }
}

function* smallerPolicies(policy: PolicyJson): Generator<PolicyJson> {
  for (let i = 0; i < policy.Statement.length; i++) {
    yield { ...policy, Statement: policy.Statement.filter((_, j) => j !== i) };
    for (const smaller of smallerStatements(policy.Statement[i]!)) yield { ...policy, Statement: policy.Statement.map((one, j) => (j === i ? smaller : one)) };
  }
}

function* smallerStatements(statement: StatementJson): Generator<StatementJson> {
  const { Condition, ...rest } = statement;
  if (Condition) {
    yield rest;
    for (const [operator, keys] of Object.entries(Condition)) {
      const { [operator]: _, ...others } = Condition;
      if (Object.keys(others).length > 0) yield { ...rest, Condition: others };
      for (const [key, values] of Object.entries(keys)) {
        const { [key]: __, ...left } = keys;
        if (Object.keys(left).length > 0) yield { ...rest, Condition: { ...Condition, [operator]: left } };
        for (const fewer of shorter(values)) yield { ...rest, Condition: { ...Condition, [operator]: { ...keys, [key]: fewer } } };
      }
    }
  }
  for (const element of ['Action', 'NotAction', 'Resource', 'NotResource'] as const) {
    const value = statement[element];
    if (value !== undefined) for (const fewer of shorter(value)) yield { ...statement, [element]: fewer };
  }
  if (statement.Resource !== undefined && statement.Resource !== '*') yield { ...statement, Resource: '*' };
  for (const element of ['Principal', 'NotPrincipal'] as const) {
    const value = statement[element];
    if (value === undefined || value === '*') continue;
    for (const [type, names] of Object.entries(value)) {
      const { [type]: _, ...others } = value;
      if (Object.keys(others).length > 0) yield { ...statement, [element]: others };
      for (const fewer of shorter(names)) yield { ...statement, [element]: { ...value, [type]: fewer } };
    }
  }
}

function shorter(value: string | readonly string[]): (string | readonly string[])[] {
  if (typeof value === 'string' || value.length < 2) return [];
  return value.map((_, i) => value.filter((__, j) => j !== i)).map((list) => (list.length === 1 ? list[0]! : list));
}
