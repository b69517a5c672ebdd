import { defineConfig } from 'vitest/config';
import { shareCompileCache } from './scripts/compile-cache.ts';

shareCompileCache();

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Two cores: integration tests start real servers and child processes.
    maxWorkers: 2,
    // No test changes what others load, and loading the server anew for each file took a minute.
    isolate: false,
    // Generous: how long a compiler or a server takes depends on what else runs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
