/**
 * One request against one policy in one world: which statements cover it, and what comes of that. Nothing is open here: what no document
 * settles, the world settles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-11)
 */
import type { Request } from './draw';
import { matches, matchesArn, pieces, type Piece } from './patterns';
import { listOf, named, testsOf, type Kind, type PolicyJson, type PrincipalElement, type StatementJson } from './policy';
import { isPrincipal, principalArn, readArn, sessionArn, type Who } from './principals';
import { isInRange, readAddress, readRange } from './scalars';
import type { World } from './worlds';

type Holds = (request: Request, world: World) => boolean;

export interface Compiled {
  readonly effects: readonly ('Allow' | 'Deny')[];
  readonly covers: readonly Holds[];
  /** Names the own account as a whole, and nobody of it beside: the decision is its IAM policies'. */
  readonly delegates: readonly Holds[];
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny';

export function compile({ Statement }: PolicyJson): Compiled {
  return { effects: Statement.map(({ Effect }) => Effect), covers: Statement.map(covers), delegates: Statement.map(delegates) };
}

export const coverage = ({ covers }: Compiled, request: Request, world: World): boolean[] => covers.map((holds) => holds(request, world));

export function decide({ effects, delegates }: Compiled, covered: readonly boolean[], request: Request, world: World): Decision {
  if (effects.some((effect, i) => effect === 'Deny' && covered[i])) return 'explicit-deny';
  return effects.some((effect, i) => effect === 'Allow' && covered[i] && !delegates[i]!(request, world)) ? 'allowed' : 'implicit-deny';
}

/** 2: let in. 1: by policies of the caller's own, if they say so. 0: not at all. */
export function level(compiled: Compiled, covered: readonly boolean[], request: Request, world: World): 0 | 1 | 2 {
  const decision = decide(compiled, covered, request, world);
  if (decision !== 'implicit-deny') return decision === 'allowed' ? 2 : 0;
  if (!isPrincipal(request.who) || request.who.account !== world.owner) return 0;
  return world.kind === 'queue' || compiled.effects.some((effect, i) => effect === 'Allow' && covered[i]) ? 1 : 0;
}

function covers(statement: StatementJson): Holds {
  const parts: Holds[] = [actionOf(statement), whomOf(statement), resourceOf(statement), ...testsOf(statement).map(({ operator, key, values }) => test(operator, key, values))];
  return (request, world) => parts.every((holds) => holds(request, world));
}

function delegates({ Principal }: StatementJson): Holds {
  const directly = Principal === undefined ? [] : named(Principal, 'AWS').filter((text) => !isAccount(text));
  const others = directly.map((text) => names(text));
  return ({ who }, world) => Principal !== undefined && isPrincipal(who) && who.account === world.owner && who.kind !== 'root' && !others.some((holds) => holds(who, world));
}

export const matchesAction = ({ Action, NotAction }: StatementJson, action: string): boolean => {
  const found = listOf(Action ?? NotAction).some((pattern) => matches(pieces(pattern.toLowerCase()), action.toLowerCase()));
  return Action === undefined ? !found : found;
};

function actionOf(statement: StatementJson): Holds {
  const known = new Map<string, boolean>();
  return ({ action }) => {
    const found = known.get(action) ?? matchesAction(statement, action);
    known.set(action, found);
    return found;
  };
}

function resourceOf({ Resource, NotResource }: StatementJson): Holds {
  const patterns = listOf(Resource ?? NotResource).map((text) => ({ text, parts: pieces(text) }));
  const found = (resource: string): boolean => patterns.some(({ text, parts }) => text === '*' || matchesArn(parts, resource));
  return (_, { resource }) => found(resource) === (Resource !== undefined);
}

const isAccount = (text: string): boolean => /^\d{12}$/.test(text) || readArn(text)?.kind === 'root';

function names(text: string): (who: Who, world: World) => boolean {
  if (text === '*') return () => true;
  if (/^\d{12}$/.test(text)) return (who) => isPrincipal(who) && who.account === text;
  const read = readArn(text);
  if (read?.kind === 'root') return (who) => isPrincipal(who) && who.account === read.account && who.partition === read.partition;
  if (read?.session !== undefined) return (who) => who.kind === 'role' && sessionArn(who) === text;
  return (who) => isPrincipal(who) && principalArn(who) === text;
}

function whomOf({ Principal, NotPrincipal }: StatementJson): Holds {
  const element: PrincipalElement | undefined = Principal ?? NotPrincipal;
  const people = named(element, 'AWS').map((text) => ({ text, holds: names(text) }));
  const services = new Set(named(element, 'Service'));
  if (Principal !== undefined) return ({ who }, world) => (who.kind === 'service' && services.has(who.name)) || people.some(({ holds }) => holds(who, world));
  const accounts = new Set(people.flatMap(({ text }) => (/^\d{12}$/.test(text) ? [text] : readArn(text)?.kind === 'root' ? [text.split(':')[4]!] : [])));
  return ({ who }, world) => {
    if (who.kind === 'service' && services.has(who.name)) return false;
    if (!people.some(({ holds }) => holds(who, world))) return true;
    // A role or a user is excepted for certain only beside its account.
    return isPrincipal(who) && who.kind !== 'root' && !accounts.has(who.account) && !people.some(({ text }) => text === '*') && !world.unsettled.exceptsWithoutAccount;
  };
}

/** The pieces of a value with its variables filled in: a function of the request, where there are any. Undefined: a variable has no value. */
function valueOf(value: string, wildcards: boolean): (request: Request) => Piece[] | undefined {
  const cut = value.split(/(\$\{[^}]*\})/);
  const letters = (text: string): Piece[] => [...text].map((c) => ({ text: c }));
  const parts = cut.map((text, i): Piece[] | { readonly key: string; readonly otherwise: string | undefined } => {
    if (i % 2 === 0) return wildcards ? pieces(text) : letters(text);
    const inner = text.slice(2, -1);
    if (inner === '*' || inner === '?' || inner === '$') return letters(inner);
    const [key = '', otherwise] = inner.split(',');
    return { key: key.trim().toLowerCase(), otherwise: otherwise?.trim().replace(/^'|'$/g, '') };
  });
  if (parts.every(Array.isArray)) {
    const fixed = (parts as Piece[][]).flat();
    return () => fixed;
  }
  return ({ context }) => {
    const all: Piece[] = [];
    for (const part of parts) {
      if (Array.isArray(part)) {
        all.push(...part);
        continue;
      }
      const found = context.get(part.key)?.[0] ?? part.otherwise;
      if (found === undefined) return undefined;
      all.push(...letters(found));
    }
    return all;
  };
}

