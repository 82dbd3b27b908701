/**
 * JSON text -> tree, for any text: half-typed, with comments, with unquoted placeholders, too deep. It never throws and never hangs.
 * The tree, the recovery and the bounds are here, the tokens in jsonTokenStream.
 */
import { decodedOffsets, PlainString } from './jsonString';
import { SyntaxKind } from './jsonTokens';
import { JsonTokenStream, valueOf } from './jsonTokenStream';
import { placeholderEnd } from './placeholder';
import { templateScalar } from './templateString';
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

function tooLarge(text: string): SyntaxFault {
  return { code: 'too-large', range: { start: 0, end: Math.min(1, text.length) } };
}

class JsonReader {
  private readonly tokens;
  private readonly faults: SyntaxFault[] = [];
  private readonly told = new Set<SyntaxErrorCode>();

  constructor(private readonly text: string) {
    this.tokens = new JsonTokenStream(text, this.faults);
  }

  read(): { root: TreeNode | undefined; faults: SyntaxFault[] } {
    if (this.tokens.token === SyntaxKind.EOF) {
      this.fault('empty', { start: 0, end: this.text.length });
      return { root: undefined, faults: this.faults };
    }
    this.skipTextBefore();
    const first = { start: this.tokens.start(), end: this.tokens.end() };
    const root = this.value(0);
    if (root && !this.tokens.at(SyntaxKind.EOF)) this.textAfter();
    // Words that are no JSON at all.
    if (!root && this.faults.length === 0) this.fault('unexpected-token', first);
    return { root, faults: this.faults };
  }

  private skipTextBefore(): void {
    if (this.tokens.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken)) return;
    const start = this.tokens.start();
    if (this.tokens.at(SyntaxKind.StringLiteral) && this.text.slice(this.tokens.end()).trim() === '') return;
    const open = this.text.slice(start).search(/[{[]/);
    if (open < 0 || this.text.startsWith('${', start)) return;
    const range = { start, end: this.tokenBracket() ?? start + open };
    this.fault('text-around', range, { range, newText: '' });
    this.tokens.goOnAt(range.end);
  }

  /** Where the text begins with a string it is JSON that lost something: a bracket in a string or a comment opens nothing. */
  private tokenBracket(): number | undefined {
    if (!this.tokens.at(SyntaxKind.StringLiteral)) return undefined;
    const before = this.faults.length;
    while (!this.tokens.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken, SyntaxKind.EOF)) this.tokens.next();
    // What stands in the skipped text is no matter of its own.
    this.faults.length = before;
    return this.tokens.at(SyntaxKind.EOF) ? undefined : this.tokens.start();
  }

  private textAfter(): void {
    const start = this.tokens.start();
    const end = start + this.text.slice(start).replace(/[ \t\r\n]+$/, '').length;
    if (end <= start) return;
    const from = this.tokens.lastEnd;
    this.fault('text-around', { start, end }, { range: { start: from, end }, newText: '' });
  }

