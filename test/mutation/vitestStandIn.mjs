/**
 * What the rules' tests take from vitest, for a process that runs the same tests thousands of times: they are collected once, and each is
 * a function to call. A matcher that is missing here fails the first run, before anything is changed.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In the order of the files. */
export const tests = [];
let path = [];

export function describe(name, body) {
  path.push(name);
  body();
  path = path.slice(0, -1);
}
describe.each = (rows) => (name, body) => rows.forEach((row, i) => describe(`${name} ${i + 1}`, () => body(...[row].flat(1))));

export function test(name, run) {
  tests.push({ id: String(tests.length), name: [...path, name].join(' > '), run });
}
test.each = (rows) => (name, run) => rows.forEach((row, i) => test(`${name} ${i + 1}`, () => run(...[row].flat(1))));

/** As vitest's toEqual: a property that is undefined is as good as none. */
function equal(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a)) return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (a instanceof Map || a instanceof Set) return a.constructor === b.constructor && equal([...a], [...b]);
  return Object.keys({ ...a, ...b }).every((key) => equal(a[key], b[key]));
}

const here = dirname(fileURLToPath(import.meta.url));
const throws = (run) => {
  try {
    run();
  } catch (error) {
    return error;
  }
};
const MATCHERS = {
  toBe: Object.is,
  toEqual: equal,
  toBeDefined: (a) => a !== undefined,
  toBeUndefined: (a) => a === undefined,
  toBeGreaterThan: (a, b) => a > b,
  toBeGreaterThanOrEqual: (a, b) => a >= b,
  toBeLessThan: (a, b) => a < b,
  toBeLessThanOrEqual: (a, b) => a <= b,
  toContain: (a, b) => a.includes(b),
  toMatch: (a, b) => (typeof b === 'string' ? a.includes(b) : b.test(a)),
  toThrow: (a, b) => {
    const error = throws(a);
    return error !== undefined && (b === undefined || (typeof b === 'string' ? error.message.includes(b) : b.test(error.message)));
  },
  toMatchFileSnapshot: (a, file) => readFileSync(join(here, file), 'utf8') === a,
};

export function expect(actual, message = '') {
  const matchers = (wanted) => Object.fromEntries(Object.entries(MATCHERS).map(([name, holds]) => [name, (...given) => {
    if (holds(actual, ...given) !== wanted) throw new Error(`${wanted ? '' : 'not '}${name} ${message}`);
  }]));
  return { ...matchers(true), not: matchers(false) };
}
