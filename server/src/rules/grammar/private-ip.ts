import { isPrivate, parseRange } from '../../access';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'private-ip',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    scope: 'statement',
    summary: 'aws:SourceIp compared with private addresses, from which no request comes.',
    accessAnalyzer: ['PRIVATE_IP_ADDRESS', 'PRIVATE_NOT_IP_ADDRESS', 'PRIVATE_IP_ADDRESS_SUBSET', 'PRIVATE_NOT_IP_ADDRESS_SUBSET'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const { operator } = facts.parseOperator(test.operator.text);
        if (test.key.text.toLowerCase() !== 'aws:sourceip' || operator?.family !== 'ip') continue;
        const found = test.list.values.filter((value) => {
          const range = parseRange(value.text);
          return range !== undefined && isPrivate(range);
        });
        if (found.length === 0) continue;
        const all = found.length === test.list.values.length && !test.list.open;
        const effect = operator.negated ? 'always holds' : 'never holds';
        const where = 'Through a VPC endpoint aws:VpcSourceIp has them, with aws:SourceVpc beside it.';
        if (all) yield { node: found[0]!.node, statement, message: `aws:SourceIp is the public address of a request: with ${found.length === 1 ? `${found[0]!.text}, a private one,` : 'private ones alone'} this ${effect}. ${where}` };
        else for (const value of found) yield { node: value.node, statement, severity: 'warning', message: `${value.text} is private, and aws:SourceIp is the public address of a request: it matches nothing. ${where}` };
      }
  },
};