  private value(depth: number): TreeNode | undefined {
    switch (this.tokens.token) {
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
    const start = this.tokens.start();
    const members: Member[] = [];
    let open = false;
    let needComma = false;
    this.tokens.directive = false;
    this.tokens.next();
    for (;;) {
      if (this.tokens.directive) open = true;
      if (this.tokens.at(SyntaxKind.CloseBraceToken)) break;
      if (this.tokens.at(SyntaxKind.EOF, SyntaxKind.CloseBracketToken)) return this.unclosed<ObjectNode>({ kind: 'object', range: { start, end: this.closeRange() }, members, open: true }, start);
      if (this.tokens.at(SyntaxKind.CommaToken)) {
        this.comma(SyntaxKind.CloseBraceToken, needComma, open);
        needComma = false;
        continue;
      }
      if (!this.tokens.at(SyntaxKind.StringLiteral)) {
        if (this.tokens.at(SyntaxKind.Unknown) && this.hole()) {
          open = true; // `${extra_members}` where members stand
          needComma = true;
          continue;
        }
        this.fault(needComma ? 'missing-comma' : 'missing-key', this.tokens.span());
        open = true;
        this.skipTo(SyntaxKind.CommaToken, SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken, SyntaxKind.StringLiteral);
        needComma = false;
        continue;
      }
      if (needComma) this.missingComma();
      const key = this.string();
      let value: TreeNode | undefined;
      if (this.tokens.at(SyntaxKind.ColonToken)) {
        const colonEnd = this.tokens.end();
        this.tokens.next();
        value = this.value(depth + 1);
        if (!value) {
          open = true;
          if (this.tokens.at(SyntaxKind.EOF, SyntaxKind.CommaToken, SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken)) this.fault('missing-value', { start: key.range.start, end: colonEnd });
          else this.fault('unexpected-token', this.tokens.span());
          this.skipTo(SyntaxKind.CommaToken, SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken);
        }
      } else {
        open = true;
        this.fault('missing-colon', key.range);
      }
      members.push({ key, value, range: { start: key.range.start, end: value ? value.range.end : this.tokens.lastEnd } });
      needComma = true;
      if (this.tokens.directive) open = true;
    }
    const end = this.tokens.end();
    this.tokens.directive = false; // those inside are no matter of the container around
    this.tokens.next();
    return { kind: 'object', range: { start, end }, members, open };
  }

  private array(depth: number): ArrayNode {
    const start = this.tokens.start();
    const items: TreeNode[] = [];
    let open = false;
    let needComma = false;
    this.tokens.directive = false;
    this.tokens.next();
    for (;;) {
      if (this.tokens.directive) open = true;
      if (this.tokens.at(SyntaxKind.CloseBracketToken)) break;
      if (this.tokens.at(SyntaxKind.EOF, SyntaxKind.CloseBraceToken)) return this.unclosed<ArrayNode>({ kind: 'array', range: { start, end: this.closeRange() }, items, open: true }, start);
      if (this.tokens.at(SyntaxKind.CommaToken)) {
        this.comma(SyntaxKind.CloseBracketToken, needComma, open);
        needComma = false;
        continue;
      }
      if (needComma) this.missingComma();
      const item = this.value(depth + 1);
      if (item) items.push(item);
      else {
        open = true;
        this.fault('unexpected-token', this.tokens.span());
        this.skipTo(SyntaxKind.CommaToken, SyntaxKind.CloseBracketToken, SyntaxKind.CloseBraceToken);
      }
      needComma = true;
      if (this.tokens.directive) open = true;
    }
    const end = this.tokens.end();
    this.tokens.directive = false;
    this.tokens.next();
    return { kind: 'array', range: { start, end }, items, open };
  }

  /** A comma of a container that `close` ends; `wanted`: something stands before it. */
  private comma(close: number, wanted: boolean, open: boolean): void {
    const range = this.tokens.span();
    this.tokens.next();
    if (this.tokens.directive || open) return;
    if (!wanted) this.fault('missing-value', range, { range, newText: '' });
    else if (this.tokens.at(close)) this.fault('trailing-comma', range, { range, newText: '' });
  }

  private missingComma(): void {
    if (this.tokens.directive) return;
    const { lastEnd } = this.tokens;
    this.fault('missing-comma', { start: lastEnd, end: this.tokens.start() + 1 }, { range: { start: lastEnd, end: lastEnd }, newText: ',' });
  }

  private string(): ScalarNode {
    const start = this.tokens.start();
    const end = this.tokens.end();
    const { expressions } = this.tokens;
    if (expressions) {
      this.tokens.next();
      for (const hole of expressions.holes) this.fault('placeholder', hole);
      return templateScalar(this.text, start, expressions, valueOf);
    }
    const value = this.tokens.stringValue();
    const fault = this.tokens.stringFault();
    if (fault) this.fault(fault, { start, end });
    const innerEnd = fault === 'unterminated-string' ? end : end - 1;
    this.tokens.next();
    if (value.length === innerEnd - start - 1) return new PlainString(value, { start, end }, innerEnd);
    const inner = { start: start + 1, end: innerEnd };
    const part: TextPart = { kind: 'text', text: value, range: inner, offsets: decodedOffsets(this.text, inner, value.length) };
    return { kind: 'scalar', type: 'string', range: { start, end }, value, parts: [part] };
  }

  private literal(type: 'number' | 'boolean' | 'null'): ScalarNode {
    const { start } = this.tokens.span();
    let end = this.tokens.end();
    this.tokens.next();
    // The scanner ends a number after a zero at its start: an account id that was written as a number.
    const whole = end;
    while (type === 'number' && this.tokens.at(SyntaxKind.NumericLiteral) && this.tokens.start() === end && this.text[end] !== '-') {
      end = this.tokens.end();
      this.tokens.next();
    }
    if (end > whole) this.fault('leading-zero', { start, end }, { range: { start, end }, newText: `"${this.text.slice(start, end)}"` });
    const range = { start, end };
    const value = this.text.slice(start, end);
    return { kind: 'scalar', type, range, value, parts: [{ kind: 'text', text: value, range }] };
  }

  /** `${services}`, `{{ x }}` never reaches here as braces; `<account>` unquoted. */
  private hole(): HoleNode | undefined {
    const start = this.tokens.start();
    const end = placeholderEnd(this.text, start);
    if (end === undefined) return undefined;
    this.tokens.goOnAt(end);
    const range = { start, end };
    this.fault('placeholder', range);
    return { kind: 'hole', range, label: this.text.slice(start, end) };
  }

  private unclosed<T extends ObjectNode | ArrayNode>(node: T, start: number): T {
    this.faultOnce('unclosed', { start, end: start + 1 });
    return node;
  }

  private closeRange(): number {
    return this.tokens.at(SyntaxKind.EOF) ? this.text.length : this.tokens.start();
  }

  private skipDeep(kind: 'object' | 'array'): TreeNode {
    const start = this.tokens.start();
    this.faultOnce('too-deep', this.tokens.span());
    let depth = 0;
    do {
      if (this.tokens.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken)) depth++;
      else if (this.tokens.at(SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken)) depth--;
      this.tokens.next();
    } while (depth > 0 && !this.tokens.at(SyntaxKind.EOF));
    const range = { start, end: this.tokens.lastEnd };
    return kind === 'object' ? { kind, range, members: [], open: true } : { kind, range, items: [], open: true };
  }

  /** To the next of these tokens at this level. */
  private skipTo(kind: number, second: number, third?: number, fourth?: number): void {
    let depth = 0;
    let moved = false;
    while (!this.tokens.at(SyntaxKind.EOF)) {
      if (depth === 0 && this.tokens.at(kind, second, third, fourth) && (moved || !this.tokens.at(SyntaxKind.StringLiteral))) return;
      if (this.tokens.at(SyntaxKind.OpenBraceToken, SyntaxKind.OpenBracketToken)) depth++;
      else if (this.tokens.at(SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken)) depth--;
      moved = true;
      this.tokens.next();
    }
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
