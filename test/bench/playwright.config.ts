import { defineConfig } from '@playwright/test';

/** Not a test: `npm run bench:app` and `bench:presence` measure the running app and print what they saw. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/bench',
  timeout: 600_000,
  workers: 1,
  reporter: [['line']],
});
