/** Policies in plain JSON: a whole policy, a lone statement, an array of statements, and objects nested in the output of other tools. */
import { findMember, type ObjectNode, type Tree, type TreeNode } from '../syntax';
import type { FoundPolicy } from './document';

const ELEMENTS = /^(Version|Id|Statement|Sid|Effect|Principal|NotPrincipal|Action|NotAction|Resource|NotResource|Condition)$/;

/** The document itself is a policy or a fragment of one. */
export function findPlainPolicy(tree: Tree, name: string): FoundPolicy | undefined {
  const root = tree.root;
  if (!root) return undefined;
  const found = (form: FoundPolicy['form']): FoundPolicy => ({ path: [], host: 'plain', tree, node: root, form });
  if (root.kind === 'array') return root.items.some((i) => i.kind === 'object' && isStatement(i)) ? found('statements') : undefined;
  if (root.kind !== 'object') return undefined;
  if (isPolicy(root)) return found('policy');
  if (isStatement(root)) return found('statement');
  // A file that is named a policy and holds nothing that speaks against it: it is just being typed.
  const typing = /polic/i.test(name) && root.members.every((m) => m.value === undefined || ELEMENTS.test(m.key.value)) && (root.open || root.members.length === 0);
  return typing ? found('policy') : undefined;
}

/** An object that is meant as a policy, misspelt elements included. */
export function isPolicy(node: ObjectNode): boolean {
  const statement = findMember(node, 'Statement') ?? node.members.find((m) => /^statements?$/i.test(m.key.value));
  const value = statement?.value;
  if (statement) {
    const items = value?.kind === 'array' ? value.items : value ? [value] : [];
    const version = findMember(node, 'Version') !== undefined;
    return items.length === 0 ? version || node.members.every((m) => ELEMENTS.test(m.key.value)) : version || items.some((i) => i.kind !== 'object' || looksLikeStatement(i)) || items.some((i) => i.kind === 'object' && i.members.length === 0);
  }
  const version = findMember(node, 'Version')?.value;
  return version?.kind === 'scalar' && /^20\d\d.\d\d.\d\d$/.test(version.value) && node.members.every((m) => !/^(AWSTemplateFormatVersion|Resources|Parameters|Rules)$/.test(m.key.value));
}

function isStatement(node: ObjectNode): boolean {
  return findMember(node, 'Effect') !== undefined && looksLikeStatement(node);
}

function looksLikeStatement(node: ObjectNode): boolean {
  return node.members.some((m) => /^(Effect|(Not)?Actions?|(Not)?Princip(al|le)s?|Sid)$/i.test(m.key.value)) || node.open;
}

/** Policies as objects deeper in a document (tool output, a configuration item), outermost first. */
export function findNestedPolicies(tree: Tree): FoundPolicy[] {
  const found: FoundPolicy[] = [];
  const visit = (node: TreeNode, path: readonly (string | number)[]): void => {
    if (node.kind === 'array') node.items.forEach((item, i) => visit(item, [...path, i]));
    if (node.kind !== 'object') return;
    if (path.length > 0 && findMember(node, 'Statement') && isPolicy(node)) {
      found.push({ path, host: 'plain', tree, node, form: 'policy' });
      return;
    }
    for (const member of node.members) if (member.value) visit(member.value, [...path, member.key.value]);
  };
  if (tree.root) visit(tree.root, []);
  return found;
}
