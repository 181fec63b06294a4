import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '.results',
  globalSetup: './support/server.ts',
  workers: 2,
  fullyParallel: true,
  // A flaky test fails the run: what a second try hides is a race, in the test or in the portal.
  retries: 0,
  // The debug WebAssembly is slow on a busy machine.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    // Set by globalSetup before the workers read this file.
    baseURL: process.env.MUSTER_TEST_URL,
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    // Traces make tests a third slower: use `--trace on` for a single test.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // A test runs in both, unless it has the tag @js or @no-js.
  projects: [
    { name: 'with JavaScript', grepInvert: /@no-js\b/ },
    { name: 'without JavaScript', grepInvert: /@js\b/, use: { javaScriptEnabled: false } },
  ],
});
