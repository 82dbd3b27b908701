import type { Policy } from '../../policy';
import type { Edit, Span, SyntaxErrorCode, SyntaxFault, Tree } from '../../syntax';
import type { Rule } from '../rule';

const MESSAGES: Readonly<Record<Exclude<SyntaxErrorCode, 'comment' | 'placeholder'>, string>> = {
  'unexpected-token': 'This is no JSON value.',
  'unterminated-string': 'The string does not end: its closing quote is missing.',
  'invalid-escape': 'A backslash escape in this string is none that JSON knows.',
  'invalid-character': 'A control character stands in this string; write it as an escape.',
  'invalid-number': 'JSON has no such number. Text, a date or an account ID belongs in double quotes.',
  'leading-zero': 'JSON has no number with a leading zero. An account id with one stands in double quotes.',
  'missing-comma': 'A comma is missing here.',
  'missing-colon': 'A colon and a value are missing after this key.',
  'missing-value': 'A value is missing here.',
  'missing-key': 'A key in double quotes belongs here.',
  'trailing-comma': 'JSON has no comma after the last item; AWS rejects it.',
  unclosed: 'This bracket is not closed.',
  'text-around': 'This text is not part of the policy, and AWS rejects it.',
  'too-deep': 'This is nested deeper than any policy; what is inside was not read.',
  'too-large': 'The file is larger than any policy, and was not read.',
  empty: 'The file is empty.',
};

const AROUND = 'Remove the text around the policy';

/** The tree has all that the text has: what seems to be missing is missing. */
const LOSSLESS: readonly SyntaxErrorCode[] = ['trailing-comma', 'text-around', 'leading-zero', 'invalid-character'];

type TextEdit = Extract<Edit, { kind: 'replaceText' }>;

export const rule: Rule = {
  meta: {
    id: 'valid-json',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    summary: 'Text that is not JSON: comments, commas too many or too few, text before or after the policy.',
    accessAnalyzer: ['JSON_SYNTAX_ERROR'],
  },
  *check(policy) {
    const comments = policy.tree.faults.filter((f) => f.code === 'comment');
    if (comments.length > 0)
      yield {
        node: policy.node,
        at: comments[0]!.range,
        rests: [],
        message: `AWS rejects comments: JSON has none.${comments.length > 1 ? ` There are ${comments.length}.` : ''}`,
        fixes: [{ title: comments.length > 1 ? 'Remove all comments' : 'Remove the comment', class: 'repair', edits: () => comments.map(edit) }],
      };
    const lineOf = lineStarts(policy.tree.text);
    const quotes = typographic(policy.tree);
    if (quotes.length > 0)
      yield {
        node: policy.node,
        at: quotes[0]!.range,
        message: 'JSON strings stand in straight quotation marks ("). Replace the typographic ones, as word processors and web pages have them.',
        fixes: [{ title: 'Replace the quotation marks', class: 'repair', edits: () => quotes.map(({ range, text }) => replace(range, `"${text}"`)) }],
      };
    const mended = new Set(quotes.map(({ range }) => lineOf(range.start)));
    let line: number | undefined;
    const lost = lostBrace(policy);
    if (lost?.heading) yield { node: policy.node, at: lost.heading, message: MESSAGES['text-around'], fixes: [{ title: AROUND, class: 'repair', edits: () => [replace(lost.heading!, '')] }] };
    if (lost)
      yield {
        node: policy.node,
        at: lost.at,
        message: lost.end === undefined ? 'The opening { of the policy is missing before this.' : 'The { of the policy is missing before this, and its } at the end.',
        fixes: [{ title: lost.end === undefined ? 'Add the opening {' : 'Add the { and the }', class: 'repair', edits: () => [insert(lost.at.start, '{\n  '), ...(lost.end === undefined ? [] : [insert(lost.end, '\n}')])] }],
      };
    for (const [i, fault] of policy.tree.faults.entries()) {
      // Placeholders have a rule of their own, which knows templates.
      if (fault.code === 'comment' || fault.code === 'placeholder') continue;
      // One slip makes the reader stumble several times: what follows on its line is told once it is mended.
      const start = lineOf(fault.range.start);
      if (start === line || mended.has(start)) continue;
      line = start;
      if (isTemplateTag(policy.tree.text, fault.range) || (fault.code === 'text-around' && (lost || isFragmentComma(policy, fault)))) continue;
      const stray = strayText(fault, policy.tree.faults[i + 1]);
      if (stray) yield { node: policy.node, at: stray, message: 'This text cannot stand here: after a comma, a key and its value are expected.' };
      else yield { node: policy.node, at: fault.range, ...(LOSSLESS.includes(fault.code) && { rests: [] }), message: MESSAGES[fault.code], fixes: fault.repair ? [{ title: titleOf(fault), class: holdsObject(policy.tree.text, fault) ? 'decision' : 'repair', edits: () => [edit(fault)] }] : [] };
    }
  },
};

