/**
 * JSON text -> tree, for any text: half-typed, with comments, with unquoted placeholders, too deep. It never throws and never hangs.
 * jsonc-parser cuts the text into tokens; the tree, the recovery and the bounds are ours.
 */
import { createScanner } from 'jsonc-parser';
import { decodedOffsets, PlainString } from './jsonString';
import { ScanError, SyntaxKind } from './jsonTokens';
import { placeholderEnd } from './placeholder';
import { writeJson } from './writeJson';
import type { ArrayNode, Edit, HoleNode, Member, ObjectNode, ScalarNode, Span, SyntaxErrorCode, SyntaxFault, TextChange, TextPart, Tree, TreeNode } from './tree';

/** A policy needs about ten levels, a template around it twenty. */
const MAX_DEPTH = 200;
/** CloudFormation takes templates up to 1 MB; a Terraform plan with a policy in it may be larger. */
const MAX_LENGTH = 8 * 1024 * 1024;

export function parseJson(text: string): Tree {
  const parsed = text.length > MAX_LENGTH ? { root: undefined, faults: [tooLarge(text)] } : new JsonReader(text).read();
  return {
    text,
    root: parsed.root,
    faults: parsed.faults,
    locate: (span) => span,
    offsetAt: (offset) => (offset >= 0 && offset <= text.length ? offset : undefined),
    write: (edits: readonly Edit[]): TextChange[] => writeJson(text, edits),
  };
}

/** What a string holds that is not closed. */
function valueOf(text: string): string {
  const scanner = createScanner(text, false);
  scanner.scan();
  return scanner.getTokenValue();
}

function tooLarge(text: string): SyntaxFault {
  return { code: 'too-large', range: { start: 0, end: Math.min(1, text.length) } };
}

/** The tokens of one character, which are more than half of all. */
function punctuationOf(code: number): number | undefined {
  switch (code) {
    case 0x7b:
      return SyntaxKind.OpenBraceToken;
    case 0x7d:
      return SyntaxKind.CloseBraceToken;
    case 0x5b:
      return SyntaxKind.OpenBracketToken;
    case 0x5d:
      return SyntaxKind.CloseBracketToken;
    case 0x3a:
      return SyntaxKind.ColonToken;
    case 0x2c:
      return SyntaxKind.CommaToken;
    default:
      return undefined;
  }
}

class JsonReader {
  private readonly scanner;
  private readonly faults: SyntaxFault[] = [];
  private readonly told = new Set<SyntaxErrorCode>();
  /** Where the next token is looked for. */
  private position = 0;
  private token: number = SyntaxKind.Unknown;
  private tokenStart = 0;
  private tokenEnd = 0;
  /** The string that was scanned last ends at a line break, before where the scanner takes it to end. */
  private cut = false;
  /** A template directive was passed since this was last cleared: commas around it are the template's affair. */
  private directive = false;
  /** The end of the last token that was consumed. */
  private lastEnd = 0;

  constructor(private readonly text: string) {
    this.scanner = createScanner(text, false);
  }

  read(): { root: TreeNode | undefined; faults: SyntaxFault[] } {
    if (this.text.charCodeAt(0) === 0xfeff) this.position = 1;
    this.next();
    if (this.token === SyntaxKind.EOF) {
      this.fault('empty', { start: 0, end: this.text.length });
      return { root: undefined, faults: this.faults };
    }
    this.skipTextBefore();
    const first = { start: this.start(), end: this.end() };
    const root = this.value(0);
    if (root && !this.at(SyntaxKind.EOF)) this.textAfter();
    // Words that are no JSON at all.
    if (!root && this.faults.length === 0) this.fault('unexpected-token', first);
    return { root, faults: this.faults };
  }

