/**
 * Answers to questions that were asked before: of the same policy by another rule, or of the text before the last keystroke, of which most
 * statements are as they were. An answer is kept with the steps that it took, so that whoever asks again pays the same.
 */
import { forgetWritten, type Hole, type PolicyKind } from '../policy';
import type { AccessRequest } from './request';

/** Whether there is such a request. */
export type Satisfiable =
  | { readonly is: 'yes'; readonly witness: AccessRequest }
  /** Nothing is left to be tried. */
  | { readonly is: 'no' }
  | { readonly is: 'depends'; readonly on: readonly Hole[] };

export interface Answered<T = Satisfiable> {
  readonly answer: T;
  readonly steps: number;
}

interface Book {
  readonly kind: PolicyKind;
  readonly owner: string | undefined;
  readonly answers: Map<string | number, Answered<unknown>>;
}

/** A policy has some dozens of questions and a few statements; the bound is for an editor that has seen thousands of half-typed ones. */
const KEPT = 1_000;
const BOOKS = 8;
/** Characters. A witness holds texts that were cut out of a document, and the whole of it with them. */
const DOCUMENTS = 8_000_000;

let books: readonly Book[] = [];
let lastDocument = '';
let documents = 0;

/** Answers hold for one kind and one owner. */
function bookOf(kind: PolicyKind, owner: string | undefined): Book['answers'] {
  const known = books.find((book) => book.kind === kind && book.owner === owner);
  if (known) return known.answers;
  const book: Book = { kind, owner, answers: new Map() };
  books = [book, ...books.slice(0, BOOKS - 1)];
  return book.answers;
}

export interface Asking {
  readonly kind: PolicyKind;
  readonly owner?: string | undefined;
  /** The text that holds the policy. */
  readonly document: string;
  /** The steps that may be taken. */
  readonly most: number;
}

/** `key` undefined: it is worked out in any case. The key tells what kind of an answer it is of. */
export function answered<T>(key: string | number | undefined, { kind, owner, document, most }: Asking, work: () => Answered<T>): Answered<T> {
  if (key === undefined) return work();
  const answers = bookOf(kind, owner);
  const known = answers.get(key) as Answered<T> | undefined;
  // Where it would be cut short now, it is cut short.
  if (known && known.steps < most) return known;
  const found = work();
  // What was cut short may be decided another time.
  if (found.steps < most) {
    if (document !== lastDocument) documents += (lastDocument = document).length;
    if (documents > DOCUMENTS) forget();
    if (answers.size >= KEPT) answers.clear();
    answers.set(key, found);
  }
  return found;
}

/** As if nothing had been asked. */
export function forget(): void {
  books = [];
  forgetWritten();
  lastDocument = '';
  documents = 0;
}
