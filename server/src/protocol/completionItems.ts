/** Completions -> items of the protocol. */
import { CompletionItemKind, InsertTextFormat, InsertTextMode, MarkupKind, type CompletionItem as LspCompletionItem } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionKind } from '../service';
import type { ClientAbilities } from './capabilities';
import { label } from './label';
import { toRange } from './positions';
import { tabStops, toSnippet, withCaret } from './snippet';

const KIND: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  element: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  action: CompletionItemKind.Function,
  principal: CompletionItemKind.Class,
  operator: CompletionItemKind.Operator,
  key: CompletionItemKind.Field,
  statement: CompletionItemKind.Snippet,
};

/** `suggestCommand`: the client's command that shows completions again, for items that leave something to type. */
export function toCompletionItem(document: TextDocument, item: CompletionItem, can: ClientAbilities, suggestCommand: string | undefined): LspCompletionItem {
  const snippet = can.snippetCompletions ? snippetOf(item) : undefined;
  return {
    label: label(item.label),
    kind: KIND[item.kind],
    ...(item.detail !== undefined && { detail: label(item.detail) }),
    ...(item.documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }),
    filterText: item.filterText,
    sortText: item.sortText,
    textEdit: { range: toRange(document, item.edit.range), newText: snippet ?? item.edit.newText },
    ...(snippet !== undefined && { insertTextFormat: InsertTextFormat.Snippet }),
    // The lines of a statement are indented for their place already.
    ...(can.completionsAsIs && { insertTextMode: InsertTextMode.asIs }),
    ...(item.additional.length > 0 && { additionalTextEdits: item.additional.map((change) => ({ range: toRange(document, change.range), newText: change.newText })) }),
    ...(snippet !== undefined && item.caret !== undefined && suggestCommand !== undefined && { command: { title: 'Suggest', command: suggestCommand } }),
  };
}

function snippetOf({ edit, caret }: CompletionItem): string | undefined {
  if (edit.placeholders) return toSnippet(edit.newText, tabStops([edit]));
  return caret === undefined ? undefined : withCaret(edit.newText, caret);
}
