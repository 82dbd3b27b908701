/** A fresh clone has no generated sources, which the tests import, and no bundles, which the tests of the command and of the server's process run. */
export default async function setup(): Promise<void> {
  const script = '../scripts/build.mjs';
  const { build } = (await import(script)) as { build(options: { log(line: string): void }): Promise<unknown> };
  await build({ log: () => {} });
}
