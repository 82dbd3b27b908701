import { defineConfig } from 'vitest/config';
// Without the bundles that the whole suite builds first: only the rules' own tests judge a mutant.
export default defineConfig({ test: { include: ['test/rules/**/*.test.ts'] } });
