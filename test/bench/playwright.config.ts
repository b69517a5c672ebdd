import { defineConfig } from '@playwright/test';

/** Not a test: `npm run bench:app` measures the running app and prints what it saw. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/bench',
  timeout: 600_000,
  workers: 1,
  reporter: [['line']],
});