/** Another policy beside it, as after a merge: which of them counts is for a person to say. */
function holdsObject(text: string, { code, range, repair }: SyntaxFault): boolean {
  if (code !== 'text-around') return false;
  const { start, end } = repair?.range ?? range;
  return text.slice(start, end).includes('{') || /^(<<<<<<<|=======|>>>>>>>)/m.test(text.slice(start, end));
}

/** Where the line of an offset starts. Asked in the order of the text, it looks at each character once. */
function lineStarts(text: string): (offset: number) => number {
  let start = 0;
  let end: number | undefined;
  return (offset) => {
    end ??= text.indexOf('\n');
    if (offset < start) return text.lastIndexOf('\n', offset - 1) + 1;
    while (end >= 0 && end < offset) {
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    return start;
  };
}

const QUOTES = '“”„‟‘’‚«»';
/** A string in straight quotes, or one in others. */
const STRINGS = new RegExp(`"(?:[^"\\\\\\n]|\\\\.)*"|[${QUOTES}]([^${QUOTES}"\\n]*)[${QUOTES}]`, 'g');

/** Strings in typographic quotation marks, where the reader stumbles over one. */
function typographic({ text, faults }: Tree): readonly { readonly range: Span; readonly text: string }[] {
  if (!faults.some(({ range }) => QUOTES.includes(text[range.start] ?? ' '))) return [];
  return [...text.matchAll(STRINGS)].flatMap((m) => (m[1] === undefined ? [] : [{ range: { start: m.index, end: m.index + m[0].length }, text: m[1] }]));
}

function edit(fault: SyntaxFault): TextEdit {
  return replace(fault.repair!.range, fault.repair!.newText);
}

function insert(at: number, text: string): TextEdit {
  return replace({ start: at, end: at }, text);
}

function replace(range: Span, text: string): TextEdit {
  return { kind: 'replaceText', range, text };
}

function titleOf(fault: SyntaxFault): string {
  if (fault.code === 'text-around') return AROUND;
  if (fault.code === 'leading-zero' || fault.code === 'invalid-number') return 'Put it in quotes';
  return fault.repair!.newText === '' ? 'Remove the comma' : 'Add the comma';
}

/**
 * A copy that lost its first brace: the reader finds the statements, and takes the elements before them for other text. With `heading`, there
 * is such text as well; with `end`, the last brace is lost too.
 */
function lostBrace({ tree: { text, root, faults } }: Policy): { at: Span; heading?: Span; end?: number } | undefined {
  const before = faults.find((f) => f.code === 'text-around' && f.range.start < (root?.range.start ?? 0))?.range;
  const skipped = before && text.slice(before.start, before.end);
  // The elements begin at the first quote. A regular expression for both ends would try every quote between.
  if (!skipped || !/"Statement"\s*:$/i.test(skipped.trimEnd())) return undefined;
  const first = skipped.indexOf('"');
  const start = before.start + first;
  const closed = text.slice(root!.range.end).trim() !== '' || faults.some((f) => f.code === 'unclosed');
  return {
    at: { start, end: start + skipped.slice(first).split(/[\r\n]/, 1)[0]!.trimEnd().length },
    ...(first > 0 && { heading: { start: before.start, end: start } }),
    ...(!closed && { end: root!.range.end }),
  };
}

/** A fragment with a comma after it waits to be put into a list of statements. */
function isFragmentComma(policy: Policy, fault: SyntaxFault): boolean {
  return policy.form !== 'policy' && policy.tree.text.slice(fault.range.start, fault.range.end) === ',';
}

/** A tag of a template language that stands where JSON has a value or a key. */
function isTemplateTag(text: string, range: Span): boolean {
  return /\{\{|\{%|%\}|<%|%>/.test(text.slice(Math.max(0, range.start - 2), range.end + 2));
}

/** A string with neither comma before nor colon after it: to the reader a key, to nobody else, and a comma would not mend it. */
function strayText(fault: SyntaxFault, next: SyntaxFault | undefined): Span | undefined {
  return fault.code === 'missing-comma' && next?.code === 'missing-colon' && next.range.start === fault.range.end - 1 ? next.range : undefined;
}
