/** Values of which the whole is known, and values that are the same whatever is filled in. */
import type { Piece, Value } from '../../policy';

/** Neither a hole nor a policy variable is in it. */
export function isText(value: Value): boolean {
  return value.known || value.pieces.every((piece) => piece.kind === 'text');
}

/**
 * Whether two values are the same in every deployment and every request. `source` is the text that both were read from: what the host fills in
 * is the same where it is written the same (`Fn::Sub` may give a name another meaning in each place).
 */
export function sameValue(a: Value, b: Value, source: string): boolean {
  if (a.text !== b.text) return false;
  if (isText(a) && isText(b)) return true;
  if (a.pieces.length !== b.pieces.length || !a.pieces.every((piece, i) => samePiece(piece, b.pieces[i]!))) return false;
  return !a.pieces.some(isOfHost) || source.slice(a.node.range.start, a.node.range.end) === source.slice(b.node.range.start, b.node.range.end);
}

function isOfHost(piece: Piece): boolean {
  return piece.kind === 'hole' && piece.from === 'host';
}

function samePiece(a: Piece, b: Piece): boolean {
  if (a.kind !== b.kind || a.text !== b.text) return false;
  if (a.kind !== 'hole' || b.kind !== 'hole') return true;
  // A template engine fills equal marks alike; of `<account-id>` a person may think twice.
  return a.from === b.from && (a.from === 'host' || /^(\$\{|\{\{|#\{)/.test(a.text));
}
