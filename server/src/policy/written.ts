/**
 * What rests on how a statement is written, and on nothing else, is worked out once for a text: while somebody types, all statements but one
 * are as they were.
 */
import { ownCopy } from '../syntax';
import { derive } from './derived';
import type { Statement } from './model';

interface Written {
  readonly text: string;
  readonly number: number;
  readonly values: unknown[];
}

/** A policy has a few statements; the bound is for an editor that has seen thousands of half-typed ones. */
const KEPT = 1_000;
/** More places than a policy has statements, mostly. */
const PLACES = 100;

const known = new Map<string, Written>();
/** By index: what stood there before the last keystroke mostly stands there still. */
let last: Written[] = [];
let next = 1;
let places = 0;

const writtenOf = derive(({ written, index }: Statement): Written => {
  const before = last[index];
  if (before?.text === written) return before;
  let found = known.get(written);
  if (!found) {
    if (known.size >= KEPT) forgetWritten();
    found = { text: ownCopy(written), number: next++, values: [] };
    known.set(found.text, found);
  }
  if (index < PLACES) last[index] = found;
  return found;
});

/** Statements that do the same, as they are written, have the same number: of equal text, the Sid aside. */
export function numberOf(statement: Statement): number {
  return writtenOf(statement).number;
}

/**
 * A function that is computed once for each text of a statement, the Sid aside. What it gives outlives the document: it must hold no node, and
 * no text that was cut out of it (which would keep the whole of it in memory); and it must give neither undefined nor anything that changes.
 */
export function deriveFromText<T>(make: (statement: Statement) => T): (statement: Statement) => T {
  const place = places++;
  // A copy made by spreading has the text of another.
  return (statement) => (statement.derived.of === statement ? ((writtenOf(statement).values[place] ??= make(statement)) as T) : make(statement));
}

/** As if nothing had been worked out. */
export function forgetWritten(): void {
  known.clear();
  last = [];
}
