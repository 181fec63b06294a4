// Lists with columns: heads that sort, pages that keep the order, and how high rows are.
import { addCourses, addGroup, addUser, addUsers, demo, demoPassword, putIn, unique } from './support/fixtures.ts';
import { asAdmin, enter, row, rowsOf } from './support/steps.ts';
import { expect, test, visit, type Page } from './support/test.ts';

test.beforeEach(({ page }) => asAdmin(page));

const rows = (page: Page, name: string) => rowsOf(page.getByRole('table', { name, exact: true }));
const head = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
const sortBy = (page: Page, name: string) => head(page, name).getByRole('link').click();

test('heads order the groups, and the address says how', async ({ page }) => {
  const word = unique();
  const [bakers, anglers, cooks] = [
    await addGroup(page, `Bakers ${word}`),
    await addGroup(page, `Anglers ${word}`),
    await addGroup(page, `Cooks ${word}`),
  ];
  const [ines, omar] = await addUsers(page, word, 'Ines', 'Omar');
  const [bread, cake] = await addCourses(page, `Bread ${word}`, `Cake ${word}`);
  await putIn(page, bakers, { users: [ines], courses: [bread, cake] });
  await putIn(page, cooks, { users: [ines, omar] });
  await putIn(page, anglers, { courses: [bread] });

  await visit(page, `/groups?q=${word}`);
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page, 'Groups')).toHaveText([/^Anglers/, /^Bakers/, /^Cooks/]);
  await sortBy(page, 'Name');
  await expect(page).toHaveURL(`/groups?q=${word}&sort=-name`);
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page, 'Groups')).toHaveText([/^Cooks/, /^Bakers/, /^Anglers/]);

  await sortBy(page, 'Members');
  await expect(page).toHaveURL(`/groups?q=${word}&sort=-members`);
  await expect(rows(page, 'Groups')).toHaveText([/^Cooks/, /^Bakers/, /^Anglers/]);
  await expect(head(page, 'Members')).toHaveAttribute('aria-sort', 'descending');
  await expect(head(page, 'Name')).not.toHaveAttribute('aria-sort');
  await sortBy(page, 'Members');
  await expect(page).toHaveURL(`/groups?q=${word}&sort=members`);
  await expect(head(page, 'Members')).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page, 'Groups')).toHaveText([/^Anglers/, /^Bakers/, /^Cooks/]);

  await sortBy(page, 'Courses');
  await expect(rows(page, 'Groups')).toHaveText([/^Bakers/, /^Anglers/, /^Cooks/]);
  await sortBy(page, 'Not enrolled');
  await expect(rows(page, 'Groups').first()).toHaveText(/^Bakers/);
  await sortBy(page, 'Name');
  await expect(page).toHaveURL(`/groups?q=${word}`);
  await page.goBack();
  await expect(head(page, 'Not enrolled')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page, 'Groups').first()).toHaveText(/^Bakers/);
});

test('the focus stays on the head @js', async ({ page }) => {
  await visit(page, '/groups');
  const link = head(page, 'Members').getByRole('link');
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(head(page, 'Members')).toHaveAttribute('aria-sort', 'descending');
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(head(page, 'Members')).toHaveAttribute('aria-sort', 'ascending');
  await expect(link).toBeFocused();
});

test('pages keep the order, and lead to the first and the last', async ({ page }) => {
  // Only the demo's users.
  await visit(page, '/users?q=example.org&sort=-name');
  const range = (text: string) => page.getByText(`${text} of 400 users`, { exact: true });
  await expect(range('1–50')).toBeVisible();
  const last = await rows(page, 'Users').first().getByRole('link').first().textContent();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(range('51–100')).toBeVisible();
  await page.getByRole('link', { name: 'Last page' }).click();
  await expect(range('351–400')).toBeVisible();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('link', { name: 'Next page' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(range('301–350')).toBeVisible();
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(range('1–50')).toBeVisible();
  await expect(page).toHaveURL(/q=example\.org&sort=-name$/);

  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(range('51–100')).toBeVisible();
  await sortBy(page, 'Name');
  await expect(page).toHaveURL(/q=example\.org$/);
  await expect(range('1–50')).toBeVisible();
  await page.getByRole('link', { name: 'Last page' }).click();
  await expect(rows(page, 'Users').last().getByRole('link').first()).toHaveText(last ?? '');
});

test('users come in the order of their last sign-in', async ({ page, visitor }) => {
  const word = unique();
  await addUser(page, 'Omar', word);
  const ines = await addUser(page, 'Ines', word, demoPassword());
  await enter(await visitor(), demo(ines.login));
  await visit(page, `/users?q=${word}`);
  await expect(row(page, 'Omar')).toContainText('Never');
  await expect(row(page, 'Ines')).not.toContainText('Never');
  await sortBy(page, 'Last sign-in');
  await expect(page).toHaveURL(`/users?q=${word}&sort=-last_sign_in`);
  await expect(head(page, 'Last sign-in')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page, 'Users')).toHaveText([/Ines/, /Omar/]);
  await sortBy(page, 'Last sign-in');
  await expect(rows(page, 'Users')).toHaveText([/Omar/, /Ines/]);
});

test('orders come by date or total', async ({ page }) => {
  await visit(page, '/orders');
  await expect(head(page, 'Date')).toHaveAttribute('aria-sort', 'descending');
  await sortBy(page, 'Total');
  await expect(page).toHaveURL('/orders?sort=-total');
  await expect(head(page, 'Total')).toHaveAttribute('aria-sort', 'descending');
  const totals = async () => {
    const texts = await rows(page, 'Orders').locator('td:nth-child(5)').allTextContents();
    return texts.map((text) => Number.parseFloat(text.replaceAll(',', '')));
  };
  const most = await totals();
  expect(most).toEqual(most.toSorted((one, other) => other - one));
  await sortBy(page, 'Total');
  await expect(head(page, 'Total')).toHaveAttribute('aria-sort', 'ascending');
  const least = await totals();
  expect(least).toEqual(least.toSorted((one, other) => one - other));
  await sortBy(page, 'Date');
  await expect(page).toHaveURL('/orders');
});

test('rows are low on a desktop, and cards on a phone', async ({ page }) => {
  const long = `${unique()} ${'Apprenticeship of bakers and confectioners '.repeat(4)}`.slice(0, 150).trim();
  await addGroup(page, long);
  for (const [path, name] of [
    ['/groups', 'Groups'],
    [`/groups?q=${encodeURIComponent(long)}`, 'Groups'],
    ['/users', 'Users'],
    ['/orders', 'Orders'],
  ]) {
    for (const width of [1280, 700]) {
      await page.setViewportSize({ width, height: 800 });
      await visit(page, path);
      const heights = await rows(page, name).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(heights.length).toBeGreaterThan(0);
      expect(Math.min(...heights), `${path} at ${width}`).toBeGreaterThanOrEqual(44);
      expect(Math.max(...heights), `${path} at ${width}`).toBeLessThanOrEqual(52);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${path} at ${width}`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${path} on a phone`).toBeLessThanOrEqual(0);
  }
  await visit(page, `/groups?q=${encodeURIComponent(long)}`);
  await expect(row(page, long)).toContainText('0 members');
  await expect(page.getByRole('link', { name: long, exact: true })).toHaveAttribute('title', long);
  await sortBy(page, 'Members');
  await expect(page).toHaveURL(/sort=-members/);
});
