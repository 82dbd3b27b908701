/**
 * How much is asked of a policy. AWS rejects one that is over its quota, whatever it says, and questions to the access engine take more than
 * their length: of a policy that is far too large they are not asked, and of one that is larger still only its syntax and its size are
 * looked at. So its cost is bounded, and other documents need not wait for it. Whoever leaves something out says so.
 */
import type { Facts } from '../aws';
import type { Policy, PolicyKind } from './model';
import { minifiedSize } from './size';

export type Extent = 'everything' | 'all but access' | 'syntax and size';

/** Somebody who is over the quota by a little still sees everything. */
const TIMES_THE_QUOTA = 2;
/** Bytes; four times what KMS takes. */
const MOST_BYTES = 131_072;

export function extentOf({ node, tree }: Policy, kind: PolicyKind, { keyBytes, queueBytes }: Facts['quotas']): Extent {
  const most = TIMES_THE_QUOTA * (kind === 'key' ? keyBytes : queueBytes).limit;
  // Most are small, white space and all.
  if (node.range.end - node.range.start <= most) return 'everything';
  const { bytes } = minifiedSize(node, tree.text);
  return bytes <= most ? 'everything' : bytes <= MOST_BYTES ? 'all but access' : 'syntax and size';
}
