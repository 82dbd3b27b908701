import { shareActions, speaksOf, stoppedParts, type StoppedPart } from '../../access';
import type { ActionFact, Facts } from '../../aws';
import type { Policy, Statement } from '../../policy';
import { exceptionFix, exceptionsOf, exemptionFix, sparesOnly } from '../exceptions';
import { listed } from '../listed';
import { placeOfStatement, relatedStatement, type Place } from '../places';
import { nameAtStart, optionsOf, partsOfDeny, QUIETER_CONDITION_FAULTS, testsAgainst, withEffect } from '../reach';
import type { Finding, Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-shadowed-allow',
    category: 'reach',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'decision',
    summary: 'An Allow that Denies stop: all of its requests, or those for an action or a principal that it names.',
    yieldsTo: [...QUIETER_CONDITION_FAULTS, 'no-dead-allow', 'valid-principal'],
  },
  *check(policy, context) {
    for (const allow of withEffect(policy, 'Allow')) {
      const { stopped, holes } = stoppedParts(policy, allow, optionsOf(context));
      if (stopped.length === 0 && holes.length === 0) continue;
      // To the own account an Allow of a queue gives nothing that its IAM policies could not: a Deny beside it narrows those, on purpose.
      if (context.kind !== 'key' && namesOwnAccountAlone(allow, context.owner.account)) continue;
      if (holes.length > 0) yield { holes };
      for (const part of together(stopped)) yield describe(policy, allow, part, context.facts);
    }
  },
};

/** Actions that the same Denies stop, for the same principal or for everybody, are told at once. */
function together(parts: readonly StoppedPart[]): readonly StoppedPart[] {
  if (parts.length < 2) return parts;
  const found = new Map<string, StoppedPart>();
  for (const part of parts) {
    const key = `${part.principal} ${part.alone.map(({ node }) => node.range.start).join()}`;
    const other = found.get(key);
    found.set(key, other?.actions && part.actions ? { ...part, actions: [...other.actions, ...part.actions] } : part);
  }
  return [...found.values()];
}

function describe(policy: Policy, allow: Statement, { actions, principal, alone }: StoppedPart, facts: Facts): Finding {
  const denies = alone.length > 0 ? alone : withEffect(policy, 'Deny').filter((deny) => (actions ? actions.some((action) => speaksOf(deny, action)) : shareActions(deny, allow)));
  const exceptions = alone.length > 0 ? exceptionsOf(denies, allow, facts, principal === undefined ? undefined : [principal]) : [];
  const exempting = alone.length === 1 && servesServicesAlone(allow) ? exemptionFix(denies[0]!) : [];
  const names = actions && listed(actions.map((action) => action.name));
  const what = principal === undefined ? (names ? `${names} to everybody whom this statement lets in` : 'everything that this statement allows: it never lets anybody in') : `${principal} ${names ?? 'everything that this statement allows it'}`;
  return {
    ...placeOf(allow, actions, principal, facts),
    statement: allow,
    rests: [...denies.flatMap(partsOfDeny), ...testsAgainst(denies, allow)],
    message: `${alone.length > 0 ? `${nameAtStart(denies[0]!)} denies` : 'The Denies together deny'} ${what}.${exceptions[0] ? ` It ${sparesOnly(exceptions[0])}.` : exempting.length > 0 ? ' Exempt AWS services with aws:PrincipalIsAWSService.' : ''}`,
    related: denies.slice(0, SHOWN).map((deny) => relatedStatement(deny, 'denied here')),
    // One that goes on denying would leave all as it is.
    fixes: [...(exceptions.length === denies.length ? exceptionFix(exceptions) : []), ...exempting],
  };
}

/** More would hide what is said. */
const SHOWN = 3;

/** The first of the actions, or the principal. */
function placeOf(allow: Statement, actions: readonly ActionFact[] | undefined, principal: string | undefined, facts: Facts): Place {
  const value = principal === undefined ? actions && allow.action!.values.find(({ text }) => facts.findAction(text) === actions[0]) : allow.principal?.entries.flatMap(({ list }) => list.values).find(({ text }) => text === principal);
  return value ? { node: value.node } : placeOfStatement(allow);
}

function servesServicesAlone({ principal }: Statement): boolean {
  return principal !== undefined && !principal.bare && !principal.open && principal.entries.every(({ type }) => type === 'Service');
}

function namesOwnAccountAlone({ principal }: Statement, owner: string | undefined): boolean {
  const values = principal?.entries.flatMap((entry) => entry.list.values) ?? [];
  return owner !== undefined && values.length > 0 && !principal?.bare && values.every(({ text }) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] === owner);
}
