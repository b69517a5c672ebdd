import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Two cores: integration tests start real servers and child processes.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
