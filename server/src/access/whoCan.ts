/** Who gets in by a policy, for which actions, with a request for each that shows it. */
import { facts, type ActionFact } from '../aws';
import { like, type Policy, type Statement } from '../policy';
import { candidatesOf, canUse, STRANGER, type Candidate } from './callers';
import type { EvaluateOptions } from './evaluate';
import { publicStatement, publicVerdict } from './publicVerdict';
import { externalAccess, withEffect, type Zone } from './questions';
import type { AccessRequest } from './request';
import { satisfiable } from './satisfiable';
import { actionGroups } from './statementParts';

export interface CallerName {
  readonly kind: 'anonymous' | 'external-account' | 'organization' | 'service' | 'own-account';
  /** An ARN or a pattern of one, an account id, an organization id, a service principal, or `*`. */
  readonly principal: string;
}

export interface Access {
  readonly caller: CallerName;
  readonly actions: readonly string[];
  /** The Allows that let the caller in. */
  readonly statements: readonly Statement[];
  /** Anybody is let in so. */
  readonly public: boolean;
  /** Not the owner's account, nor in the zone of trust. AWS services are neither. */
  readonly outside: boolean;
  readonly witness: AccessRequest;
}

export interface AccessReport {
  readonly public: 'yes' | 'no' | 'depends';
  /** Whether anybody outside the zone of trust gets in. */
  readonly external: 'yes' | 'no' | 'depends';
  readonly findings: readonly Access[];
  /** Whether more may get in, by what is still to be filled in. */
  readonly depends: boolean;
}

export interface WhoCanOptions extends EvaluateOptions {
  readonly zone: Zone;
}

export function whoCan(policy: Policy, options: WhoCanOptions): AccessReport {
  const found = new Map<string, Access & { readonly actions: string[]; readonly statements: Statement[] }>();
  const candidates = candidatesOf(policy.statements, options);
  const denies = withEffect(policy, 'Deny');
  let depends = policy.open || policy.statements.some(({ effect }) => effect !== undefined && effect.value === undefined);
  for (const allow of withEffect(policy, 'Allow')) {
    const groups = actionGroups([allow, ...denies], options.kind);
    depends ||= satisfiable({ policy, require: [allow], forbid: denies }, options).is === 'depends';
    // What anybody, or any account of the organization, may do is not told again of each caller that is not named.
    const everybodys = new Set<ActionFact>();
    for (const candidate of inOrder(candidates)) {
      const name = nameIn(allow, candidate);
      if (name === undefined) continue;
      if (groups.length > 1 && satisfiable({ policy, require: [allow], forbid: denies, candidates, callers: (one) => one === candidate }, options).is === 'no') continue;
      for (const group of groups) {
        const actions = group.filter((action) => canUse(candidate, action, options.owner));
        if (actions.length === 0) continue;
        if (name === '*' && actions.every((action) => everybodys.has(action))) continue;
        const answer = satisfiable({ policy, require: [allow], forbid: denies, actions: [actions[0]!], candidates, callers: (one) => one === candidate }, options);
        depends ||= answer.is === 'depends';
        if (answer.is !== 'yes') continue;
        const caller = callerOf(name, candidate, allow, answer.witness, options);
        if (!caller) continue;
        if (caller.kind !== 'service' && (caller.principal === '*' || caller.kind === 'organization')) for (const action of actions) everybodys.add(action);
        const key = `${caller.kind} ${caller.principal}`;
        let access = found.get(key);
        if (!access) {
          access = { caller, actions: [], statements: [], public: caller.principal === '*' && caller.kind !== 'service' && publicStatement(policy, allow, options).is === 'public', outside: isOutside(caller, candidate, options), witness: answer.witness };
          found.set(key, access);
        }
        for (const action of actions) if (!access.actions.includes(action.name)) access.actions.push(action.name);
        if (!access.statements.includes(allow)) access.statements.push(allow);
      }
    }
  }
  return { public: publicVerdict(policy, options).is, external: externalVerdict(policy, options), findings: [...found.values()], depends };
}

