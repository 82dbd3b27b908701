/** The few assertions the suite needs; Node's own module is not there in a Web Worker. */

class AssertionError extends Error {}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? String(value));
}

function fail(message: string | undefined, ...lines: string[]): never {
  throw new AssertionError([...(message === undefined ? [] : [message]), ...lines].join('\n'));
}

export function ok(value: unknown, message?: string): asserts value {
  if (!value) fail(message, `${show(value)} is not true`);
}

export function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) fail(message, `expected: ${show(expected)}`, `actual: ${show(actual)}`);
}

/** For what JSON can say. The order of an object's keys does not count. */
export function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  if (canonical(actual) !== canonical(expected)) fail(message, `expected: ${show(expected)}`, `actual: ${show(actual)}`);
}

export function match(actual: string, pattern: RegExp): void {
  if (!pattern.test(actual)) fail(undefined, `${pattern} does not match: ${actual}`);
}

export function doesNotMatch(actual: string, pattern: RegExp): void {
  if (pattern.test(actual)) fail(undefined, `${pattern} matches: ${actual}`);
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
