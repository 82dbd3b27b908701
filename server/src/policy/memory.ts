/**
 * What is remembered from one text to the next, all of it. While somebody types, all statements but one are as they were: what was worked out
 * of them, and answered about them, is still true. A service makes one, and so does each run of a command; it is handed down to whoever reads,
 * asks or runs rules. Nothing is decided here: without it every answer is the same, only later.
 */
import { newShape, type Shape } from './shape';

/** An answer, and the steps that it took: whoever asks again pays the same. */
export interface Answered<T> {
  readonly answer: T;
  readonly steps: number;
  /** It holds for this text alone, and is not kept. */
  readonly passing?: boolean;
}

/** A policy has some dozens of questions and a few statements; the bounds are for an editor that has seen thousands of half-typed ones. */
const SHAPES = 1_000;
const ANSWERS = 5_000;
/** A queue's policies, a key's, a second document's. */
const CIRCUMSTANCES = 4;
const STATEMENTS = 500;
/** Those of all that is kept, and of the texts that it was worked out of: a witness holds words cut out of one, and the whole of it with them. */
const CHARACTERS = 8_000_000;

export class Memory {
  private readonly shapes = new Map<string, Shape>();
  private readonly answers = new Map<string, Answered<unknown>>();
  private readonly outspoken = new Map<string, Map<string, ReadonlySet<string>>>();
  private readonly names = new Map<string, number>();
  private readonly pairs = new Map<number, boolean>();
  /** Never used again, not even after all was forgotten. */
  private named = 0;
  private characters = 0;
  /** Of texts that were read since something was last kept. */
  private unpaid = 0;

  /** A text is about to be worked on. */
  reads(text: string): void {
    this.unpaid += text.length;
  }

  /** Statements of one form share a shape, and with it all that was derived from it. */
  shapeOf(form: string): Shape {
    const known = this.shapes.get(form);
    if (known) return known;
    if (this.shapes.size >= SHAPES) this.forget();
    this.pay(form.length);
    const shape = newShape();
    this.shapes.set(form, shape);
    return shape;
  }

  /** `question` names all that the answer rests on. `most`: where the work would be cut short by it now, it is cut short. */
  answered<T>(question: string, most: number, work: () => Answered<T>): Answered<T> {
    const known = this.answers.get(question) as Answered<T> | undefined;
    if (known && known.steps < most) return known;
    const found = work();
    // What was cut short may be decided another time.
    if (found.steps < most && !found.passing) {
      if (this.answers.size >= ANSWERS) this.forget();
      this.pay(question.length);
      this.answers.set(question, found);
    }
    return found;
  }

  /** What is so of two statements, by the numbers of their shapes. */
  ofPair(one: number, other: number, work: () => boolean): boolean {
    const pair = one * 0x4000000 + other;
    let is = this.pairs.get(pair);
    if (is === undefined) {
      if (this.pairs.size >= ANSWERS) this.pairs.clear();
      this.pairs.set(pair, (is = work()));
    }
    return is;
  }

  /** A short name for a long text that many questions have in them. */
  numberOf(text: string): number {
    let number = this.names.get(text);
    if (number === undefined) {
      this.pay(text.length);
      this.names.set(text, (number = ++this.named));
    }
    return number;
  }

  /** The rules that had something to say about a statement, by what it is: where all else that they rest on is the same. */
  outspokenIn(circumstances: string): Map<string, ReadonlySet<string>> {
    const found = this.outspoken.get(circumstances) ?? new Map<string, ReadonlySet<string>>();
    if (found.size > STATEMENTS) found.clear();
    // The ones met last stand last.
    this.outspoken.delete(circumstances);
    this.outspoken.set(circumstances, found);
    if (this.outspoken.size > CIRCUMSTANCES) this.outspoken.delete(this.outspoken.keys().next().value!);
    return found;
  }

  /** As if nothing had been seen. */
  forget(): void {
    this.shapes.clear();
    this.answers.clear();
    this.outspoken.clear();
    this.names.clear();
    this.pairs.clear();
    this.characters = 0;
    this.unpaid = 0;
  }

  private pay(characters: number): void {
    this.characters += characters + this.unpaid;
    this.unpaid = 0;
    if (this.characters > CHARACTERS) this.forget();
  }
}
