/** A completion before it meets the protocol. Offsets are the document's. */
import { ownPlaceholders, type Span, type TextChange } from '../../syntax';
import type { Location } from '../location';

export type CompletionKind = 'element' | 'value' | 'action' | 'principal' | 'operator' | 'key' | 'statement';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What the editor compares with what is typed: the text that `edit` would replace begins like it. */
  readonly filterText: string;
  readonly sortText: string;
  readonly edit: TextChange;
  /** Where in `edit.newText` the cursor goes; absent: behind it. */
  readonly caret?: number;
  /** Commas before. */
  readonly additional: readonly TextChange[];
}

/** In a template: where the cursor goes. No policy holds this character. */
export const CARET = '\0';

export interface Candidate {
  readonly text: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  readonly documentation?: string;
  /** Lower comes first. */
  readonly rank: number;
  /** For keys: the value that goes with it, as JSON text with a CARET where there is a place to go on. */
  readonly value?: string;
  /** In place of `text`: JSON text that is no string, with a CARET likewise. */
  readonly json?: string;
}

export function toItem(location: Location, candidate: Candidate): CompletionItem {
  const { site, quoted, node } = location;
  const string = JSON.stringify(candidate.text);
  // A key that has its value, or a value: the content of the string alone changes. Else the whole token does, so that more can follow.
  const withinQuotes = quoted && candidate.json === undefined && (candidate.value === undefined || location.hasValue) && isComplete(location);
  const withValue = candidate.value !== undefined && !location.hasValue;
  const range = withinQuotes || !node ? location.replace : { start: node.range.start, end: endOfToken(location) };
  const { text, caret } = cutCaret(candidate.json ?? (withinQuotes ? string.slice(1, -1) : withValue ? `${string}: ${candidate.value}` : string));
  // A key whose colon is there keeps it; everything else may need commas.
  const commas = withinQuotes || (candidate.value !== undefined && location.hasValue) ? { before: undefined, after: false } : commasAround(site.tree.text, range);
  const atStart = commas.before === range.start;
  const prefix = atStart ? ',' : '';
  const edit = write(location, range, `${prefix}${text}${commas.after ? ',' : ''}`);
  const filterText = withinQuotes || !node || node.type !== 'string' ? candidate.text : string;
  return {
    label: candidate.text,
    kind: candidate.kind,
    ...(candidate.detail !== undefined && { detail: candidate.detail }),
    ...(candidate.documentation !== undefined && { documentation: candidate.documentation }),
    filterText: site.host === 'attributes' && filterText.startsWith('"') ? `\\${filterText.slice(0, -1)}\\"` : filterText,
    sortText: `${String(candidate.rank).padStart(3, '0')}${candidate.text}`,
    edit,
    ...(caret !== undefined && { caret: write(location, range, prefix + text.slice(0, caret)).newText.length }),
    additional: commas.before === undefined || atStart ? [] : [write(location, { start: commas.before, end: commas.before }, ',')],
  };
}

/** The string under the cursor has both its quotes. */
function isComplete({ node, site, offset }: Location): boolean {
  return node !== undefined && node.range.end > node.range.start + 1 && offset < node.range.end && site.tree.text[node.range.end - 1] === '"';
}

/** A string without its second quote runs to the end of its line; only the word at the cursor belongs to it. */
function endOfToken(location: Location): number {
  return location.quoted && !isComplete(location) ? location.replace.end : location.node!.range.end;
}

/** Where a comma is missing before, and whether one is missing behind. */
function commasAround(text: string, { start, end }: Span): { readonly before: number | undefined; readonly after: boolean } {
  let before = start;
  while (before > 0 && /\s/.test(text[before - 1]!)) before--;
  const after = /^\s*(\S)/.exec(text.slice(end, end + 10_000))?.[1];
  return { before: before > 0 && !/[{[,:]/.test(text[before - 1]!) ? before : undefined, after: after === '"' || after === '{' };
}

function cutCaret(template: string): { readonly text: string; readonly caret: number | undefined } {
  const caret = template.indexOf(CARET);
  return caret < 0 ? { text: template, caret: undefined } : { text: template.slice(0, caret) + template.slice(caret + 1), caret };
}

/** One of the site's own edits, encoded for the document. */
function write(location: Location, range: Span, text: string): TextChange {
  const [change] = location.site.tree.write([{ kind: 'replaceText', range, text }]);
  const placeholders = ownPlaceholders(text);
  return placeholders.length > 0 ? { ...change!, placeholders } : change!;
}
