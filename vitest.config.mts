import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], exclude: ['test/host/**', 'test/oracle/**', '**/node_modules/**'], globalSetup: ['test/globalSetup.mts'],
    // A busy machine is no failure; the limit is there for what hangs.
    testTimeout: 60_000,
  },
});
