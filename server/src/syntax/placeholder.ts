/**
 * What stands in a text where something else belongs: `${…}`, `{{…}}`, `#{…}`, `<%…%>` for an engine, `<account-id>` and telling words for a person.
 * The one notion of a placeholder: the reader of JSON, the model, the rules, the command and, by asking the server, the client go by it.
 */

export interface Mark {
  readonly start: number;
  readonly end: number;
  /** Who fills it in: a template engine, or a person. */
  readonly by: 'engine' | 'person';
}

const MARKED = /\$\{|#\{|\{\{|<%|<[^<>]+>/g;
/** Words that people leave to be replaced. Real names in capitals exist (`SYMMETRIC_DEFAULT`), so only telling ones count. Runs are bounded: unbounded, a long hyphenated text takes the square of its length. */
const BARE = /\b(?:YOUR|REPLACE|INSERT|ENTER|CHANGE)[_-][A-Za-z0-9_-]+|\bReplace(?:d|Me|With|By)[A-Za-z0-9_]*|\b(?:[Yy]our|[Mm]y)[_-](?:[Aa][Ww][Ss][_-])?[Aa]ccount(?:[_-](?:id|ID|Id|number))?\b|\b(?:[A-Z]{1,20}[_-]){0,4}(?:ACCOUNT|ORG|ORGANIZATION|REGION|TOPIC|QUEUE|BUCKET|KEY|ROLE)[_-](?:ID|ARN|NAME|NUMBER|HERE)\b|\bACCOUNTID\b|\b[Yy]our[A-Z][A-Za-z]+\b|\b[A-Za-z_-]{1,60}[_-]here\b/g;
/** The account as AWS's guides print it: `bucket-owner-account-id`. A name that merely begins so is none. */
const ACCOUNT = /^(?:[A-Za-z]{1,20}[_-]){0,4}account[_-](?:id|number)$/i;
/** A character of a mark, or one of the telling parts of such a word: most strings have none. */
const SIGN = /[$<{#]|YOUR|REPLACE|INSERT|ENTER|CHANGE|Replace|[Yy]our|[Mm]y[_-]|[_-](?:ID|ARN|NAME|NUMBER|HERE|here)|ACCOUNTID|account[_-](?:id|number)/i;
/** Segments of an ARN that are left as the documentation prints them. */
const ARN_SEGMENTS = /^(arn:[^:]*:[^:]*:)([^:]*):([^:]*):/;
const LITERAL_REGION = /^region$/i;
const LITERAL_ACCOUNT = /^account([-_]?id)?$/i;
const LITERAL_SIGN = /:(?:region|account[-_]?(?:id)?):/i;

/** Whether a text may have a mark at all. */
export function mayHoldMark(text: string): boolean {
  return SIGN.test(text) || (text.startsWith('arn:') && LITERAL_SIGN.test(text));
}

/** The marks of a decoded string, in order; none overlaps another. Policy variables are among them: AWS fills them in, and the model tells them apart. */
export function marksIn(text: string): Mark[] {
  const marks: Mark[] = [];
  const closings = new Closings();
  for (let match: RegExpExecArray | null; (match = MARKED.exec(text)); ) {
    const { index, 0: opening } = match;
    const engine = opening.length === 2;
    const end = engine ? engineEnd(text, index, closings) : index + opening.length;
    if (end === undefined) continue;
    marks.push({ start: index, end, by: engine ? 'engine' : 'person' });
    MARKED.lastIndex = end;
  }
  MARKED.lastIndex = 0;
  for (const { index, 0: word } of text.matchAll(BARE)) addIfFree(marks, index, index + word.length);
  if (ACCOUNT.test(text)) addIfFree(marks, 0, text.length);
  const arn = text.startsWith('arn:') ? ARN_SEGMENTS.exec(text) : null;
  if (arn) {
    const region = arn[1]!.length;
    const account = region + arn[2]!.length + 1;
    if (LITERAL_REGION.test(arn[2]!)) addIfFree(marks, region, region + arn[2]!.length);
    if (LITERAL_ACCOUNT.test(arn[3]!) || ACCOUNT.test(arn[3]!)) addIfFree(marks, account, account + arn[3]!.length);
  }
  return marks.sort((a, b) => a.start - b.start);
}

function addIfFree(marks: Mark[], start: number, end: number): void {
  if (!marks.some((m) => start < m.end && end > m.start)) marks.push({ start, end, by: 'person' });
}

/** A longer expression belongs into a file of its own; the bound keeps a text of openings from taking its square. */
const LONGEST = 400;

/** Where the next closing is, while a text is gone through: of many openings, each that is closed nowhere near is passed by at once. */
export class Closings {
  private readonly known = new Map<string, { readonly from: number; readonly at: number }>();

  isNear(text: string, start: number, closing: string): boolean {
    let next = this.known.get(closing);
    if (!next || start < next.from || next.at < start) {
      const at = text.indexOf(closing, start);
      next = { from: start, at: at < 0 ? Infinity : at };
      this.known.set(closing, next);
    }
    return next.at - start <= LONGEST;
  }
}

/**
 * The end of what an engine fills in, from its opening: braces and strings in it may hold others (`${join(",", [x])}`). Undefined where it is not
 * closed on its line.
 */
export function engineEnd(text: string, start: number, closings = new Closings()): number | undefined {
  const closing = text.startsWith('<%', start) ? '%>' : text.startsWith('{{', start) ? '}}' : '}';
  if (!closings.isNear(text, start, closing)) return undefined;
  if (closing !== '}') return closedBy(text, start, closing);
  return balancedEnd(text, start) ?? plainEnd(text, start);
}

function closedBy(text: string, start: number, closing: string): number | undefined {
  const within = text.slice(start, start + LONGEST);
  const end = within.indexOf(closing, 2);
  return end < 0 || /[\r\n]/.test(within.slice(0, end)) ? undefined : start + end + 2;
}

function balancedEnd(text: string, start: number): number | undefined {
  const last = Math.min(text.length, start + LONGEST);
  let depth = 0;
  for (let at = start + 1; at < last; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}') {
      if (--depth === 0) return at + 1;
    } else if (character === '\n' || character === '\r') return undefined;
    else if (character === '"') {
      const close = stringEnd(text, at, last);
      if (close === undefined) return undefined;
      at = close;
    }
  }
  return undefined;
}

/** Up to the first brace, whatever stands before it. */
function plainEnd(text: string, start: number): number | undefined {
  for (let at = start + 2; at < text.length; at++) {
    if (text[at] === '}') return at + 1;
    if (text[at] === '{') return undefined;
  }
  return undefined;
}

/** The quote that closes a string of the engine's language. */
function stringEnd(text: string, start: number, last: number): number | undefined {
  for (let at = start + 1; at < last; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
    else if (text[at] === '\n' || text[at] === '\r') return undefined;
  }
  return undefined;
}

/** The end of an unquoted `${…}`, `#{…}` or `<…>` that starts at `start`, where JSON has a value. */
export function placeholderEnd(text: string, start: number): number | undefined {
  const first = text[start];
  if ((first === '$' || first === '#') && text[start + 1] === '{') {
    let depth = 0;
    for (let i = start + 1; i < text.length && i < start + 2000; i++) {
      if (text[i] === '{') depth++;
      else if (text[i] === '}' && --depth === 0) return i + 1;
    }
    return undefined;
  }
  if (first === '<') {
    const match = /^<[^<>\n"]{1,200}>/.exec(text.slice(start, start + 202));
    return match ? start + match[0].length : undefined;
  }
  return undefined;
}

/** The placeholders of a text of our own, each once: in it they are all alike. */
export function ownPlaceholders(text: string): readonly string[] {
  return [...new Set(text.match(/<[^<>"\n]{1,120}>/g) ?? [])];
}