  private skipTextBefore(): void {
    if (this.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken)) return;
    const start = this.start();
    if (this.at(SyntaxKind.StringLiteral) && this.text.slice(this.end()).trim() === '') return;
    const open = this.text.slice(start).search(/[{[]/);
    if (open < 0 || this.text.startsWith('${', start)) return;
    const range = { start, end: this.tokenBracket() ?? start + open };
    this.fault('text-around', range, { range, newText: '' });
    this.position = range.end;
    this.next();
  }

  /** Where the text begins with a string it is JSON that lost something: a bracket in a string or a comment opens nothing. */
  private tokenBracket(): number | undefined {
    if (!this.at(SyntaxKind.StringLiteral)) return undefined;
    const before = this.faults.length;
    while (!this.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken, SyntaxKind.EOF)) this.next();
    // What stands in the skipped text is no matter of its own.
    this.faults.length = before;
    return this.at(SyntaxKind.EOF) ? undefined : this.start();
  }

  private textAfter(): void {
    const start = this.start();
    const end = start + this.text.slice(start).replace(/[ \t\r\n]+$/, '').length;
    if (end <= start) return;
    const from = this.lastEnd;
    this.fault('text-around', { start, end }, { range: { start: from, end }, newText: '' });
  }

  private value(depth: number): TreeNode | undefined {
    switch (this.token) {
      case SyntaxKind.OpenBraceToken:
        return depth >= MAX_DEPTH ? this.skipDeep('object') : this.object(depth);
      case SyntaxKind.OpenBracketToken:
        return depth >= MAX_DEPTH ? this.skipDeep('array') : this.array(depth);
      case SyntaxKind.StringLiteral:
        return this.string();
      case SyntaxKind.NumericLiteral:
        return this.literal('number');
      case SyntaxKind.TrueKeyword:
      case SyntaxKind.FalseKeyword:
        return this.literal('boolean');
      case SyntaxKind.NullKeyword:
        return this.literal('null');
      case SyntaxKind.Unknown: {
        const hole = this.hole();
        if (hole) return hole;
        break;
      }
    }
    return undefined;
  }

  private object(depth: number): ObjectNode {
    const start = this.start();
    const members: Member[] = [];
    let open = false;
    let needComma = false;
    this.directive = false;
    this.next();
    for (;;) {
      if (this.directive) open = true;
      if (this.at(SyntaxKind.CloseBraceToken)) break;
      if (this.at(SyntaxKind.EOF, SyntaxKind.CloseBracketToken)) return this.unclosed<ObjectNode>({ kind: 'object', range: { start, end: this.closeRange() }, members, open: true }, start);
      if (this.at(SyntaxKind.CommaToken)) {
        this.comma(SyntaxKind.CloseBraceToken, needComma, open);
        needComma = false;
        continue;
      }
      if (!this.at(SyntaxKind.StringLiteral)) {
        if (this.at(SyntaxKind.Unknown) && this.hole()) {
          open = true; // `${extra_members}` where members stand
          needComma = true;
          continue;
        }
        this.fault(needComma ? 'missing-comma' : 'missing-key', this.span());
        open = true;
        this.skipTo(SyntaxKind.CommaToken, SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken, SyntaxKind.StringLiteral);
        needComma = false;
        continue;
      }
      if (needComma) this.missingComma();
      const key = this.string();
      let value: TreeNode | undefined;
      if (this.at(SyntaxKind.ColonToken)) {
        const colonEnd = this.end();
        this.next();
        value = this.value(depth + 1);
        if (!value) {
          open = true;
          if (this.at(SyntaxKind.EOF, SyntaxKind.CommaToken, SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken)) this.fault('missing-value', { start: key.range.start, end: colonEnd });
          else this.fault('unexpected-token', this.span());
          this.skipTo(SyntaxKind.CommaToken, SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken);
        }
      } else {
        open = true;
        this.fault('missing-colon', key.range);
      }
      members.push({ key, value, range: { start: key.range.start, end: value ? value.range.end : this.lastEnd } });
      needComma = true;
      if (this.directive) open = true;
    }
    const end = this.end();
    this.directive = false; // those inside are no matter of the container around
    this.next();
    return { kind: 'object', range: { start, end }, members, open };
  }

