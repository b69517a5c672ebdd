import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/electron-host',
  fullyParallel: true,
  workers: 2,
  reporter: 'line',
  timeout: 60_000,
});
