/** What the two quota rules share. */
import { minifiedSize, type Policy } from '../policy';
import type { QuotaFact } from '../aws';
import type { Finding } from './rule';
import { placeOf } from './leastPrivilege';

/** From which part of a quota on a warning is due: room for one more statement, not for many. */
export const NEARLY = 0.8;

/** Over the bytes an error, near them a warning. What is still to be filled in only adds to them. */
export function* checkBytes(policy: Policy, quota: QuotaFact, refused: string): Iterable<Finding> {
  const { bytes, exact } = minifiedSize(policy.node, policy.tree.text);
  const used = `${exact ? '' : 'at least '}${counted(bytes)} of ${counted(quota.limit)} bytes, white space not counted`;
  if (bytes > quota.limit) yield { node: placeOf(policy), message: `This policy has ${used}: ${refused}. Shorten Sids, use wildcards in ARNs, or leave statements out.` };
  else if (bytes >= quota.limit * NEARLY) yield { node: placeOf(policy), severity: 'warning', message: `This policy has ${used}: there is little room left.` };
}

/** `8,192` */
export function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
