import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], exclude: ['test/host/**', 'test/oracle/**', '**/node_modules/**'], globalSetup: ['test/globalSetup.mts'] },
});