  private array(depth: number): ArrayNode {
    const start = this.start();
    const items: TreeNode[] = [];
    let open = false;
    let needComma = false;
    this.directive = false;
    this.next();
    for (;;) {
      if (this.directive) open = true;
      if (this.at(SyntaxKind.CloseBracketToken)) break;
      if (this.at(SyntaxKind.EOF, SyntaxKind.CloseBraceToken)) return this.unclosed<ArrayNode>({ kind: 'array', range: { start, end: this.closeRange() }, items, open: true }, start);
      if (this.at(SyntaxKind.CommaToken)) {
        this.comma(SyntaxKind.CloseBracketToken, needComma, open);
        needComma = false;
        continue;
      }
      if (needComma) this.missingComma();
      const item = this.value(depth + 1);
      if (item) items.push(item);
      else {
        open = true;
        this.fault('unexpected-token', this.span());
        this.skipTo(SyntaxKind.CommaToken, SyntaxKind.CloseBracketToken, SyntaxKind.CloseBraceToken);
      }
      needComma = true;
      if (this.directive) open = true;
    }
    const end = this.end();
    this.directive = false;
    this.next();
    return { kind: 'array', range: { start, end }, items, open };
  }

  /** A comma of a container that `close` ends; `wanted`: something stands before it. */
  private comma(close: number, wanted: boolean, open: boolean): void {
    const range = this.span();
    this.next();
    if (this.directive || open) return;
    if (!wanted) this.fault('missing-value', range, { range, newText: '' });
    else if (this.at(close)) this.fault('trailing-comma', range, { range, newText: '' });
  }

  private missingComma(): void {
    if (this.directive) return;
    const { lastEnd } = this;
    this.fault('missing-comma', { start: lastEnd, end: this.start() + 1 }, { range: { start: lastEnd, end: lastEnd }, newText: ',' });
  }

  private string(): ScalarNode {
    const start = this.start();
    const end = this.end();
    const { cut } = this;
    const value = cut ? valueOf(this.text.slice(start, end)) : this.scanner.getTokenValue();
    const error: number = this.scanner.getTokenError();
    const unterminated = cut || error === ScanError.UnexpectedEndOfString;
    if (unterminated) this.fault('unterminated-string', { start, end });
    else if (error === ScanError.InvalidUnicode || error === ScanError.InvalidEscapeCharacter) this.fault('invalid-escape', { start, end });
    else if (error === ScanError.InvalidCharacter) this.fault('invalid-character', { start, end });
    const innerEnd = unterminated ? end : end - 1;
    this.next();
    if (value.length === innerEnd - start - 1) return new PlainString(value, { start, end }, innerEnd);
    const inner = { start: start + 1, end: innerEnd };
    const part: TextPart = { kind: 'text', text: value, range: inner, offsets: decodedOffsets(this.text, inner, value.length) };
    return { kind: 'scalar', type: 'string', range: { start, end }, value, parts: [part] };
  }

  private literal(type: 'number' | 'boolean' | 'null'): ScalarNode {
    const { start } = this.span();
    let end = this.end();
    this.next();
    // The scanner ends a number after a zero at its start: an account id that was written as a number.
    const whole = end;
    while (type === 'number' && this.at(SyntaxKind.NumericLiteral) && this.start() === end && this.text[end] !== '-') {
      end = this.end();
      this.next();
    }
    if (end > whole) this.fault('leading-zero', { start, end }, { range: { start, end }, newText: `"${this.text.slice(start, end)}"` });
    const range = { start, end };
    const value = this.text.slice(start, end);
    return { kind: 'scalar', type, range, value, parts: [{ kind: 'text', text: value, range }] };
  }

  /** `${services}`, `{{ x }}` never reaches here as braces; `<account>` unquoted. */
  private hole(): HoleNode | undefined {
    const start = this.start();
    const end = placeholderEnd(this.text, start);
    if (end === undefined) return undefined;
    this.position = end;
    this.lastEnd = end;
    this.next(true);
    const range = { start, end };
    this.fault('placeholder', range);
    return { kind: 'hole', range, label: this.text.slice(start, end) };
  }

  private unclosed<T extends ObjectNode | ArrayNode>(node: T, start: number): T {
    this.faultOnce('unclosed', { start, end: start + 1 });
    return node;
  }

  private closeRange(): number {
    return this.at(SyntaxKind.EOF) ? this.text.length : this.start();
  }

