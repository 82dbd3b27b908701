/**
 * Answers to questions that were asked before: of the same policy by another rule, or of the text before the last keystroke, of which most
 * statements are as they were. An answer is kept with the steps that it took, so that whoever asks again pays the same.
 */
import { derive, type PolicyKind, type Statement } from '../policy';
import type { Satisfiable } from './satisfiable';

export interface Answered {
  readonly answer: Satisfiable;
  readonly steps: number;
}

/** A policy has some dozens of questions; the bound is for an editor that has seen thousands of half-typed ones. */
const KEPT = 2_000;
interface Book {
  readonly kind: PolicyKind;
  readonly owner: string | undefined;
  readonly answers: Map<string | number, Answered>;
}

let books: readonly Book[] = [];

/** Answers hold for one kind and one owner. */
function bookOf(kind: PolicyKind, owner: string | undefined): Book['answers'] {
  const known = books.find((book) => book.kind === kind && book.owner === owner);
  if (known) return known.answers;
  const book: Book = { kind, owner, answers: new Map() };
  books = [book, ...books.slice(0, BOOKS - 1)];
  return book.answers;
}

const BOOKS = 8;
/** By the text of a statement. */
const numbers = new Map<string, number>();
let next = 1;

/** `key` undefined: it is worked out in any case. `most`: the steps that may be taken. */
export function answered(key: string | number | undefined, { kind, owner }: { readonly kind: PolicyKind; readonly owner?: string | undefined }, most: number, work: () => Answered): Answered {
  if (key === undefined) return work();
  const answers = bookOf(kind, owner);
  const known = answers.get(key);
  // Where it would be cut short now, it is cut short.
  if (known && known.steps < most) return known;
  const found = work();
  // What was cut short may be decided another time.
  if (found.steps < most) {
    if (answers.size >= KEPT) answers.clear();
    answers.set(key, found);
  }
  return found;
}

/** Statements that do the same, as they are written, have the same number: of equal text, the Sid aside. */
export function numberOf(statement: Statement): number {
  const place = placeOf(statement);
  if (place.number === 0) {
    let number = numbers.get(statement.written);
    if (number === undefined) {
      if (numbers.size >= KEPT) forget();
      // Cut out of a text, it would keep the whole of that in memory.
      numbers.set(flat(statement.written), (number = next++));
    }
    place.number = number;
  }
  return place.number;
}

const placeOf = derive<Statement, { number: number }>(() => ({ number: 0 }));

function flat(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** As if nothing had been asked. */
export function forget(): void {
  books = [];
  numbers.clear();
}
