import process from 'node:process';
import { defineConfig } from '@playwright/test';

/** Marks what waits for a minute or more, such as the shortest time without input that turns Offline. */
const WAITS = /@waits/;

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  // Two cores; what waits needs none of its own, and goes on beside the others.
  workers: 3,
  projects: [
    { name: 'waiting', grep: WAITS, workers: 1 },
    { name: 'busy', grepInvert: WAITS, workers: 2 },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  // The counts go where PLAYWRIGHT_JSON_OUTPUT_FILE says; without it nobody asks for them.
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['json'] as const] : [])],
});
