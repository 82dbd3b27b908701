/** The elements of a policy and of a statement that are not there yet, each with a value of the right shape. */
import type { Location } from '../location';
import { queueArnOf } from './surroundings';
import { CARET, type Candidate } from './item';
import type { Scope } from './scope';

/** Name and value. */
type Element = readonly [name: string, value: string];

export function policyElements(location: Location): Candidate[] {
  return missing(location, location.site.policy.object?.members, [['Version', '"2012-10-17"'], ['Id', `"${CARET}"`], ['Statement', `[${CARET}]`]]);
}

export function statementElements(location: Location, scope: Scope): Candidate[] {
  const isKey = scope.kinds.includes('key') && scope.kinds.length === 1;
  const resource = isKey ? '"*"' : JSON.stringify(queueArnOf(location));
  const all: readonly Element[] = [
    ['Sid', `"${CARET}"`],
    ['Effect', '"Allow"'],
    ['Principal', isKey || scope.kinds.includes('dead-letter-queue') ? `{ "AWS": "${CARET}" }` : `{ "Service": "${CARET}" }`],
    ['Action', `"${CARET}"`],
    ['Resource', resource],
    ['Condition', `{${CARET}}`],
    ['NotPrincipal', `{ "AWS": "${CARET}" }`],
    ['NotAction', `"${CARET}"`],
    ['NotResource', `"${CARET}"`],
  ];
  return missing(location, location.statement?.members, all);
}

export function principalTypes(location: Location): Candidate[] {
  const principal = location.element === 'NotPrincipal' ? location.statement?.notPrincipal : location.statement?.principal;
  const present = new Set((principal?.entries ?? []).filter((e) => e.member.key !== location.node).map((e) => e.type));
  const types: Candidate[] = [
    { text: 'AWS', kind: 'element', rank: 0, value: `"${CARET}"`, detail: 'accounts, roles, users' },
    { text: 'Service', kind: 'element', rank: 1, value: `"${CARET}"`, detail: 'AWS services' },
  ];
  return types.filter((c) => !present.has(c.text));
}

function missing(location: Location, members: readonly { readonly key: { readonly value: string } }[] | undefined, all: readonly Element[]): Candidate[] {
  const present = new Set((members ?? []).filter((m) => m.key !== location.node).map((m) => m.key.value));
  // Action and NotAction exclude each other, and so do the others.
  const excluded = (name: string): boolean => present.has(name) || present.has(name.startsWith('Not') ? name.slice(3) : `Not${name}`);
  return all.filter(([name]) => !excluded(name)).map(([text, value], rank) => ({ text, kind: 'element', rank, value, detail: 'policy element' }));
}
