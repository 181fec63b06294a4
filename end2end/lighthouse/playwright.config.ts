// Lighthouse's figures of the pages that are visited most: `bin/bench lighthouse`.
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config.ts';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: 'pages.ts',
  outputDir: '../.results/lighthouse',
  globalSetup: '../support/server.ts',
  workers: 1,
  timeout: 600_000,
  projects: [{ name: 'Lighthouse' }],
});
