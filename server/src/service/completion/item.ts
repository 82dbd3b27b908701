/** A completion before it meets the protocol. Offsets are the document's. */
import type { Span, TextChange } from '../../syntax';
import type { Location } from '../location';

export type CompletionKind = 'element' | 'value' | 'action' | 'principal' | 'operator' | 'key' | 'statement';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What the editor compares with what is typed. */
  readonly filterText: string;
  readonly sortText: string;
  readonly edit: TextChange;
  /** Commas before. */
  readonly additional: readonly TextChange[];
}

export interface Candidate {
  readonly text: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  readonly documentation?: string;
  /** Lower comes first. */
  readonly rank: number;
  /** For keys: the value that goes with it, as JSON text. */
  readonly value?: string;
  /** For whole statements: the JSON text. */
  readonly json?: string;
}

/** One of the site's own edits, encoded for the document. */
function write(location: Location, range: Span, text: string): TextChange {
  const [change] = location.site.tree.write([{ kind: 'replaceText', range, text }]);
  const placeholders = text.match(/<[^<>"\n]{1,120}>/g);
  return placeholders ? { ...change!, placeholders: [...new Set(placeholders)] } : change!;
}

export function toItem(location: Location, candidate: Candidate): CompletionItem {
  const { site, replace, quoted, node } = location;
  const text = site.tree.text;
  const string = JSON.stringify(candidate.text);
  const isKey = candidate.value !== undefined;
  let range = replace;
  let newText: string;
  let filterText = candidate.text;
  if (candidate.json !== undefined) newText = candidate.json;
  else if (quoted && node && (!isKey || location.hasValue)) newText = string.slice(1, -1);
  else {
    newText = isKey && !location.hasValue ? `${string}: ${candidate.value}` : string;
    if (quoted && node) {
      // The whole token with its quotes, so that the value can follow it.
      range = node.range;
      filterText = string;
    }
  }
  const additional: TextChange[] = [];
  if (!quoted || candidate.json !== undefined || (isKey && !location.hasValue)) {
    const before = /(\S)\s*$/.exec(text.slice(0, range.start));
    if (before && !/[{[,:]/.test(before[1]!)) additional.push(write(location, { start: before.index + 1, end: before.index + 1 }, ','));
    const after = /^\s*(\S)/.exec(text.slice(range.end))?.[1];
    if (after === '"' || after === '{') newText += ',';
  }
  return {
    label: candidate.text,
    kind: candidate.kind,
    ...(candidate.detail !== undefined && { detail: candidate.detail }),
    ...(candidate.documentation !== undefined && { documentation: candidate.documentation }),
    filterText: site.host === 'attributes' && filterText.startsWith('"') ? `\\${filterText.slice(0, -1)}\\"` : filterText,
    sortText: `${String(candidate.rank).padStart(3, '0')}${candidate.text}`,
    edit: write(location, range, newText),
    additional,
  };
}
