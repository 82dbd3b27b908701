/** What a document holds: its policies, each with the tree that writes it, its kind and its owner. */
import type { KindHints, Own, Owner, Policy, PolicyKind } from '../policy';
import type { Span, Tree, TreeNode } from '../syntax';
import type { OtherSyntax } from './otherSyntax';

export type Host = 'plain' | 'attributes' | 'cloudformation';

export interface PolicySite {
  /** Where in the document: a JSONPath, `$` for the document itself. */
  readonly address: string;
  readonly host: Host;
  readonly policy: Policy;
  /** The tree that reads and writes the policy; its `locate` gives offsets of the document. */
  readonly tree: Tree;
  readonly kind: PolicyKind;
  readonly kindReason: string;
  /** The kind may be another one (`KindVerdict`). */
  readonly kindGuessed?: boolean;
  readonly owner: Owner;
  /** What the host tells of the queue or key; absent where it tells nothing. */
  readonly own?: Own;
  /** Document offsets. */
  readonly range: Span;
}

export interface PolicyDocument {
  /** As it was given: what the configuration's globs see. Empty where there is none. */
  readonly path: string;
  readonly text: string;
  /** The whole document, whether or not it holds a policy. */
  readonly tree: Tree;
  /** True where a template engine fills the text in (a `.tpl` file, `%{ for }`, `${…}` in most places): placeholders are then no fault. */
  readonly template: boolean;
  /** What the text is written in where that is not JSON. Nothing of it is read then. */
  readonly otherSyntax?: OtherSyntax;
  readonly policies: readonly PolicySite[];
}

/** A policy that was found, before its kind is known. */
export interface FoundPolicy {
  readonly path: readonly (string | number)[];
  readonly host: Host;
  readonly tree: Tree;
  readonly node: TreeNode;
  readonly form: Policy['form'];
  readonly own?: Own;
  readonly hints?: Pick<KindHints, 'host' | 'deadLetter' | 'name'>;
}

export function jsonPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => text + (typeof step === 'number' ? `[${step}]` : /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`), '$');
}