const written = (value: readonly Piece[]): string => value.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');

type Compare = (wanted: Piece[], given: string, world: World) => boolean;

function comparison(base: string): { readonly wildcards: boolean; readonly compare: Compare } | undefined {
  const plain = (compare: (wanted: string, given: string) => boolean) => ({ wildcards: false, compare: (wanted: Piece[], given: string) => compare(written(wanted), given) });
  switch (base) {
    case 'stringequals':
      return plain((wanted, given) => wanted === given);
    case 'stringequalsignorecase':
    case 'bool':
      return plain((wanted, given) => wanted.toLowerCase() === given.toLowerCase());
    case 'stringlike':
      return { wildcards: true, compare: matches };
    case 'arnlike':
    case 'arnequals':
      return { wildcards: true, compare: (wanted, given, { unsettled }) => matchesArn(wanted, given) || (written(wanted).split(':').length < 6 && unsettled.shortArn && matches(wanted, given)) };
    case 'ipaddress':
      return plain((wanted, given) => {
        const [range, address] = [readRange(wanted), readAddress(given)];
        return range !== undefined && address !== undefined && isInRange(address, range);
      });
  }
  const ordered = /^(numeric|date)(equals|lessthan|lessthanequals|greaterthan|greaterthanequals)$/.exec(base);
  if (!ordered) return undefined;
  const number = (text: string): number => (ordered[1] === 'numeric' || /^\d{9,}$/.test(text) ? Number(text) : Date.parse(text) / 1000);
  const holds: Readonly<Record<string, (given: number, wanted: number) => boolean>> = { equals: (g, w) => g === w, lessthan: (g, w) => g < w, lessthanequals: (g, w) => g <= w, greaterthan: (g, w) => g > w, greaterthanequals: (g, w) => g >= w };
  return plain((wanted, given) => holds[ordered[2]!]!(number(given), number(wanted)));
}

function test(operator: string, key: string, values: readonly string[]): Holds {
  const read = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(operator.toLowerCase())!;
  const [, set, name = '', ifExists] = read;
  if (name === 'null') return ({ context }) => values.some((value) => (value.toLowerCase() === 'true') !== context.has(key));
  const negated = name.includes('not');
  const found = comparison(name.replace('not', ''));
  if (!found) throw new Error(`no such operator: ${operator}`);
  const wanted = values.map((value) => valueOf(value, found.wildcards));
  const one = (given: string, request: Request, world: World): boolean => {
    let open = false;
    for (const value of wanted) {
      const resolved = value(request);
      if (resolved === undefined) open = true;
      else if (found.compare(resolved, given, world)) return !negated;
    }
    return negated && (!open || world.unsettled.unresolvedHolds);
  };
  return (request, world) => {
    const given = request.context.get(key);
    if (given === undefined || given.length === 0) return set === 'forallvalues' || ifExists !== undefined || (negated && set !== 'foranyvalue');
    if (set === 'foranyvalue') return given.some((text) => one(text, request, world));
    return given.every((text) => one(text, request, world));
  };
}

export type { Kind };
