/** A fresh clone has no generated sources; the tests import them. */
export default async function setup(): Promise<void> {
  const script = '../scripts/generate.mjs';
  const { generateSources } = (await import(script)) as { generateSources(): Promise<void> };
  await generateSources();
}
