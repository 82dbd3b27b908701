/** How every handler is wrapped: an exception becomes a logged default, so that a request on any text at any position answers. */
import type { Connection } from 'vscode-languageserver';
import { logged } from './label';

export class Handling {
  constructor(private readonly connection: Connection) {}

  safely<P extends readonly unknown[], R>(handler: (...params: P) => Promise<R>, otherwise: R): (...params: P) => Promise<R> {
    return async (...params) => {
      try {
        return await handler(...params);
      } catch (error) {
        this.log(error);
        return otherwise;
      }
    };
  }

  readonly log = (error: unknown): void => this.connection.console.error(logged(error));
}
