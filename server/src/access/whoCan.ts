/** Who gets in by a policy, for which actions, with a request for each that shows it. */
import { facts, type ActionFact } from '../aws';
import { hasUnits, isEffectUnknown, like, OWN_ACCOUNT, type Policy, type Statement } from '../policy';
import { callerClasses, canUse, type CallerClass } from './callerClasses';
import { textDemand } from './constraints';
import type { EvaluateOptions } from './evaluate';
import { publicStatement, publicVerdict } from './publicVerdict';
import { externalAccess, fromOutside, withEffect, type Zone } from './questions';
import type { AccessRequest } from './request';
import { satisfiable, type Question, type Satisfiable } from './satisfiable';
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
  /** Whether more may get in, by what is not known. */
  readonly depends: boolean;
}

export interface WhoCanOptions extends EvaluateOptions {
  readonly zone: Zone;
}

/** `Access` while it is put together. */
interface Entry extends Access {
  readonly actions: string[];
  readonly statements: Statement[];
  public: boolean;
  outside: boolean;
}

export function whoCan(policy: Policy, options: WhoCanOptions): AccessReport {
  const found = new Map<string, Entry>();
  let depends = policy.open || policy.statements.some(isEffectUnknown);
  const classes = callerClasses([policy], options.owner);
  for (const allow of withEffect(policy, 'Allow')) {
    const admitted = lookAt(allow, policy, classes, options);
    depends ||= admitted.depends;
    for (const one of admitted.entries) add(found, one);
  }
  return { public: publicVerdict(policy, options).is, external: externalVerdict(policy, options), findings: [...found.values()], depends };
}

/** Of the same caller by several statements one. */
function add(found: Map<string, Entry>, { caller, actions, statements, outside, ...more }: Access): void {
  const key = `${caller.kind} ${caller.principal}`;
  const known = found.get(key);
  if (!known) {
    found.set(key, { ...more, caller, actions: [...actions], statements: [...statements], outside });
    return;
  }
  known.outside ||= outside;
  known.public ||= more.public;
  known.actions.push(...actions.filter((action) => !known.actions.includes(action)));
  known.statements.push(...statements.filter((statement) => !known.statements.includes(statement)));
}

/** Whom one Allow lets in, an entry for each caller and group of actions. */
function lookAt(allow: Statement, policy: Policy, classes: readonly CallerClass[], options: WhoCanOptions): { readonly entries: readonly Access[]; readonly depends: boolean } {
  const denies = withEffect(policy, 'Deny');
  const ask = (more: Partial<Question>): Satisfiable => satisfiable({ policy, require: [allow], forbid: denies, ...more }, options);
  const groups = actionGroups([allow, ...denies], options.kind);
  const entries: Access[] = [];
  let depends = ask({}).is === 'depends';
  // What anybody, or any account of the organization, may do is not told again of each caller that is not named.
  const everybodys = new Set<ActionFact>();
  for (const one of classes) {
    const { who } = one;
    const name = nameIn(allow, one);
    if (name === undefined || (groups.length > 1 && ask({ who }).is === 'no')) continue;
    // A service is no account: a condition or a Deny may spare it alone.
    const isTold = (action: ActionFact): boolean => name === '*' && everybodys.has(action) && (one.kind !== 'service' || (!allow.condition && denies.length === 0));
    for (const group of groups) {
      const actions = group.filter((action) => canUse(one, action, options.owner));
      // Of what only the own account may do it is not known who does, where the owner is not.
      if (options.owner === undefined && actions.length < group.length && one.kind === 'stranger' && !depends) depends = ask({ actions: group.filter((action) => !actions.includes(action)), who }).is !== 'no';
      if (actions.every(isTold)) continue;
      const asked = { actions: [actions[0]!], who };
      const answer = ask(asked);
      depends ||= answer.is === 'depends';
      if (answer.is !== 'yes') continue;
      for (const witness of witnessesOf(answer.witness, name, one, (more) => ask({ ...asked, ...more }), options)) {
        const caller = callerOf(name, one, allow, witness, options);
        // Whose account that is is still to be filled in.
        depends ||= !caller;
        if (!caller) continue;
        if (caller.kind !== 'service' && (caller.principal === '*' || caller.kind === 'organization')) for (const action of actions) everybodys.add(action);
        // What no other account can do anyway is no access from outside.
        const outside = actions.some(({ crossAccount }) => crossAccount) && isOutside(caller, witness, options);
        entries.push({ caller, actions: actions.map((action) => action.name), statements: [allow], public: caller.principal === '*' && publicStatement(policy, allow, options).is === 'public', outside, witness });
      }
    }
  }
  return { entries, depends };
}

/** No more organizations of a list than these are told by name. */
const MOST_ORGANIZATIONS = 8;

