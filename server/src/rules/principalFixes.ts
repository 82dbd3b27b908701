/** What a rejected principal was meant to be. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11) */
import type { Statement, Value } from '../policy';
import { addConditions } from './conditionEdits';
import type { Fix } from './rule';

export interface MendedPrincipal {
  readonly text: string;
  /** `repair` where only one thing can be meant; another principal than the one written is a decision. */
  readonly class: 'repair' | 'decision';
}

/** Candidates; whether AWS would take one is for the caller to ask. */
export function mendedPrincipals(text: string): readonly MendedPrincipal[] {
  const repair = (mended: string): MendedPrincipal[] => [{ text: mended, class: 'repair' }];
  // 1111-2222-3333, as the console shows an account.
  if (/^\d{4}-\d{4}-\d{4}$/.test(text)) return repair(text.replaceAll('-', ''));
  const session = /^arn:([^:]+):(iam|sts)::(\d{12}):assumed-role\/([^/*?]+)(\/.*)?$/.exec(text);
  if (session) {
    const [, partition, service, account, role, name] = session;
    if (service === 'iam' && name && !/[*?]/.test(name)) return repair(`arn:${partition}:sts::${account}:assumed-role/${role}${name}`);
    // All sessions of a role, or one without its name: the role is the principal that lets them all in.
    if (name === undefined || name === '/' || name === '/*') return [{ text: `arn:${partition}:iam::${account}:role/${role}`, class: 'decision' }];
    return [];
  }
  // The account and what follows stand at the end of whatever was written: a Region in between, a colon or a letter too few, a space.
  const [, account, resource] = /(?:^|[^\d])(\d{12}):+((?:root|(?:user|role)\/[\w+=,.@/-]+))\s*$/.exec(text) ?? [];
  if (account !== undefined) return repair(`arn:${/\baws-(?:cn|us-gov)\b/.exec(text)?.[0] ?? 'aws'}:iam::${account}:${resource}`);
  const bare = /^(arn:[^:]+:iam::\d{12}):([\w+=,.@-]+)$/.exec(text);
  return bare && !/^(root|user|role|group)$/i.test(bare[2]!) ? ['role', 'user'].map((kind) => ({ text: `${bare[1]}:${kind}/${bare[2]}`, class: 'decision' })) : [];
}

/** The account as principal and the pattern in a condition, where the pattern is the statement's only principal. */
export function patternFix(value: Value, statement: Statement): Fix | undefined {
  const account = /^(arn:[^:*?]+:iam::\d{12}):(?:user|role)\/.*[*?]/.exec(value.text)?.[1];
  const { principal, condition } = statement;
  const alone = principal?.entries.length === 1 && principal.entries[0]!.list.values.length === 1 && !principal.open && !principal.entries[0]!.list.open;
  if (account === undefined || !alone || value.pieces.some((p) => p.kind !== 'text') || condition?.open || condition?.tests.some((t) => t.key.text.toLowerCase() === 'aws:principalarn')) return undefined;
  return {
    title: 'Name the account, with a condition on aws:PrincipalArn',
    class: 'decision',
    edits: () => [{ kind: 'replaceValue', node: value.node, value: `${account}:root` }, ...addConditions(statement, { ArnLike: { 'aws:PrincipalArn': value.text } })],
  };
}
