/** What the two quota rules share. */
import { numberOf } from '../access';
import { minifiedSize, type Policy, type PolicySize, type Statement } from '../policy';
import type { TreeNode } from '../syntax';
import type { QuotaFact } from '../aws';
import type { Finding } from './rule';
import { placeOf } from './leastPrivilege';

/** From which part of a quota on a warning is due: room for one more statement, not for many. */
export const NEARLY = 0.8;

/** Over the bytes an error, near them a warning. What is still to be filled in only adds to them. */
export function* checkBytes(policy: Policy, quota: QuotaFact, refused: string): Iterable<Finding> {
  const { bytes, exact } = sizeOf(policy);
  const used = `${exact ? '' : 'at least '}${counted(bytes)} of ${counted(quota.limit)} bytes, white space not counted`;
  if (bytes > quota.limit) yield { node: placeOf(policy), message: `This policy has ${used}: ${refused}. Shorten Sids, use wildcards in ARNs, or leave statements out.` };
  else if (bytes >= quota.limit * NEARLY) yield { node: placeOf(policy), severity: 'warning', message: `This policy has ${used}: there is little room left.` };
}

/** By what a statement does: its size without the value of its Sid. While somebody types, all but one are as they were. */
const sizes = new Map<number, PolicySize>();
const KEPT = 2_000;

function sizeOf(policy: Policy): PolicySize {
  const statements = new Map<TreeNode, Statement>(policy.statements.map((statement) => [statement.node, statement]));
  return minifiedSize(policy.node, (node) => {
    const statement = statements.get(node);
    if (!statement || statement.open || !statement.certain) return undefined;
    const sid = statement.sid?.value ? minifiedSize(statement.sid.value.node) : NOTHING;
    const number = numberOf(statement);
    let rest = sizes.get(number);
    if (!rest) {
      const whole = minifiedSize(node);
      if (sizes.size >= KEPT) sizes.clear();
      sizes.set(number, (rest = { bytes: whole.bytes - sid.bytes, exact: whole.exact }));
    }
    return { bytes: rest.bytes + sid.bytes, exact: rest.exact && sid.exact };
  });
}

const NOTHING: PolicySize = { bytes: 0, exact: true };

/** `8,192` */
export function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
