import { readValue, type Statement } from '../../policy';
import type { Member, ScalarNode, Span, Tree, TreeNode } from '../../syntax';
import { sourceSpan } from '../../syntax';
import type { Finding, Rule } from '../rule';

/** Tab, line feed, carriage return, printable ASCII and Latin-1: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html (2026-11) */
const OUTSIDE = /[^\t\n\r\u0020-\u00ff]+/;
/** Elements of free text. The words of the others are fixed, and the rule of each tells of a wrong one. */
const FREE = ['Sid', 'Principal', 'NotPrincipal', 'Resource', 'NotResource', 'Condition'];

export const rule: Rule = {
  meta: {
    id: 'valid-characters',
    category: 'grammar',
    kinds: ['key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'none',
    scope: 'statement',
    summary: 'A character in a key policy that KMS does not accept: an em dash, a curly quote, an emoji.',
  },
  *check(policy) {
    if (policy.id) yield* inside(policy.id.member, policy.tree);
    for (const statement of policy.statements)
      for (const member of statement.members) if (FREE.includes(member.key.value)) yield* inside(member, policy.tree, statement);
  },
};

function* inside(member: Member, tree: Tree, statement?: Statement): Iterable<Finding> {
  for (const scalar of member.value ? scalarsOf(member.value) : []) {
    const span = firstOutside(scalar, tree);
    if (!span) continue;
    const text = scalar.value.slice(span.start, span.end);
    const code = text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    yield {
      node: scalar,
      span,
      ...(statement && { statement }),
      message: `KMS refuses ${[...text].length === 1 ? `this character (U+${code})` : `these characters (U+${code} and on)`}: a key policy holds ASCII and Latin-1 characters only. Write it in those.`,
    };
  }
}

function* scalarsOf(node: TreeNode): Iterable<ScalarNode> {
  if (node.kind === 'scalar') yield node;
  else if (node.kind === 'array') for (const item of node.items) yield* scalarsOf(item);
  else if (node.kind === 'choice') for (const alternative of node.alternatives) yield* alternative ? scalarsOf(alternative) : [];
  else if (node.kind === 'object')
    for (const member of node.members) {
      yield member.key;
      if (member.value) yield* scalarsOf(member.value);
    }
}

/** The first run as it is written: what KMS makes of an escape such as \u2014, which is ASCII itself, is not documented. A placeholder gives way to something else. */
function firstOutside(scalar: ScalarNode, tree: Tree): Span | undefined {
  for (const { kind, text, span: { start } } of readValue(scalar).pieces) {
    const found = kind === 'hole' ? null : OUTSIDE.exec(text);
    if (!found) continue;
    const span = { start: start + found.index, end: start + found.index + found[0].length };
    const source = sourceSpan(scalar, span);
    if (tree.text.slice(source.start, source.end) === found[0]) return span;
  }
  return undefined;
}
