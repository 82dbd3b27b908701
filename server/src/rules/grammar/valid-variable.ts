import type { Facts, OperatorFamily } from '../../aws';
import type { Piece, Policy, Statement, Value } from '../../policy';
import type { Span } from '../../syntax';
import type { Finding, Rule } from '../rule';

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-11) leaves Bool out, the page of the operators has it:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean (2026-11)
 */
const WITH_VARIABLES: readonly OperatorFamily[] = ['string', 'arn', 'bool'];

export const rule: Rule = {
  meta: {
    id: 'valid-variable',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'A policy variable that is malformed, empty or unknown, or stands where AWS puts nothing in its place.',
    accessAnalyzer: ['MISSING_BRACE_IN_VARIABLE', 'MISSING_QUOTE_IN_VARIABLE', 'UNSUPPORTED_SPACE_IN_VARIABLE', 'EMPTY_VARIABLE', 'INVALID_VARIABLE_FOR_OPERATOR', 'VARIABLE_UNSUPPORTED_IN_VERSION'],
    yieldsTo: ['valid-condition-value'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const { value, family } of valuesOf(statement, facts))
        for (const piece of value.pieces) {
          const fault = faultOf(piece, policy, family, facts);
          if (fault) yield { node: value.node, span: fault.span ?? piece.span, statement, message: fault.message, ...(fault.soft && { severity: 'warning' as const }), fixes: fault.fixes?.(value) ?? [] };
        }
  },
};

interface Fault {
  readonly message: string;
  readonly span?: Span;
  readonly soft?: boolean;
  readonly fixes?: (value: Value) => NonNullable<Finding['fixes']>;
}

/** Those that are more than plain text: what names a variable, or nearly, is none. */
function* valuesOf(statement: Statement, facts: Facts): Iterable<{ value: Value; family?: OperatorFamily }> {
  for (const value of [...(statement.resource?.values ?? []), ...(statement.notResource?.values ?? [])]) if (!value.known) yield { value };
  for (const test of statement.condition?.tests ?? [])
    for (const value of test.list.values) {
      if (value.known) continue;
      const family = facts.parseOperator(test.operator.text).operator?.family;
      yield { value, ...(family && { family }) };
    }
}

function faultOf(piece: Piece, policy: Policy, family: OperatorFamily | undefined, facts: Facts): Fault | undefined {
  if (piece.kind === 'text') return unclosed(piece);
  // A hole is the host's or the user's to fill, but for what can only be a variable with a slip in it.
  if (piece.kind === 'hole') return piece.from === 'placeholder' ? slipped(piece) : undefined;
  const fallback = unquoted(piece.text);
  if (fallback) return fallback;
  if (family && !WITH_VARIABLES.includes(family)) return { message: `AWS puts nothing in place of ${piece.text} here: variables work with String and Arn operators alone.` };
  // `${*}`, `${?}` and `${$}` are the characters themselves.
  const character = piece.name.length === 1;
  const key = facts.findConditionKey(piece.name);
  if (key?.multivalued) return { message: `${piece.name} has several values, and a variable stands for one: AWS does not take it as a variable.` };
  if (!key && /^(aws|kms):/i.test(piece.name)) {
    const near = facts.nearest(piece.name, facts.conditionKeys().map((k) => k.name));
    if (near) return { message: `There is no variable ${piece.text}: no request carries ${piece.name}. \${${near}} was meant?`, fixes: (value) => [{ title: `Replace by \${${near}}`, class: 'decision', edits: () => [{ kind: 'replaceSpan', node: value.node, span: piece.span, text: `\${${near}}` }] }] };
    return { soft: true, message: `No request is known to carry ${piece.name} (as of ${facts.date}): nothing is put in place of ${piece.text}.` };
  }
  if (!policy.version && !policy.open && policy.object) {
    const { object } = policy;
    return {
      message: `Without "Version": "2012-10-17" ${piece.text} is plain text: ${character ? `it is not the character ${piece.name}` : 'nothing is put in its place'}.`,
      fixes: () => [{ title: 'Add Version 2012-10-17', class: 'decision', edits: () => [{ kind: 'setProperty', object, key: 'Version', value: '2012-10-17', before: object.members[0]?.key.value }] }],
    };
  }
  return undefined;
}

/** `${aws:username` to the end of the text. */
function unclosed({ text, span }: Piece): Fault | undefined {
  const found = /\$\{\s*(?:aws|kms):[^{}]*$/i.exec(text);
  return found ? { span: { start: span.start + found.index, end: span.end }, message: `The closing brace of ${found[0].trim()} is missing, so that it is plain text.` } : undefined;
}

function slipped({ text, span }: Piece): Fault | undefined {
  if (!text.startsWith('${')) return undefined;
  const inner = text.slice(2, -1);
  if (inner.trim() === '') return { message: `${text} names no variable; AWS rejects it.` };
  const [name, ...fallback] = inner.split(',');
  if (!/^\s*(aws|kms)\s*:(?!:)/i.test(name!)) return undefined;
  const tight = withoutSpace(name!);
  if (tight.endsWith(':')) return { message: `${text} names no key after ${tight}, so that nothing can be put in its place.` };
  const quotes = unquoted(text);
  if (quotes) return quotes;
  if (tight === name) return undefined;
  const mended = `\${${tight}${fallback.length > 0 ? `, ${fallback.join(',').trim()}` : ''}}`;
  return { message: `AWS takes no space in ${text}.`, fixes: (value) => [{ title: `Replace by ${mended}`, class: 'decision', edits: () => [{ kind: 'replaceSpan', node: value.node, span, text: mended }] }] };
}

function unquoted(text: string): Fault | undefined {
  const comma = text.indexOf(',');
  const fallback = text.slice(comma + 1, -1).trim();
  if (comma < 0 || /^'[^']*'$/.test(fallback)) return undefined;
  if (/^'[^']*'(\s*,\s*'[^']*')+$/.test(fallback)) return { message: `A variable takes one fallback, and ${text} has several: keep one.` };
  return { message: `The fallback in ${text} stands in single quotes: \${${withoutSpace(text.slice(2, comma))}, 'none'}.` };
}

function withoutSpace(text: string): string {
  return text.replace(/\s/g, '');
}
