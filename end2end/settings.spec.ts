// The settings of the whole portal.
import { addGroup, demo, unique } from './support/fixtures.ts';
import { asAdmin, enter } from './support/steps.ts';
import { ownPortal } from './support/portal.ts';
import { expect, test, visit } from './support/test.ts';

test('the settings are in the menu, for users with the permission', async ({ page, visitor }) => {
  await asAdmin(page);
  await visit(page, '/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  const tabs = page.getByRole('navigation', { name: 'Settings' });
  await tabs.getByRole('link', { name: 'Users' }).click();
  await expect(page).toHaveURL('/settings/users');
  await tabs.getByRole('link', { name: 'Mailbox' }).click();
  await expect(page).toHaveURL('/settings/mailbox');
  const learner = await visitor();
  await enter(learner, demo('learner'));
  await expect(learner.getByRole('link', { name: 'Settings' })).toHaveCount(0);
});

test('the currency can’t change while a price is set, and the page says why', async ({ page }) => {
  await asAdmin(page);
  // The demo has prices, but this test should not depend on it.
  await addGroup(page, `Bundle ${unique()}`, { price: '49' });
  await visit(page, '/settings');
  await expect(page.getByText('You can’t change the currency while a group or course has a price.')).toBeVisible();
  await expect(page.getByLabel('Currency')).toHaveCount(0);
});

test('an empty portal name is refused next to the field', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await asAdmin(page);
  await visit(page, '/settings');
  await page.getByLabel('Portal name').fill('  ');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Portal name')).toHaveAccessibleDescription('A name is required.');
});

test('the default group is found by part of its name', async ({ page }) => {
  await asAdmin(page);
  const word = unique();
  await addGroup(page, `Bakers ${word}`);
  await addGroup(page, `Cooks ${word}`);
  await visit(page, '/settings/users');
  await expect(page.getByText('Enter part of a name to choose another group.')).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search for a group' });
  await search.fill(`cooks ${word}`);
  await search.press('Enter');
  await expect(page.getByText(`Cooks ${word}`).first()).toBeVisible();
  await expect(page.getByText(`Bakers ${word}`)).toHaveCount(0);
  await search.fill('no-group-has-this-name');
  await search.press('Enter');
  await expect(page.getByText('No group matches these words.')).toBeVisible();
});

const pictures = ownPortal('pictures');
pictures('an administrator lists the sites whose pictures course texts show', async ({ page, forgive }) => {
  forgive(/status of 422/);
  await asAdmin(page);
  await visit(page, '/settings');
  const sites = page.getByLabel('Show pictures from');
  const update = page.getByRole('button', { name: 'Update sites' });
  await expect(sites).toHaveValue('');
  await sites.fill('cats.example dogs');
  await update.click();
  await expect(sites).toHaveAccessibleDescription(/^Not a host: “dogs”\./);
  await expect(sites).toHaveValue('cats.example dogs');
  await sites.fill('https://cats.example/cat.png\n*.dogs.example');
  await update.click();
  await expect(sites).not.toHaveAccessibleDescription(/Not a host/);
  await visit(page, '/settings');
  await expect(sites).toHaveValue('cats.example\n*.dogs.example');
});
