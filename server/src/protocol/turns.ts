/**
 * Who works when. Work on a small document is done at once, in one piece. Work on a large one waits for its turn before each step: messages
 * are handled first, and smaller documents.
 */
import { atOnce, type Steps } from '../service/steps';
import type { Runtime } from './runtime';

/** Characters. More than any key policy that KMS takes, white space and all. */
const SMALL = 40_000;

export function isSmall(size: number): boolean {
  return size <= SMALL;
}

/** The document has moved on: nobody waits for the answer any more. */
export class Outdated extends Error {}

interface Waiting {
  readonly size: number;
  readonly go: () => void;
}

export class Turns {
  /** The largest first. */
  private readonly waiting: Waiting[] = [];

  constructor(private readonly defer: Runtime['defer']) {}

  /** Resolves when nobody with a smaller document waits. */
  next(size: number): Promise<void> {
    return new Promise((go) => {
      if (this.waiting.length === 0) this.defer(this.give);
      const at = this.waiting.findIndex((other) => other.size <= size);
      this.waiting.splice(at < 0 ? this.waiting.length : at, 0, { size, go });
    });
  }

  /** `wanted` is asked before each step: throws `Outdated` where it says no. */
  async work<T>(size: number, steps: Steps<T>, wanted: () => boolean): Promise<T> {
    if (isSmall(size)) return atOnce(steps);
    for (;;) {
      await this.next(size);
      if (!wanted()) throw new Outdated();
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  private readonly give = (): void => {
    this.waiting.pop()?.go();
    if (this.waiting.length > 0) this.defer(this.give);
  };
}
