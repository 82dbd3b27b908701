/** Text <-> one neutral, error-tolerant tree. */
export * from './tree';
export { parseJson } from './json';
export { parseEscapedJson } from './escapedJson';
export { toPlainValue } from './plainValue';
export { printAt, printJson } from './writeJson';
