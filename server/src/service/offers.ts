/**
 * Every fix is tried before it is offered: its edits are applied, the policy is read and judged again. What changes nothing, or brings a fault,
 * is not offered; what lets anybody in or locks anybody out is for a person to decide, whatever the rule calls it. It is done when fixes are
 * asked for, never at a keystroke.
 */
import type { Fix } from '../rules/rule';
import type { Reported } from '../rules/runner';
import { applyChanges } from './applyChanges';
import { bringsFault, grantsMore, opensOrLocks, type Judged } from './consequences';

/** A finding whose `fixes` are tried when they are first read. */
export interface OfferedFinding extends Reported {
  /** What the rule proposes, not tried. */
  readonly proposed: readonly Fix[];
}

export interface Attempt extends Judged {
  /** The whole document. */
  readonly text: string;
  /** The same policy in another text of the document; undefined where it is none any more. */
  readonly judge: (text: string) => Judged | undefined;
}

/** A policy larger than any that SQS or KMS take is not judged again for each fix. */
const LONGEST = 70_000;

export function withOffers(finding: Reported, attempt: () => Attempt): OfferedFinding {
  let fixes: readonly Fix[] | undefined;
  return {
    ...finding,
    proposed: finding.fixes,
    get fixes() {
      return (fixes ??= finding.fixes.length === 0 ? finding.fixes : finding.fixes.flatMap((fix) => tried(fix, this, attempt()) ?? []));
    },
  };
}

/** The fix with the class that it has in this policy; undefined where it is not to be offered. */
function tried(fix: Fix, finding: Reported, before: Attempt): Fix | undefined {
  const { tree, policy } = before.site;
  if (policy.node.range.end - policy.node.range.start > LONGEST) return undefined;
  const text = applyChanges(before.text, tree.write(fix.edits()));
  const after = text === before.text ? undefined : before.judge(text);
  if (!after || bringsFault(before, after, [{ finding, class: fix.class }])) return undefined;
  return fix.class !== 'decision' && needsDecision(fix, finding, before, after) ? { ...fix, class: 'decision' } : fix;
}

function needsDecision({ class: fixClass }: Fix, { statement }: Reported, before: Judged, after: Judged): boolean {
  if (opensOrLocks(before, after)) return true;
  // A repair lets in whom its Allow names. What a Deny kept out, it must not.
  return (fixClass === 'safe' || statement?.effect?.value?.text === 'Deny') && grantsMore(before, after);
}
