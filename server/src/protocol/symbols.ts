/** The outline -> symbols of the protocol. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Symbol } from '../service';
import { label } from './label';
import { toRange } from './positions';

export function toSymbol(document: TextDocument, symbol: Symbol, kind: SymbolKind = SymbolKind.Namespace): DocumentSymbol {
  return {
    name: label(symbol.name),
    detail: label(symbol.detail),
    kind,
    range: toRange(document, symbol.range),
    selectionRange: toRange(document, symbol.selection),
    children: symbol.children.map((child) => toSymbol(document, child, SymbolKind.Object)),
  };
}
