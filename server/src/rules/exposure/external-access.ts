import { externalAccess, type AccessRequest } from '../../access';
import type { Statement, Value } from '../../policy';
import { placeOfStatement } from '../places';
import { optionsOf, withEffect } from '../reach';
import type { Rule, RuleContext } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'external-access',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'information', strict: 'warning' },
    fix: 'none',
    summary: 'Somebody outside the zone of trust that the configuration declares gets in.',
    yieldsTo: ['no-public-access', 'no-allow-not-principal', 'valid-principal', 'private-ip'],
  },
  *check(policy, context) {
    const { zone } = context;
    // Without a zone nobody has said who is outside of it.
    if (zone.accounts.length === 0 && zone.organizations.length === 0) return;
    for (const allow of withEffect(policy, 'Allow')) {
      const answer = externalAccess(policy, allow, zone, optionsOf(context));
      if (answer.is === 'depends') yield { holes: answer.on };
      if (answer.is !== 'yes') continue;
      yield {
        ...placeOf(allow, answer.witness),
        statement: allow,
        rests: [placeOf(allow, answer.witness).node, ...[allow.condition, allow.notPrincipal].flatMap((element) => (element ? [element.member] : []))],
        message: `${who(answer.witness, allow)} may call ${answer.witness.action} from outside the zone of trust that the configuration declares.${hint(answer.witness, allow, context)}`,
      };
    }
  },
};

function who({ caller }: AccessRequest, allow: Statement): string {
  if (caller.kind === 'anonymous') return 'Anybody without signing in';
  if (caller.kind === 'service') return 'An AWS service that acts for any account';
  return named(allow, caller.account) ? `Account ${caller.account}` : `Any account, such as ${caller.account},`;
}

function named({ principal }: Statement, account: string): Value | undefined {
  return principal?.entries.flatMap((entry) => entry.list.values).find((value) => value.text.includes(account));
}

/** The principal that lets the caller in. */
function placeOf(allow: Statement, { caller }: AccessRequest) {
  const value = caller.kind === 'principal' ? named(allow, caller.account) : undefined;
  const everybody = [...(allow.principal?.bare?.values ?? []), ...(allow.principal?.entries ?? []).flatMap((entry) => entry.list.values)].find((v) => v.text === '*');
  const found = value ?? everybody;
  return found ? { node: found.node } : placeOfStatement(allow);
}

/** An account that the statement names may be one of the organization's, where that is all the zone. */
function hint({ caller }: AccessRequest, allow: Statement, { zone }: RuleContext): string {
  return zone.accounts.length === 0 && caller.kind === 'principal' && named(allow, caller.account) ? ' If the account is in the organization, say so with aws:PrincipalOrgID.' : '';
}
