// The portal's own face: accent colour, typeface, and what guests see first.
import { add, addUser, send, unique } from './support/fixtures.ts';
import { ownPortal } from './support/portal.ts';
import { test } from './support/prepared.ts';
import { asAdmin, enter } from './support/steps.ts';
import { axe, expect, ready, scriptsRun, visit, type Locator, type Page } from './support/test.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Appearance' });
const slider = (page: Page) => panel(page).getByRole('slider', { name: 'Accent colour' });
const document = (page: Page) => page.locator('html');

/** Moves the slider by keyboard, in steps of five degrees. */
async function choose(page: Page, degrees: number) {
  await slider(page).press('Home');
  for (let step = 0; step < degrees / 5; step++) await slider(page).press('ArrowRight');
  await expect(slider(page)).toHaveValue(`${degrees}`);
}

const backgroundOf = (element: Locator) => element.evaluate((node) => getComputedStyle(node).backgroundColor);

// A portal of its own: the others would be in another colour in the middle of their tests.
const face = ownPortal('face');

face('the accent colour is chosen by keyboard, and guests see it', async ({ page, visitor }) => {
  await asAdmin(page);
  await visit(page, '/settings');
  await expect(slider(page)).toHaveValue('270');
  await choose(page, 25);
  if (scriptsRun()) {
    await expect(slider(page)).toHaveAttribute('aria-valuetext', 'Red');
    await expect(panel(page).locator('.face-sample.hue-25')).toHaveCount(2);
    await expect(document(page)).toHaveClass('hue-270');
  }
  await panel(page).getByRole('button', { name: 'Apply colour' }).click();
  await expect(document(page)).toHaveClass('hue-25');
  await visit(page, '/settings');
  await expect(slider(page)).toHaveValue('25');

  const guest = await visitor();
  await visit(guest, '/sign-in');
  await expect(document(guest)).toHaveClass('hue-25');
  expect(await backgroundOf(guest.getByRole('button', { name: 'Sign in' }))).toBe('oklch(0.47 0.19 25)');
  const icon = await guest.locator('link[rel="icon"]').getAttribute('href');
  const response = await guest.request.get(icon ?? '');
  expect(await response.text()).toContain('oklch(47% 0.19 25)');
});

face('users of a branch see its colour and its name of the portal', async ({ page, visitor }) => {
  await asAdmin(page);
  const mark = unique();
  const branch = await add(page, 'create_branch', { name: `North ${mark}` });
  const user = await addUser(page, 'Nora', mark, `horse battery ${mark}`);
  await send(page, 'move_user', { user: user.id, to: branch });
  await visit(page, `/branches/${branch}/info`);
  await expect(panel(page).getByRole('radio', { name: 'The portal’s' })).toBeChecked();
  await expect(slider(page)).toBeHidden();
  await panel(page).getByLabel('Portal name').fill('Northern Academy');
  await panel(page).getByRole('radio', { name: 'Its own' }).check();
  await choose(page, 140);
  const saved = page.waitForResponse(/\/api\/update_branch_face$/);
  await panel(page).getByRole('button', { name: 'Apply', exact: true }).click();
  expect((await saved).status()).toBe(scriptsRun() ? 200 : 303);
  await visit(page, `/branches/${branch}/info`);
  await expect(panel(page).getByRole('radio', { name: 'Its own' })).toBeChecked();
  await expect(slider(page)).toHaveValue('140');
  await expect(document(page)).not.toHaveClass('hue-140');

  const nora = await visitor();
  await enter(nora, user);
  await expect(document(nora)).toHaveClass('hue-140');
  await expect(nora.getByRole('banner').getByRole('link', { name: 'Northern Academy' })).toBeVisible();
  await expect(nora).toHaveTitle(/Northern Academy$/);
});

const hues = [25, 80, 145, 190, 260, 330];

test.describe('six accent colours are accessible in light and dark @js', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  for (const path of ['/settings', '/groups/2/users', '/courses/1/preview']) {
    test(path, async ({ page }) => {
      await visit(page, path);
      for (const hue of hues) {
        await page.evaluate((hue) => globalThis.document.documentElement.setAttribute('class', `hue-${hue}`), hue);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await test.step(`hue ${hue} in ${colorScheme}`, () => axe(page));
        }
      }
    });
  }
});

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };

/** Adds up how far what is visible moves, from the start of each document. */
async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    const state = globalThis as unknown as { shifted: number };
    state.shifted = 0;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) if (!shift.hadRecentInput) state.shifted += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

test.describe('nothing moves when the typeface arrives @js', () => {
  test.use({ storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  for (const path of ['/groups', '/users', '/settings']) {
    test(path, async ({ page }) => {
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      await page.route(/\/font-\w+\.woff2$/, async (route) => {
        await released;
        await route.continue();
      });
      await watchShifts(page);
      // The document is loaded when its fonts are.
      await page.goto(path, { waitUntil: 'domcontentloaded' });
      await ready(page);
      const isLoaded = () => page.evaluate(() => [...globalThis.document.fonts].some((font) => font.family.includes('Inter Variable') && font.status === 'loaded'));
      expect(await isLoaded(), 'the first paint does not wait for the typeface').toBe(false);
      release();
      await expect.poll(isLoaded).toBe(true);
      // Two frames, so that what moved is counted.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const shifted = await page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted);
      expect(shifted, 'CLS').toBeLessThan(0.01);
    });
  }
});

test('a guest sees a form, and where there is room a picture at its right', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, '/sign-in');
  const picture = () =>
    page.locator('.entry-page').evaluate((node) => {
      const { content, position, left } = getComputedStyle(node, '::after');
      return content !== 'none' && position === 'fixed' ? parseFloat(left) : undefined;
    });
  const form = page.locator('.entry-page');
  expect(await picture()).toBeGreaterThan(700);
  const box = await form.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(720);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await picture()).toBeUndefined();
});

test.describe('in the dark theme', () => {
  test.use({ colorScheme: 'dark', storageState: async ({ stateOf }, use) => use(await stateOf('admin')) });

  test('a button is lighter than the panel it is on', async ({ page }) => {
    await visit(page, '/users/3/info');
    const button = page.getByRole('button', { name: 'Deactivate' });
    const around = page.locator('.panel').filter({ has: button });
    const lightness = async (element: Locator) => Number((await backgroundOf(element)).match(/oklch\(([\d.]+)/)?.[1]);
    expect(await lightness(button)).toBeGreaterThan((await lightness(around)) + 0.03);
  });
});
