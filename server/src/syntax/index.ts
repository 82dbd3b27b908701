/** Text <-> one neutral, error-tolerant tree. */
export * from './tree';
export { parseJson } from './json';
export { parseEscapedJson } from './escapedJson';
export { printable } from './printable';
export { toPlainValue } from './plainValue';
export { engineEnd, ownPlaceholders } from './placeholder';
export { printAt, printJson } from './writeJson';