function externalVerdict(policy: Policy, options: WhoCanOptions): AccessReport['external'] {
  let depends = policy.open;
  for (const allow of withEffect(policy, 'Allow')) {
    const { is } = externalAccess(policy, allow, options.zone, options);
    if (is === 'yes') return 'yes';
    depends ||= is === 'depends' || (options.owner === undefined && namesUntrustedAccount(allow, options.zone));
  }
  return depends ? 'depends' : 'no';
}

/** Whose account a principal is cannot be said while the owner's is not known. */
function namesUntrustedAccount({ principal }: Statement, zone: Zone): boolean {
  return (principal?.entries ?? []).some((entry) => entry.type === 'AWS' && entry.list.values.some(({ text }) => !zone.accounts.includes(/\d{12}/.exec(text)?.[0] ?? '')));
}

/** Whoever stands for everybody first. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const rank = ({ caller, freeName, kind }: Candidate): number => (caller.kind === 'anonymous' ? 0 : caller.kind === 'principal' && caller.account === STRANGER && freeName !== undefined && kind !== 'onBehalf' ? 1 : kind === 'onBehalf' ? 3 : 2);
  return [...candidates].sort((a, b) => rank(a) - rank(b));
}

/** The principal by which an Allow names a caller: as it is written, an account by its id, or `*`; undefined where it does not. */
function nameIn({ principal }: Statement, { caller }: Candidate): string | undefined {
  let everybody = principal?.bare?.values.some((value) => value.text === '*') === true;
  let account: string | undefined;
  for (const entry of principal?.entries ?? [])
    for (const { text } of entry.list.values) {
      if (entry.type === 'Service' && caller.kind === 'service' && text === caller.name) return text;
      if (entry.type !== 'AWS') continue;
      if (text === '*') everybody = true;
      else if (caller.kind === 'principal') {
        if (text === caller.arn && !text.endsWith(':root')) return text;
        if (/^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] === caller.account) account = caller.account;
      }
    }
  return account ?? (everybody ? '*' : undefined);
}

/** For `*` the conditions say who it is: an organization, a pattern of roles, an account. */
function callerOf(name: string, { caller, freeName }: Candidate, allow: Statement, witness: AccessRequest, { owner }: WhoCanOptions): CallerName | undefined {
  switch (caller.kind) {
    case 'anonymous':
      return { kind: 'anonymous', principal: '*' };
    case 'service':
      return { kind: 'service', principal: name };
    case 'principal': {
      const organization = witness.context.get('aws:principalorgid')?.[0];
      if (name === '*' && caller.account === STRANGER && freeName !== undefined) return organization !== undefined ? { kind: 'organization', principal: organization } : { kind: 'external-account', principal: patternOf(allow, witness) ?? '*' };
      const kind = caller.account === owner ? 'own-account' : 'external-account';
      // Stands for the owner's account, which is not known: nothing of it is said by name.
      if (owner === undefined && !new RegExp(caller.account).test(JSON.stringify([name, patternOf(allow, witness), ...testedAccounts(allow)]))) return undefined;
      return { kind, principal: name === '*' ? (patternOf(allow, witness) ?? caller.account) : name };
    }
  }
}

/** The value of a positive test of aws:PrincipalArn that the witness meets. */
function patternOf(allow: Statement, witness: AccessRequest): string | undefined {
  const given = witness.context.get('aws:principalarn')?.[0];
  const tests = (allow.condition?.tests ?? []).filter((test) => test.key.text.toLowerCase() === 'aws:principalarn' && facts.parseOperator(test.operator.text).operator?.negated === false);
  return given === undefined ? undefined : tests.flatMap((test) => test.list.values).find((value) => like(value.text, given))?.text;
}

function testedAccounts({ condition }: Statement): readonly string[] {
  return (condition?.tests ?? []).filter((test) => /^(aws:principalaccount|kms:calleraccount)$/i.test(test.key.text)).flatMap((test) => test.list.values.map((value) => value.text));
}

function isOutside({ kind, principal }: CallerName, { caller }: Candidate, { zone, owner }: WhoCanOptions): boolean {
  if (kind === 'anonymous') return true;
  if (kind === 'organization') return !zone.organizations.includes(principal);
  return kind === 'external-account' && caller.kind === 'principal' && owner !== undefined && !zone.accounts.includes(caller.account);
}