/** Under `*`: a service that acts for somebody outside before one that does not, and a stranger of each organization. */
function witnessesOf(first: AccessRequest, name: string, { kind }: CallerClass, ask: (more: Partial<Question>) => Satisfiable, { owner, zone }: WhoCanOptions): readonly AccessRequest[] {
  if (name !== '*') return [first];
  if (kind === 'service') {
    const outside = owner === undefined ? undefined : ask(fromOutside([owner, ...zone.accounts], zone.organizations));
    return [outside?.is === 'yes' ? outside.witness : first];
  }
  const found = [first];
  for (let last = organizationOf(first); kind === 'stranger' && last !== undefined && found.length < MOST_ORGANIZATIONS; ) {
    const seen = found.flatMap((request) => organizationOf(request) ?? []);
    const next = ask({ also: () => [[textDemand(ORGANIZATION, true, seen.map((text) => ({ text, mode: 'exact' as const })))]], keys: [ORGANIZATION], sameAs: `not of ${seen.join()}` });
    last = next.is === 'yes' ? organizationOf(next.witness) : undefined;
    if (next.is === 'yes' && last !== undefined) found.push(next.witness);
  }
  return found;
}

const ORGANIZATION = 'aws:principalorgid';

function organizationOf({ context }: AccessRequest): string | undefined {
  return context.get(ORGANIZATION)?.[0];
}

function externalVerdict(policy: Policy, options: WhoCanOptions): AccessReport['external'] {
  let depends = policy.open || policy.statements.some(isEffectUnknown);
  for (const allow of withEffect(policy, 'Allow')) {
    const { is } = externalAccess(policy, allow, options.zone, options);
    if (is === 'yes') return 'yes';
    depends ||= is === 'depends';
  }
  return depends ? 'depends' : 'no';
}

/** Under which of its names an Allow lets the caller in; undefined where it does not name it. */
function nameIn({ principal, notPrincipal }: Statement, { kind, name }: CallerClass): string | undefined {
  if (notPrincipal) return '*';
  let everybody = principal?.bare?.values.some((value) => value.text === '*') === true;
  let found: string | undefined;
  for (const { type, list } of principal?.entries ?? [])
    for (const { text } of list.values) {
      if (type === 'Service' && kind === 'service' && text === name) return text;
      if (type !== 'AWS') continue;
      if (text === '*') everybody = true;
      else if (kind === 'principal' && text === name) return text;
      else if (kind === 'account' && /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] === name) found = name;
    }
  return found ?? (everybody ? '*' : undefined);
}

/** For `*` the conditions say who it is: an organization, a pattern of roles, an account. */
function callerOf(name: string, { kind, name: classed }: CallerClass, allow: Statement, witness: AccessRequest, { owner }: WhoCanOptions): CallerName | undefined {
  const { caller } = witness;
  if (caller.kind === 'anonymous') return { kind: 'anonymous', principal: '*' };
  if (caller.kind === 'service') return { kind: 'service', principal: name };
  const organization = organizationOf(witness);
  if (name === '*' && kind === 'stranger') return organization !== undefined ? { kind: 'organization', principal: organization } : { kind: 'external-account', principal: patternOf(allow, witness) ?? '*' };
  if (caller.account === '' || hasUnits(caller.account)) return undefined;
  return { kind: caller.account === owner ? 'own-account' : 'external-account', principal: name === '*' ? (patternOf(allow, witness) ?? classed ?? caller.account) : name };
}

/** The value of a positive test of aws:PrincipalArn that the witness meets. */
function patternOf(allow: Statement, witness: AccessRequest): string | undefined {
  const given = witness.context.get('aws:principalarn')?.[0];
  const tests = (allow.condition?.tests ?? []).filter((test) => test.key.text.toLowerCase() === 'aws:principalarn' && facts.parseOperator(test.operator.text).operator?.negated === false);
  return given === undefined ? undefined : tests.flatMap((test) => test.list.values).find((value) => like(value.text, given))?.text;
}

function isOutside({ kind, principal }: CallerName, { caller, context }: AccessRequest, { zone, owner }: WhoCanOptions): boolean {
  // Whether an account in digits is the one that deploys is not known.
  const isKnown = owner !== undefined && owner !== OWN_ACCOUNT;
  const trusted = (account: string | undefined): boolean => account !== undefined && (account === owner || zone.accounts.includes(account));
  if (kind === 'anonymous') return true;
  if (kind === 'organization') return !zone.organizations.includes(principal);
  // A service under `*` acts for whom it will.
  if (kind === 'service') return principal === '*' && isKnown && !trusted(context.get('aws:sourceaccount')?.[0] ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(context.get('aws:sourcearn')?.[0] ?? '')?.[1]);
  return kind === 'external-account' && caller.kind === 'principal' && isKnown && !trusted(caller.account);
}
