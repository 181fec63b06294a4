// What every spec imports: Playwright's test, which here also fails on errors and warnings in the browser's console.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

export { expect, type Locator, type Page };

type Fixtures = {
  /** Allows an error that the test provokes on purpose: `forgive(/status of 403/)`. */
  forgive: (complaint: RegExp) => void;
  /** Opens another browser, signed out and watched like `page`. */
  visitor: () => Promise<Page>;
  complaints: string[];
};

export const test = base.extend<Fixtures>({
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, 'what the browser complained of').toEqual([]);
  },

  forgive: async ({ complaints }, use) => {
    const forgiven: RegExp[] = [];
    await use((complaint) => forgiven.push(complaint));
    const left = complaints.filter((text) => !forgiven.some((pattern) => pattern.test(text)));
    complaints.splice(0, complaints.length, ...left);
  },

  context: async ({ context, complaints }, use) => {
    listen(context, complaints);
    await use(context);
  },

  visitor: async ({ browser, contextOptions, baseURL, javaScriptEnabled, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL, javaScriptEnabled });
      contexts.push(context);
      listen(context, complaints);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

// Chromium also reports a violated content security policy as a console error.
function listen(context: BrowserContext, complaints: string[]) {
  context.on('weberror', (event) => complaints.push(`uncaught: ${event.error().message}`));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
}

/** Opens a page and waits until it is hydrated. */
export async function visit(page: Page, path: string) {
  await page.goto(path);
  await ready(page);
}

/** Waits until the page is hydrated, if scripts run. */
export async function ready(page: Page) {
  if (scriptsRun()) await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

export const scriptsRun = () => test.info().project.use.javaScriptEnabled !== false;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Axe = { run(context: object, options: object): Promise<{ violations: Violation[] }> };
type Violation = { id: string; nodes: { html: string }[] };

/** Expects no violation of WCAG 2.2 AA that axe can detect, outside of what `covered` selects. */
export async function axe(page: Page, covered = '') {
  if (!scriptsRun()) await page.evaluate(runTimersAtOnce);
  await page.evaluate(axeSource); // The page's content security policy would refuse a script tag.
  const violations = await page.evaluate(
    async ({ tags, exclude }) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const { violations } = await axe.run({ exclude }, { runOnly: tags, preload: false });
      return violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' | ')}`);
    },
    { tags: wcag, exclude: covered ? [covered] : [] },
  );
  expect(violations, 'accessibility violations').toEqual([]);
}

// With JavaScript off, timers and queueMicrotask never fire and axe would wait forever. Promises do run.
function runTimersAtOnce() {
  window.setTimeout = ((callback: () => void) => {
    void Promise.resolve().then(callback);
    return 0;
  }) as typeof window.setTimeout;
}
