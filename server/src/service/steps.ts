/** Work that can be laid down after each step and taken up again, so that a large document need not keep a small one waiting. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Work that is done already. */
// oxlint-disable-next-line require-yield
export function* noSteps<T>(result: T): Steps<T> {
  return result;
}
