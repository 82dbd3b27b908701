/** A string of JSON in which a template engine's expression has quotes of its own: `"${join("", [x])}"`. JSON would end it at the first of them. */
import { decodedOffsets } from './jsonString';
import { engineEnd, type Closings } from './placeholder';
import type { Part, ScalarNode, Span } from './tree';

const OPENING = /\$\{|#\{|%\{|\{\{|<%/;
/** What stands before a string in an expression. After a name it would be none: then a brace is missing, and the string ends where JSON ends it. */
const BEFORE_STRING = /[([{,=?:!<>&|+*/%-]\s*$/;
const BEFORE_ARGUMENT = /[([{,=?:!<>&|+*/%-]\s*$|\s$/;
/** AWS's own variables hold no quotes. */
const VARIABLE = /^\$\{\s*(?:aws|kms)\s*:/i;

/** Whether a text has anything of the kind. What is JSON as it stands has not. */
export function mayHoldExpressions(text: string): boolean {
  return OPENING.test(text) && !isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

export interface TemplateString {
  /** Behind the closing quote. */
  readonly end: number;
  readonly holes: readonly Span[];
}

/** `token`: the string as JSON cuts it. Undefined where it is right. */
export function templateString(text: string, token: Span, closings: Closings): TemplateString | undefined {
  const holes: Span[] = [];
  let quote = token.end - 1;
  let at = token.start + 1;
  for (;;) {
    // Never past the string: another opening may be far away.
    const opening = OPENING.exec(text.slice(at, quote));
    if (!opening) break;
    const start = at + opening.index;
    const end = engineEnd(text, start, closings);
    if (end === undefined || end <= quote) {
      at = end ?? start + opening[0].length;
      continue;
    }
    const before = opening[0] === '${' || opening[0] === '#{' ? BEFORE_STRING : BEFORE_ARGUMENT;
    const closing = before.test(text.slice(start, quote)) && !VARIABLE.test(text.slice(start, quote)) ? closingQuote(text, end) : undefined;
    if (closing === undefined) return undefined;
    holes.push({ start, end });
    quote = closing;
    at = end;
  }
  return holes.length > 0 && /^(?:[\s,:}\]]|$)/.test(text.slice(quote + 1, quote + 2)) ? { end: quote + 1, holes } : undefined;
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
    else if (text[at] === '\n' || text[at] === '\r') return undefined;
  }
  return undefined;
}

/** `decode`: the value of a string that JSON could hold, quotes included. */
export function templateScalar(text: string, start: number, { end, holes }: TemplateString, decode: (text: string) => string): ScalarNode {
  const parts: Part[] = [];
  const addText = (from: number, to: number): void => {
    if (from === to) return;
    const written = text.slice(from, to);
    const decoded = decode(`"${written}"`);
    const range = { start: from, end: to };
    parts.push(decoded === written ? { kind: 'text', text: written, range } : { kind: 'text', text: decoded, range, offsets: decodedOffsets(text, range, decoded.length) });
  };
  let at = start + 1;
  for (const hole of holes) {
    addText(at, hole.start);
    parts.push({ kind: 'hole', text: text.slice(hole.start, hole.end), range: hole });
    at = hole.end;
  }
  addText(at, end - 1);
  return { kind: 'scalar', type: 'string', range: { start, end }, value: parts.map((part) => part.text).join(''), parts };
}
