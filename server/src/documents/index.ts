/** Finds every policy in a document, whatever it is written in. */
import { kindOf, ownerOf, readPolicy, type Memory, type PolicyKind } from '../policy';
import { parseJson, type SyntaxFault, type Tree } from '../syntax';
import { findTemplatePolicies, includedPolicy } from './cloudFormation';
import { jsonPath, type FoundPolicy, type PolicyDocument, type PolicySite } from './document';
import { otherSyntax } from './otherSyntax';
import { findNestedPolicies, findPlainPolicy } from './plainJson';
import { findEscapedPolicies } from './queueAttributes';
import { isTemplateFile } from './templateFile';

export type { Host, PolicyDocument, PolicySite } from './document';
export { notReadYet, type OtherSyntax } from './otherSyntax';

export interface DocumentOptions {
  /** The file's path or name: the last resort in telling the kind. */
  readonly name?: string;
  /** The kind that the configuration gives this file's policies. */
  readonly kind?: PolicyKind;
  /** The owner account that the configuration gives. */
  readonly account?: string;
  /** What is known of the texts before. */
  readonly memory?: Memory | undefined;
}

/** Any text in; never throws. A document without a policy has none in `policies`. */
export function findPolicies(text: string, options: DocumentOptions = {}): PolicyDocument {
  const syntax = otherSyntax(options.name ?? '', text);
  if (syntax !== undefined) return { path: options.name ?? '', text, tree: { ...parseJson(''), text, write: () => [] }, template: false, otherSyntax: syntax, policies: [] };
  const tree = parseJson(text);
  const name = options.name?.split(/[\\/]/).pop() ?? '';
  const found = mentionsPolicy(text) || /polic/i.test(name) ? search(tree, name) : [];
  if (found.length > 0) options.memory?.reads(text);
  const policies = shareFaults(found).map((f): PolicySite => {
    const policy = readPolicy(f.tree, f.node, f.form, options.memory);
    const { kind, reason, guessed } = kindOf(policy, { configured: options.kind, name: f.hints?.name ?? name, ...f.hints });
    return { address: jsonPath(f.path), host: f.host, policy, tree: f.tree, kind, kindReason: reason, ...(guessed && { kindGuessed: true }), owner: ownerOf(policy, options.account, f.own), ...(f.own && { own: f.own }), range: f.tree.locate(f.node.range) };
  });
  const template = isTemplateFile(name, tree, policies.map(({ policy }) => policy));
  return { path: options.name ?? '', text, tree, template, policies };
}

/** A cheap test before the search: most JSON files hold no policy. */
function mentionsPolicy(text: string): boolean {
  // Letters of a key may be written as escapes, and in a string its quotes are.
  return /Statement|Effect|"Version\\*"|\\u00/i.test(text);
}

function search(tree: Tree, name: string): readonly FoundPolicy[] {
  const template = findTemplatePolicies(tree);
  if (template) return template;
  const plain = findPlainPolicy(tree, name);
  if (plain) return [includedPolicy(plain)];
  return [...findEscapedPolicies(tree), ...findNestedPolicies(tree).map(includedPolicy)];
}

/** Each syntax fault belongs to one policy: to the one around it, else to the first of the text. */
function shareFaults(found: readonly FoundPolicy[]): readonly FoundPolicy[] {
  if (found.length < 2 || found.every(({ tree }) => tree.faults.length === 0)) return found;
  // Those of one text have its faults.
  const sharing = new Map<readonly SyntaxFault[], FoundPolicy[]>();
  for (const f of found) {
    const others = sharing.get(f.tree.faults);
    if (others) others.push(f);
    else sharing.set(f.tree.faults, [f]);
  }
  const shares = new Map<FoundPolicy, SyntaxFault[]>();
  for (const [faults, policies] of sharing) {
    if (policies.length < 2) continue;
    const inOrder = policies.toSorted((a, b) => a.node.range.start - b.node.range.start);
    for (const policy of policies) shares.set(policy, []);
    for (const fault of faults) shares.get(around(inOrder, fault.range.start) ?? policies[0]!)!.push(fault);
  }
  return found.map((f) => (shares.has(f) ? { ...f, tree: { ...f.tree, faults: shares.get(f)! } } : f));
}

/** The policy that holds the offset. */
function around(inOrder: readonly FoundPolicy[], offset: number): FoundPolicy | undefined {
  let low = 0;
  let high = inOrder.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (inOrder[middle]!.node.range.start <= offset) low = middle;
    else high = middle - 1;
  }
  const { range } = inOrder[low]!.node;
  return range.start <= offset && offset < range.end ? inOrder[low] : undefined;
}
