import { defineConfig } from '@playwright/test';

/** Not a test: makes the pictures of the README from the running app. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/pictures',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: 'list',
});
