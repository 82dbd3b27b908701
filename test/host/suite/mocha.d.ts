/// <reference types="mocha" />
declare module 'mocha/mocha.js';

/** What Mocha's browser build puts on the global object. */
interface BrowserMocha {
  readonly mocha: { setup(options: { ui: 'bdd'; reporter: unknown; timeout: number }): void };
  readonly Mocha: { readonly prototype: { run(this: unknown, done: (failures: number) => void): void } };
}
