/** What a rejected principal was meant to be. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11) */
import { facts, isPartitionShaped, partitionMeant, partitionOfRegion } from '../aws';
import type { Statement, Value } from '../policy';
import { addConditions } from './conditionEdits';
import type { Fix } from './rule';

export interface MendedPrincipal {
  readonly text: string;
  /** `repair` where only one thing can be meant; another principal than the one written is a decision. */
  readonly class: 'repair' | 'decision';
}

/** Candidates; whether AWS would take one is for the caller to ask. `home` is the partition of the queue or key: that of an ARN that names none. */
export function mendedPrincipals(text: string, home = 'aws'): readonly MendedPrincipal[] {
  // 1111-2222-3333, as the console shows an account.
  if (/^\d{4}-\d{4}-\d{4}$/.test(text)) return [{ text: text.replaceAll('-', ''), class: 'repair' }];
  const session = /^(arn:[^:]*):(?:iam|sts)::(\d{12}):assumed-role\/([^/*?]+)(\/.*)?$/.exec(text);
  if (session) {
    const [, before, account, role, name] = session;
    const partition = partitionIn(before!, home);
    // All sessions of a role, or one without its name: the role is the principal that lets them all in.
    if (name === undefined || name === '/' || name === '/*') return [{ text: `arn:${partition.name}:iam::${account}:role/${role}`, class: 'decision' }];
    return /[*?]/.test(name) ? [] : [{ text: `arn:${partition.name}:sts::${account}:assumed-role/${role}${name}`, class: partition.class }];
  }
  // The account and what follows stand at the end of whatever was written: a Region in between, a colon or a letter too few, a space.
  const whole = /^(|.*[^\d])(\d{12}):+((?:root|(?:user|role)\/[\w+=,.@/-]+))\s*$/.exec(text);
  if (whole) {
    const partition = partitionIn(whole[1]!, home);
    return [{ text: `arn:${partition.name}:iam::${whole[2]}:${whole[3]}`, class: partition.class }];
  }
  const bare = /^(arn:[^:]*):iam::(\d{12}):([\w+=,.@-]+)$/.exec(text);
  return bare && !/^(root|user|role|group)$/i.test(bare[3]!) ? ['role', 'user'].map((kind) => ({ text: `arn:${partitionIn(bare[1]!, home).name}:iam::${bare[2]}:${kind}/${bare[3]}`, class: 'decision' })) : [];
}

/** The partition in what stands before an account, as it is or as it was meant. One that resembles none may have been anything. */
function partitionIn(before: string, home: string): { readonly name: string; readonly class: MendedPrincipal['class'] } {
  const words = before.split(':').map((word) => word.trim()).filter((word) => !/^(arn|(aws-)?(iam|sts)|)$/i.test(word));
  const written = words.find(isPartitionShaped);
  if (written !== undefined) return { name: written, class: facts.findPartition(written) ? 'repair' : 'decision' };
  const meant = words.map(partitionMeant).find((name) => name !== undefined) ?? words.map(partitionOfRegion).find((name) => name !== undefined);
  return { name: meant ?? home, class: meant !== undefined || words.length === 0 ? 'repair' : 'decision' };
}

/** The account as principal and the pattern in a condition, where the pattern is the statement's only principal. */
export function patternFix(value: Value, statement: Statement): Fix | undefined {
  const account = /^(arn:[^:*?]+:iam::\d{12}):(?:user|role)\/.*[*?]/.exec(value.text)?.[1];
  const { principal, condition } = statement;
  const alone = principal?.entries.length === 1 && principal.entries[0]!.list.values.length === 1 && !principal.open && !principal.entries[0]!.list.open;
  if (account === undefined || !alone || value.pieces.some((p) => p.kind !== 'text') || condition?.open || condition?.tests.some((t) => t.key.text.toLowerCase() === 'aws:principalarn')) return undefined;
  const conditions = addConditions(statement, { ArnLike: { 'aws:PrincipalArn': value.text } });
  // The account without the condition would be more than was named.
  return conditions && { title: 'Name the account, with a condition on aws:PrincipalArn', class: 'decision', edits: () => [{ kind: 'replaceValue', node: value.node, value: `${account}:root` }, ...conditions] };
}
