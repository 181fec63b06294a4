import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '.results',
  globalSetup: './support/server.ts',
  workers: 2,
  fullyParallel: true,
  // A machine that stalls for a moment fails one test of hundreds: it is run once more, and listed as flaky. A test that
  // fails twice fails the run; on a developer's machine once is enough.
  retries: process.env.CI ? 1 : 0,
  // The debug WebAssembly takes its time on a busy machine.
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
    // A trace costs a third of the time: `--trace on` for the test in question.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--headless',
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
  // A test runs in both, unless it bears the tag @js or @no-js.
  projects: [
    { name: 'with JavaScript', grepInvert: /@no-js\b/ },
    { name: 'without JavaScript', grepInvert: /@js\b/, use: { javaScriptEnabled: false } },
  ],
});
