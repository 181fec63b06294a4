// Prints Lighthouse's figures for a phone on a simulated slow 4G with a processor that is four times slower: the median
// of five visits with an empty cache each, beside the targets. Nothing is asserted: figures depend on the machine.
import { chromium, test, type BrowserContext } from '@playwright/test';
import lighthouse, { type Result } from 'lighthouse';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from '../support/fixtures.ts';
import { signIn } from '../support/steps.ts';

const VISITS = 5;
const PORT = 9_222;

type Person = 'admin' | 'learner';
const PAGES: [path: string, person?: Person][] = [
  ['/sign-in'],
  ['/', 'learner'],
  ['/groups/3/users', 'admin'],
  ['/catalog/courses', 'learner'],
  ['/courses/1', 'learner'],
];

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'] as const;

const missed = new Set<string>();

type Visit = { scores: number[]; times: number[]; longest: number; shift: number; kilobytes: number };

test('Lighthouse', async () => {
  const rows = [['page', 'perf', 'a11y', 'best', 'seo', 'FCP ms', 'LCP ms', 'TBT ms', 'longest', 'CLS', 'kB']];
  for (const [path, person] of PAGES) {
    rows.push([path, ...(await inBrowser((context) => measure(context, path, person)))]);
  }
  rows.push(['target', '>= 95', '>= 95', '>= 95', '>= 95', '', '<= 2000', '<= 200', '<= 50', '0', '']);
  for (const row of rows) console.log(row.map((cell, at) => (at ? cell.padStart(8) : cell.padEnd(18))).join(''));
  for (const fault of missed) console.log(fault);
});

/** Lighthouse looks at pages of a browser's own context, over its debugging port. */
async function inBrowser<T>(work: (context: BrowserContext) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'muster-lighthouse-'));
  const { baseURL, launchOptions } = test.info().project.use;
  const args = [...(launchOptions?.args ?? []), `--remote-debugging-port=${PORT}`];
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions, args, baseURL });
  try {
    return await work(context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function measure(context: BrowserContext, path: string, person?: Person): Promise<string[]> {
  const page = context.pages()[0] ?? (await context.newPage());
  if (person) await signIn(page, demo(person));
  await page.goto(path);
  const address = page.url();
  await page.goto('about:blank');
  const visits: Visit[] = [];
  while (visits.length < VISITS) visits.push(await visit(address));
  const median = (of: (visit: Visit) => number) =>
    visits.map(of).sort((a, b) => a - b)[Math.floor(VISITS / 2)] ?? Number.NaN;
  return [
    ...CATEGORIES.map((_, at) => median(({ scores }) => scores[at] ?? 0).toFixed(0)),
    ...TIMES.map((_, at) => median(({ times }) => times[at] ?? 0).toFixed(0)),
    median(({ longest }) => longest).toFixed(0),
    median(({ shift }) => shift).toFixed(3),
    median(({ kilobytes }) => kilobytes).toFixed(0),
  ];
}

/** One visit. Lighthouse empties the cache, and leaves cookies. */
async function visit(address: string): Promise<Visit> {
  const run = await lighthouse(address, { port: PORT, onlyCategories: [...CATEGORIES] });
  if (!run) throw new Error(`Lighthouse has no figures of ${address}`);
  const { lhr } = run;
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  for (const audit of failed(lhr)) missed.add(`${new URL(address).pathname}: ${audit}`);
  const number = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
  return {
    scores: CATEGORIES.map((category) => (lhr.categories[category]?.score ?? 0) * 100),
    times: TIMES.map(number),
    longest: longestTask(lhr),
    shift: number('cumulative-layout-shift'),
    kilobytes: number('total-byte-weight') / 1024,
  };
}

/** What is wrong outside the figures. */
function failed({ audits, categories }: Result): string[] {
  const ids = CATEGORIES.slice(1).flatMap((category) => categories[category]?.auditRefs.map(({ id }) => id) ?? []);
  const wrong = ids.map((id) => audits[id]).filter((audit) => (audit?.score ?? 1) < 1);
  return wrong.map((audit) => audit?.title ?? '');
}

function longestTask({ audits }: Result): number {
  const details = audits['long-tasks']?.details;
  if (details?.type !== 'table') return 0;
  return Math.max(0, ...details.items.map(({ duration }) => Number(duration)));
}
