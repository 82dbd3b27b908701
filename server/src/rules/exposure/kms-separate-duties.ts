import type { Facts } from '../../aws';
import { hasHole, type Statement, type Value } from '../../policy';
import type { Rule } from '../rule';

/** With either, the key's administrators could also let themselves decrypt, or end it. */
const ADMINISTERS = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];
const DECRYPTS = ['kms:Decrypt'];

export const rule: Rule = {
  meta: {
    id: 'kms-separate-duties',
    category: 'exposure',
    kinds: ['key'],
    levels: { recommended: 'off', strict: 'information' },
    fix: 'none',
    summary: 'The same principal administers the key and decrypts with it.',
    yieldsTo: ['no-broad-grant'],
  },
  *check(policy, { facts }) {
    const administrators = new Map<string, Grantee>();
    const decrypters = new Map<string, Grantee>();
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow' || !statement.certain) continue;
      const administers = grants(statement, ADMINISTERS, facts);
      const decrypts = grants(statement, DECRYPTS, facts);
      for (const value of principalsOf(statement)) {
        const grantee = { value, statement };
        if (administers && !administrators.has(value.text)) administrators.set(value.text, grantee);
        if (decrypts && !decrypters.has(value.text)) decrypters.set(value.text, grantee);
      }
    }
    for (const [name, administrator] of administrators) {
      const decrypter = decrypters.get(name);
      if (!decrypter) continue;
      const [earlier, later] = administrator.statement.index <= decrypter.statement.index ? [administrator, decrypter] : [decrypter, administrator];
      yield {
        node: later.value.node,
        statement: later.statement,
        message: `${name} administers this key and decrypts with it: who controls the key reads the data as well. Give the two to different roles.`,
        related: earlier.statement === later.statement ? [] : [{ node: earlier.value.node, message: earlier === administrator ? 'administers the key here' : 'decrypts here' }],
      };
    }
  },
};

interface Grantee {
  readonly value: Value;
  readonly statement: Statement;
}

function grants({ action }: Statement, actions: readonly string[], facts: Facts): boolean {
  return action?.values.some((value) => value.certain && facts.expandAction(value.text).some((fact) => actions.includes(fact.name))) === true;
}

/** Users and roles; the account as a whole delegates to its IAM policies. */
function principalsOf({ principal }: Statement): readonly Value[] {
  return (principal?.entries ?? []).flatMap((entry) => (entry.type === 'AWS' ? entry.list.values.filter((value) => value.certain && !hasHole(value) && /:(role|user|assumed-role)\//.test(value.text)) : []));
}
