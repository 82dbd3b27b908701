/** Which findings are accepted, and how one more gets into the file. */
import { derive, type Policy, type Statement } from '../../policy';
import type { PolicySite } from '../../documents';
import { isExpired, type Suppression } from '../../rules/configurationRule';
import type { Reported } from '../../rules/runner';
import { findMember, parseJson, printJson, type PlainValue, type TextChange, type TreeNode } from '../../syntax';
import { isGlob, matchesGlob } from '../glob';
import type { Workspace } from '../workspace';

/** A suppression without its reason: what is known before a person has said why. */
export type NewSuppression = Omit<Suppression, 'reason' | 'expires'>;

/** The suppression that accepts a finding; `path` is relative to the configuration's folder. */
export function suppressionOf({ suppressions, today }: Workspace, path: string, site: PolicySite, finding: Reported): Suppression | undefined {
  if (suppressions.length === 0) return undefined;
  return suppressions.find(
    (s) =>
      s.rule === finding.rule.id &&
      matchesGlob(s.file, path) &&
      (s.policy === undefined || s.policy === site.address) &&
      (s.sid === undefined || s.sid === finding.statement?.sid?.value?.text) &&
      (s.statement === undefined || (finding.statement !== undefined && s.statement === hashOf(finding.statement))) &&
      !isExpired(s, today()),
  );
}

/** The narrowest suppression that accepts a finding: its statement by Sid where that names one alone, else by what it says. */
export function suppressionFor(path: string, site: Pick<PolicySite, 'address' | 'policy'>, { rule, statement }: Reported): NewSuppression {
  return {
    rule: rule.id,
    file: escapeGlob(path),
    ...(site.address !== '$' && { policy: site.address }),
    ...(statement && nameOf(statement, site.policy)),
  };
}

function nameOf(statement: Statement, policy: Policy): { readonly sid: string } | { readonly statement: string } {
  const sid = statement.sid?.value?.text;
  const alone = sid !== undefined && sid !== '' && timesOfSids(policy).get(sid) === 1;
  return alone ? { sid } : { statement: hashOf(statement) };
}

const timesOfSids = derive(({ statements }: Policy): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  for (const { sid } of statements) if (sid?.value) times.set(sid.value.text, (times.get(sid.value.text) ?? 0) + 1);
  return times;
});

/**
 * The changes that put a suppression into a configuration, and for a new one (`text` undefined) its whole text. `settings` are what a new
 * file takes over from the editor: from then on the file counts, and the settings no more.
 */
export function suppress(text: string | undefined, suppression: Suppression, settings: { readonly profile?: string; readonly rules?: Readonly<Record<string, string>> } = {}): TextChange[] {
  const value = { ...suppression } as unknown as PlainValue;
  const tree = parseJson(text ?? '');
  if (tree.root === undefined) return [{ range: { start: 0, end: text?.length ?? 0 }, newText: `${printJson({ ...settings, suppressions: [value] }).trimEnd()}\n` }];
  if (tree.root.kind !== 'object') return [];
  const list = findMember(tree.root, 'suppressions')?.value;
  if (list?.kind === 'array') return tree.write([{ kind: 'insertItem', array: list, index: list.items.length, value }]);
  return tree.write([{ kind: 'setProperty', object: tree.root, key: 'suppressions', value: [value] }]);
}

/** A path as a glob. There is no way to escape: a character of the glob's own stands for any one character. */
function escapeGlob(path: string): string {
  return isGlob(path) ? path.replace(/[*?{]/g, '?') : path;
}

/** What a statement says, whatever its spacing and the order of its elements, in 16 hexadecimal digits. */
const hashOf = derive(({ node }: Statement): string => {
  const text = canonical(node);
  return hash(text, 0x811c9dc5) + hash(text, 0x01000193);
});

function canonical(node: TreeNode | undefined): string {
  if (!node) return '';
  switch (node.kind) {
    case 'object':
      return `{${node.members.map((member) => `${JSON.stringify(member.key.value)}:${canonical(member.value)}`).sort().join(',')}}`;
    case 'array':
      return `[${node.items.map(canonical).join(',')}]`;
    case 'choice':
      return `(${node.alternatives.map(canonical).join('|')})`;
    case 'hole':
      return node.label;
    default:
      return node.type === 'string' ? JSON.stringify(node.value) : node.value;
  }
}

/** FNV-1a in 32 bits: it tells statements of one policy apart, and protects nothing. */
function hash(text: string, seed: number): string {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}
