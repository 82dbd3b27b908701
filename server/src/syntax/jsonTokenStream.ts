/** JSON text -> tokens that carry meaning. jsonc-parser's scanner cuts them; comments and template directives between them become faults. */
import { createScanner } from 'jsonc-parser';
import { ScanError, SyntaxKind } from './jsonTokens';
import { Closings } from './placeholder';
import { mayHoldExpressions, templateString, type TemplateString } from './templateString';
import type { Span, SyntaxErrorCode, SyntaxFault } from './tree';

/** What a string holds that the scanner is not at. */
export function valueOf(text: string): string {
  const scanner = createScanner(text, false);
  scanner.scan();
  return scanner.getTokenValue();
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

export class JsonTokenStream {
  token: number = SyntaxKind.Unknown;
  /** The end of the last token that was consumed. */
  lastEnd = 0;
  /** A template directive was passed since this was last cleared: commas around it are the template's affair. */
  directive = false;
  private readonly scanner;
  /** Where the next token is looked for. */
  private position: number;
  private tokenStart = 0;
  private tokenEnd = 0;
  /** The string that was scanned last ends at a line break, before where the scanner takes it to end. */
  private cut = false;
  /** The string that was scanned last has an engine's expressions with quotes in them. */
  expressions: TemplateString | undefined;
  private readonly mayHoldExpressions: boolean;
  private readonly closings = new Closings();

  /** Stands at the first token. `faults` is added to. */
  constructor(
    private readonly text: string,
    private readonly faults: SyntaxFault[],
  ) {
    this.scanner = createScanner(text, false);
    this.mayHoldExpressions = mayHoldExpressions(text);
    this.position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.next();
  }

  at(kind: number, second?: number, third?: number, fourth?: number): boolean {
    const { token } = this;
    return token === kind || token === second || token === third || token === fourth;
  }

  start(): number {
    return this.tokenStart;
  }

  end(): number {
    return this.tokenEnd;
  }

  span(): Span {
    return { start: this.start(), end: this.end() };
  }

  /** What the string that was scanned last holds, escapes decoded. */
  stringValue(): string {
    return this.cut ? valueOf(this.text.slice(this.tokenStart, this.tokenEnd)) : this.scanner.getTokenValue();
  }

  /** What is wrong with the string that was scanned last. */
  stringFault(): SyntaxErrorCode | undefined {
    const error: number = this.scanner.getTokenError();
    if (this.cut || error === ScanError.UnexpectedEndOfString) return 'unterminated-string';
    if (error === ScanError.InvalidUnicode || error === ScanError.InvalidEscapeCharacter) return 'invalid-escape';
    return error === ScanError.InvalidCharacter ? 'invalid-character' : undefined;
  }

  /** To the next token that carries meaning; comments and template directives are noted on the way. */
  next(): void {
    if (this.tokenEnd > this.lastEnd) this.lastEnd = this.tokenEnd;
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
          this.expressions = this.mayHoldExpressions && !this.cut ? templateString(this.text, this.span(), this.closings) : undefined;
          if (this.expressions) this.position = this.tokenEnd = this.expressions.end;
          return;
        case SyntaxKind.Trivia:
        case SyntaxKind.LineBreakTrivia:
          continue;
        case SyntaxKind.LineCommentTrivia:
        case SyntaxKind.BlockCommentTrivia:
          this.comment(this.span());
          continue;
        case SyntaxKind.Unknown: {
          const start = this.tokenStart;
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
            this.faults.push({ code: 'placeholder', range: { start, end } });
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

  /** What stands before the offset is taken as consumed, and what was looked at behind it is not. */
  goOnAt(offset: number): void {
    this.position = this.tokenEnd = this.lastEnd = offset;
    this.next();
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
    this.faults.push({ code: 'comment', range, repair: { range, newText: '' } });
  }
}
