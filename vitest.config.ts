import { defineConfig } from 'vitest/config';
import { shareCompileCache } from './scripts/compile-cache.ts';

shareCompileCache();

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Two cores: integration tests start real servers and child processes.
    maxWorkers: 2,
    // Generous: how long a compiler or a server takes depends on what else runs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
