// Takes the pictures of the README from the demo: `bin/screens`.
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config.ts';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: 'pages.ts',
  outputDir: '../.results/screens',
  globalSetup: '../support/server.ts',
  workers: 1,
  projects: [{ name: 'screens' }],
});