  private skipDeep(kind: 'object' | 'array'): TreeNode {
    const start = this.start();
    this.faultOnce('too-deep', this.span());
    let depth = 0;
    do {
      if (this.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken)) depth++;
      else if (this.at(SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken)) depth--;
      this.next();
    } while (depth > 0 && !this.at(SyntaxKind.EOF));
    const range = { start, end: this.lastEnd };
    return kind === 'object' ? { kind, range, members: [], open: true } : { kind, range, items: [], open: true };
  }

  /** To the next of these tokens at this level. */
  private skipTo(kind: number, second: number, third?: number, fourth?: number): void {
    let depth = 0;
    let moved = false;
    while (!this.at(SyntaxKind.EOF)) {
      if (depth === 0 && this.at(kind, second, third, fourth) && (moved || !this.at(SyntaxKind.StringLiteral))) return;
      if (this.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken)) depth++;
      else if (this.at(SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken)) depth--;
      moved = true;
      this.next();
    }
  }

  /** To the next token that carries meaning; comments and template directives are noted on the way. */
  private next(keepEnd = false): void {
    if (!keepEnd && this.tokenEnd > this.lastEnd) this.lastEnd = this.tokenEnd;
    for (;;) {
      const at = this.pastSpace();
      const punctuation = punctuationOf(this.text.charCodeAt(at));
      if (punctuation !== undefined) {
        this.token = punctuation;
        this.tokenStart = at;
        this.position = this.tokenEnd = at + 1;
        return;
      }
      this.scanner.setPosition(at);
      this.token = this.scanner.scan();
      this.tokenStart = at;
      // An unfinished comment ends past the text, by the scanner's count.
      this.position = this.tokenEnd = Math.min(this.scanner.getPosition(), this.text.length);
      switch (this.token) {
        case SyntaxKind.StringLiteral:
          this.cutAtLineBreak();
          return;
        case SyntaxKind.Trivia:
        case SyntaxKind.LineBreakTrivia:
          continue;
        case SyntaxKind.LineCommentTrivia:
        case SyntaxKind.BlockCommentTrivia:
          this.comment(this.span());
          continue;
        case SyntaxKind.Unknown: {
          const start = this.start();
          if (this.text[start] === '#' && this.text[start + 1] !== '{') {
            const lineEnd = this.text.slice(start).search(/\r|\n/);
            const end = lineEnd < 0 ? this.text.length : start + lineEnd;
            this.comment({ start, end });
            this.position = end;
            continue;
          }
          if (this.text.startsWith('%{', start)) {
            const close = this.text.indexOf('}', start);
            const end = close < 0 ? this.text.length : close + 1;
            this.fault('placeholder', { start, end });
            this.directive = true;
            this.position = end;
            continue;
          }
          return;
        }
        default:
          return;
      }
    }
  }

  /** No string goes on behind a line break; the scanner takes one behind a backslash for a wrong escape. */
  private cutAtLineBreak(): void {
    this.cut = false;
    if (this.scanner.getTokenError() === ScanError.None) return;
    const at = /\\[\r\n]/.exec(this.text.slice(this.tokenStart, this.tokenEnd));
    if (!at) return;
    this.cut = true;
    this.position = this.tokenEnd = this.tokenStart + at.index + 1;
  }

  /** The scanner would put white space together, a character at a time, for a token that nobody asks for. */
  private pastSpace(): number {
    for (let at = this.position; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    }
  }

  private comment(range: Span): void {
    this.fault('comment', range, { range, newText: '' });
  }

  private at(kind: number, second?: number, third?: number, fourth?: number): boolean {
    const { token } = this;
    return token === kind || token === second || token === third || token === fourth;
  }

  private start(): number {
    return this.tokenStart;
  }

  private end(): number {
    return this.tokenEnd;
  }

  private span(): Span {
    return { start: this.start(), end: this.end() };
  }

  /** One of these says it all. */
  private faultOnce(code: 'unclosed' | 'too-deep', range: Span): void {
    if (this.told.has(code)) return;
    this.told.add(code);
    this.fault(code, range);
  }

  private fault(code: SyntaxErrorCode, range: Span, repair?: SyntaxFault['repair']): void {
    this.faults.push(repair ? { code, range, repair } : { code, range });
  }
}
