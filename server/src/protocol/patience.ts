/** Reading files of which nobody knows when they come: a client may answer late, or never. */
import type { Runtime } from './runtime';

type Read = (uri: string) => Promise<string | undefined>;

/** Milliseconds, after which a file is taken for one that does not exist. */
const PATIENCE = 1_000;

/**
 * Reads with an answer in bounded time. A text that comes later is kept for whoever reads the file next, and `late` is called so that somebody
 * does.
 */
export function patient(read: Read, runtime: Runtime, late: () => void): Read {
  const arrived = new Map<string, string>();
  return (uri) => {
    const text = arrived.get(uri);
    if (arrived.delete(uri)) return Promise.resolve(text);
    return new Promise((resolve, reject) => {
      let over = false;
      runtime.after(PATIENCE, () => {
        over = true;
        resolve(undefined);
      });
      read(uri).then((found) => {
        resolve(found);
        if (!over || found === undefined) return;
        arrived.set(uri, found);
        late();
      }, reject);
    });
  };
}
