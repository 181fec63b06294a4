// The WASM comes in parts: the frame, and those of the current page.
import { addGroup, unique } from './support/fixtures.ts';
import { asAdmin, usersTab } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const part = /\/part-\w+\.wasm$/;
const tabs = (page: Page) => page.getByRole('navigation', { name: 'Group', exact: true });
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

function requestedParts(page: Page) {
  const files: string[] = [];
  page.on('request', (request) => part.test(request.url()) && files.push(request.url()));
  return files;
}

test('the old tab stays until the next one’s part is loaded, and each part is fetched once @js', async ({ page }) => {
  const group = await addGroup(page, `Parts ${unique()}`);
  const files = requestedParts(page);
  await visit(page, usersTab(group));
  const first = files.length;
  expect(first).toBeGreaterThan(0);

  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(part, async (route) => {
    await released;
    await route.continue();
  });
  await tabs(page).getByRole('link', { name: 'Courses' }).click();
  await expect.poll(() => files.length).toBeGreaterThan(first);
  await expect(panel(page, 'Users')).toBeVisible();
  release();
  await expect(panel(page, 'Courses')).toBeVisible();
  await expect(panel(page, 'Users')).toBeHidden();

  await tabs(page).getByRole('link', { name: 'Users' }).click();
  await expect(panel(page, 'Users')).toBeVisible();
  expect(new Set(files).size).toBe(files.length);
});

test('a page whose part cannot be fetched is rendered by the server @js', async ({ page, forgive }) => {
  const group = await addGroup(page, `Parts ${unique()}`);
  await visit(page, usersTab(group));
  forgive(/net::ERR_FAILED|Failed to fetch/);
  await page.route(part, (route) => route.abort());
  await tabs(page).getByRole('link', { name: 'Info' }).click();
  await expect(page).toHaveURL(/\/info$/);
  // The page from the server works by plain forms.
  await page.getByLabel('Description').fill('Flour, water, time.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: 'Flour, water, time.' })).toBeVisible();
});

test('without JavaScript no part is fetched @no-js', async ({ page }) => {
  const files = requestedParts(page);
  await visit(page, '/groups');
  await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
  expect(files).toEqual([]);
});
