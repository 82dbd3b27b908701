/** Condition operators, the usual ones first. */
import type { Facts } from '../../aws';
import type { Location } from '../location';
import { CARET, type Candidate } from './item';

const COMMON = ['ArnLike', 'StringEquals', 'Bool', 'StringLike', 'ArnNotLike', 'StringNotEquals', 'StringNotLike', 'Null', 'IpAddress'];
const COMBINED = ['ForAnyValue:StringEquals', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'BoolIfExists', 'StringEqualsIfExists', 'StringNotEqualsIfExists', 'ArnNotLikeIfExists'];

export function operators({ statement, node }: Location, facts: Facts): Candidate[] {
  const present = new Set((statement?.condition?.node?.members ?? []).filter((m) => m.key !== node).map((m) => m.key.value));
  return [...facts.operators.map((o) => o.name), ...COMBINED]
    .filter((name) => !present.has(name))
    .map((text): Candidate => {
      const { operator } = facts.parseOperator(text);
      const common = COMMON.indexOf(text);
      return {
        text,
        kind: 'operator',
        rank: common >= 0 ? common : COMBINED.includes(text) ? 30 : 20,
        value: `{${CARET}}`,
        ...(operator && { detail: operator.family, documentation: `[AWS documentation](${facts.docs.operator(operator)})` }),
      };
    });
}
